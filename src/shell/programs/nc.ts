/** nc (OpenBSD): opens a connection, and with -z only looks whether it can. */
import type { Program, Running } from '../../lib/process.ts'
import type { NetworkPrograms } from './network-context.ts'
import { readInput, resolverFiles, selfOf, wait } from './network-context.ts'

const SYN_TIMEOUT_MS = 130_000
const SERVICES: Readonly<Record<number, string>> = {
  22: 'ssh', 53: 'domain', 80: 'http', 443: 'https', 3306: 'mysql', 5432: 'postgresql', 6379: 'redis', 8080: 'http-alt', 8443: '*', 27017: '*',
}

export const nc = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const flags = args.filter((a) => /^-[a-zA-Z]+$/.test(a)).join('').replaceAll('-', '')
  const valueAt = args.findIndex((a) => /^-[a-zA-Z]*w$/.test(a))
  const seconds = valueAt < 0 ? /^-w(\d+)$/.exec(args.find((a) => /^-w\d+$/.test(a)) ?? '')?.[1] : args[valueAt + 1]
  const words = args.filter((a, i) => !a.startsWith('-') && (valueAt < 0 || i !== valueAt + 1))
  const [name, ports] = words
  if (flags.includes('l')) return yield* listen()
  if (name === undefined || ports === undefined) {
    io.stderr.write('usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n\t  [destination] [port]\n')
    return 1
  }
  const resolved = context.network.resolve(selfOf(context), name, resolverFiles(io, context))
  yield* wait(resolved.ms)
  if (!('addresses' in resolved)) {
    io.stderr.write(`nc: getaddrinfo for host "${name}" port ${ports}: ${resolved.failed === 'NXDOMAIN' ? 'Name or service not known' : 'Temporary failure in name resolution'}\n`)
    return 1
  }
  const address = resolved.addresses[0]!
  const protocol = flags.includes('u') ? 'UDP' : 'TCP'
  const [first = 0, last = first] = ports.split('-').map(Number)
  let status = 1
  for (let port = first; port <= last; port++) {
    const connected = context.network.connect(selfOf(context), address, port, protocol)
    const shown = name === address ? address : `${name} (${address})`
    if ('failed' in connected) {
      const timeout = connected.failed === 'timeout'
      if (timeout) yield* wait(seconds === undefined ? SYN_TIMEOUT_MS : Number(seconds) * 1000)
      if (flags.includes('v')) io.stderr.write(`nc: connect to ${shown} port ${port} (${protocol.toLowerCase()}) ${timeout && seconds !== undefined ? 'timed out: Operation now in progress' : `failed: ${timeout ? 'Connection timed out' : 'Connection refused'}`}\n`)
      continue
    }
    status = 0
    if (flags.includes('v')) io.stderr.write(`Connection to ${shown} ${port} port [${protocol.toLowerCase()}/${SERVICES[port] ?? '*'}] succeeded!\n`)
    if (!flags.includes('z')) io.stdout.write(answerTo(yield* readInput(io)))
  }
  return status

  function answerTo(text: string): string {
    const request = /^([A-Z]+) (\S+) HTTP\/(1\.[01])\r?\n([\s\S]*)$/.exec(text)
    if (request === null) return ''
    const connected = context.network.connect(selfOf(context), address, first)
    if ('failed' in connected) return ''
    const headers = request[4]!.split(/\r?\n/).filter((l) => l.includes(':')).map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1).trim()] as const)
    const exchanged = context.network.exchange(connected.target, { method: request[1]!, target: request[2]!, version: request[3] as '1.1', headers, body: '' },
      { from: selfOf(context), dialled: first, dialledAddress: address, tls: false })
    if ('failed' in exchanged) return ''
    const { response } = exchanged
    return `HTTP/${response.version ?? '1.1'} ${response.status} \r\n${response.headers.map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\n${response.body}`
  }
}

/** Waits for connections that nobody in the simulation makes to a program of the shell. */
function* listen(): Running {
  for (;;) yield { for: 'change' }
}
