/** ping: echo requests to pods and nodes; Service addresses do not answer them. */
import type { Io, Program, Running } from '../../lib/process.ts'
import { nodeAt, podAt } from '../../network/indexes.ts'
import { networkPolicyHop } from '../../network/hops/network-policy.ts'
import type { NetworkPrograms } from './network-context.ts'
import { resolverFiles, selfOf, wait } from './network-context.ts'

/** Without -c it goes on for ever; so many are enough where nobody can press Ctrl-C. */
const COUNT_MAX = 1_000

export const ping = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const value = (flag: string): string | undefined => {
    const at = args.indexOf(flag)
    return at < 0 ? undefined : args[at + 1]
  }
  const name = args.filter((a, i) => !a.startsWith('-') && !['-c', '-i', '-W', '-w', '-s'].includes(args[i - 1] ?? ''))[0]
  if (name === undefined) {
    io.stderr.write('ping: usage error: Destination address required\n')
    return 2
  }
  const resolved = context.network.resolve(selfOf(context), name, resolverFiles(io, context))
  yield* wait(resolved.ms)
  if (!('addresses' in resolved)) {
    io.stderr.write(`ping: ${name}: ${resolved.failed === 'NXDOMAIN' ? 'Name or service not known' : 'Temporary failure in name resolution'}\n`)
    return 2
  }
  const address = resolved.addresses[0]!
  const count = Math.min(Number(value('-c') ?? COUNT_MAX), COUNT_MAX)
  const alive = answers(address, context)
  io.stdout.write(`PING ${name} (${address}) 56(84) bytes of data.\n`)
  for (let n = 1; n <= count; n++) {
    if (alive) io.stdout.write(`64 bytes from ${name === address ? address : `${name} (${address})`}: icmp_seq=${n} ttl=63 time=0.0${41 + (n % 20)} ms\n`)
    if (n < count || !alive) yield* wait(1000)
  }
  return statistics(name, count, alive, io)
}

function answers(address: string, context: NetworkPrograms): boolean {
  const net = context.network.context
  const from = selfOf(context)
  if (address === '127.0.0.1' || nodeAt(net.cluster, address) !== undefined) return true
  if (podAt(net.cluster, address) === undefined) return false
  // a policy without ports is the only one that lets ICMP through; port 0 stands for none
  return networkPolicyHop({ from, address, port: 0, protocol: 'TCP' }, net) === undefined
}

function statistics(name: string, count: number, alive: boolean, io: Io): number {
  const received = alive ? count : 0
  io.stdout.write(`\n--- ${name} ping statistics ---\n${count} packets transmitted, ${received} received, ${alive ? 0 : 100}% packet loss, time ${Math.max(0, count - 1) * 1012}ms\n`)
  if (alive) io.stdout.write('rtt min/avg/max/mdev = 0.041/0.048/0.060/0.005 ms\n')
  return alive ? 0 : 1
}
