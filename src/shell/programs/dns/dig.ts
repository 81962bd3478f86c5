/** dig 9.18: asks for a name as it stands and shows the answer section by section. */
import { MONTHS } from '../../../lib/http.ts'
import type { DnsRecord, RecordType } from '../../../network/dns/message.ts'
import { bindCandidates } from '../../../network/dns/resolv-conf.ts'
import type { Io, Program, Running } from '../../../lib/process.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import type { Found } from './lookup.ts'
import { configAt, lookup, recordType, reverseName, serverAddress } from './lookup.ts'

const VERSION = '9.18.41-1~deb12u1-Debian'

interface Query {
  readonly name: string
  readonly type: RecordType
}

interface Request {
  readonly queries: readonly Query[]
  readonly server: string | undefined
  readonly port: number
  readonly flags: ReadonlyMap<string, string | true>
}

export const dig = (context: NetworkPrograms): Program => function* run(args, io): Running {
  if (args.includes('-v')) {
    io.stderr.write(`DiG ${VERSION}\n`)
    return 0
  }
  const request = parse(args)
  if (typeof request === 'string') {
    io.stderr.write(request)
    return 1
  }
  let server: string | undefined
  if (request.server !== undefined) {
    server = serverAddress(request.server, io, context)
    if (server === undefined) {
      io.stdout.write(`dig: couldn't get address for '${request.server}': not found\n`)
      return 10
    }
  }
  let status = 0
  for (const [i, query] of request.queries.entries()) status = Math.max(status, yield* ask(query, request, server, i === 0, args, context, io))
  return status
}

function parse(args: readonly string[]): Request | string {
  const queries: Query[] = []
  const flags = new Map<string, string | true>()
  let server: string | undefined
  let port = 53
  let type: RecordType | undefined
  let name: string | undefined
  const push = (): void => {
    if (name !== undefined) queries.push({ name, type: type ?? 'A' })
    name = undefined
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg.startsWith('@')) server = arg.slice(1)
    else if (arg.startsWith('+')) {
      const [flag = '', value] = arg.slice(1).split('=')
      flags.set(flag, value ?? true)
    } else if (arg === '-x') {
      push()
      name = reverseName(args[++i] ?? '')
      type = 'PTR'
    } else if (arg === '-t') type = recordType(args[++i] ?? '') ?? 'A'
    else if (arg === '-q') {
      push()
      name = args[++i] ?? ''
    } else if (arg === '-p') port = Number(args[++i])
    else if (arg === '-c' || arg === '-b' || arg === '-k' || arg === '-y') i++
    else if (/^-[46nruv]$/.test(arg) || arg.toUpperCase() === 'IN') continue
    else if (arg.startsWith('-')) return `Invalid option: ${arg}\nUsage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n            {global-d-opt} host [@local-server] {local-d-opt}\n            [ host [@local-server] {local-d-opt} [...]]\n\nUse "dig -h" (or "dig -h | more") for complete list of options\n`
    else if (recordType(arg) !== undefined && (name !== undefined || i > 0 && !args.slice(i + 1).every((a) => /^[@+-]/.test(a)))) type = recordType(arg)
    else if (recordType(arg) !== undefined && name === undefined && args.slice(i + 1).some((a) => !/^[@+-]/.test(a))) type = recordType(arg)
    else {
      push()
      name = arg
    }
  }
  if (name === undefined && queries.length === 0) name = '.'
  if (name === '.' && type === undefined) type = 'NS'
  push()
  return { queries, server, port, flags }
}

/** A display flag: on unless +noall or +noNAME came, on again with +NAME. */
function shows(flags: ReadonlyMap<string, string | true>, name: string): boolean {
  let on = true
  for (const flag of flags.keys()) {
    if (flag === 'noall') on = false
    if (flag === 'all' || flag === name) on = true
    if (flag === `no${name}`) on = false
  }
  return on
}

function* ask(query: Query, request: Request, server: string | undefined, first: boolean, args: readonly string[], context: NetworkPrograms, io: Io): Work<number> {
  const { flags } = request
  const short = flags.has('short')
  const config = configAt(io, context)
  const servers = server === undefined ? config.nameservers : [server]
  const names = (flags.has('search') && !flags.has('nosearch')) ? bindCandidates(query.name, config) : [query.name]
  const out = (line: string): void => io.stdout.write(`${line}\n`)
  const options = {
    tries: Number(flags.get('tries') ?? (flags.has('retry') ? Number(flags.get('retry')) + 1 : 3)),
    timeoutMs: Number(flags.get('time') ?? flags.get('timeout') ?? 5) * 1000, tcp: flags.has('tcp') || flags.has('vc'), port: request.port,
  }
  if (first && !short && shows(flags, 'cmd') && !flags.has('nocmd')) {
    out(`\n; <<>> DiG ${VERSION} <<>> ${args.join(' ')}`)
    if (server !== undefined) out('; (1 server found)')
    out(';; global options: +cmd')
  }
  let found: Found | undefined
  let used = query.name
  for (const name of names) {
    used = name
    const result = yield* lookup(name, query.type, servers, context, out, options)
    if ('because' in result) {
      out(short || !shows(flags, 'comments') ? ';; no servers could be reached' : '\n;; no servers could be reached')
      if (!short) out('')
      return 9
    }
    found = result
    if (found.answer.status === 'NOERROR' && found.answer.answer.length > 0) break
  }
  if (found === undefined) return 9
  if (short) for (const record of found.answer.answer) out(record.data)
  else show(found, used, query.type, flags, context, out)
  return 0
}

const fqdn = (name: string): string => (name === '' || name === '.' ? '.' : name.endsWith('.') ? name : `${name}.`)

/** The padding of BIND's rdata printer: name to column 24, ttl, class and type by tabs. */
function recordLine({ name, ttl, type, data }: DnsRecord): string {
  const owner = fqdn(name)
  const pad = owner.length < 24 ? '\t'.repeat(Math.ceil((24 - owner.length) / 8)) : ' '
  return `${owner}${pad}${ttl}\tIN\t${type}\t${data}`
}

function show({ answer, server }: Found, name: string, type: RecordType, flags: ReadonlyMap<string, string | true>, { now, random }: NetworkPrograms, out: (line: string) => void): void {
  const bytes = random.bytes(2)
  const external = !answer.authoritative
  if (shows(flags, 'comments')) {
    out(';; Got answer:')
    if (/\.local\.?$/.test(name)) {
      out(';; WARNING: .local is reserved for Multicast DNS')
      out(';; You are currently testing what happens when an mDNS query is leaked to DNS')
    }
    out(`;; ->>HEADER<<- opcode: QUERY, status: ${answer.status}, id: ${bytes[0]! * 256 + bytes[1]!}`)
    out(`;; flags: qr${answer.authoritative ? ' aa' : ''} rd${external ? ' ra' : ''}; QUERY: 1, ANSWER: ${answer.answer.length}, AUTHORITY: ${answer.authority.length}, ADDITIONAL: 1`)
    if (!external) out(';; WARNING: recursion requested but not available')
    out('\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232')
  }
  if (shows(flags, 'question')) {
    const asked = fqdn(name)
    if (shows(flags, 'comments')) out(';; QUESTION SECTION:')
    const pad = asked.length + 1 < 32 ? '\t'.repeat(Math.ceil((32 - asked.length - 1) / 8)) : asked.length < 31 ? '\t' : '\t'
    out(`;${asked}${pad}IN\t${type}\n`)
  }
  section('ANSWER', answer.answer, shows(flags, 'answer'), shows(flags, 'comments'), out)
  section('AUTHORITY', answer.authority, shows(flags, 'authority'), shows(flags, 'comments'), out)
  if (!shows(flags, 'stats')) return
  const size = 40 + name.length + [...answer.answer, ...answer.authority].reduce((n, r) => n + 16 + r.name.length + r.data.length, 0)
  out(`;; Query time: 0 msec\n;; SERVER: ${server}#53(${server}) (${flags.has('tcp') ? 'TCP' : 'UDP'})\n;; WHEN: ${when(now())}\n;; MSG SIZE  rcvd: ${size}\n`)
}

function section(title: string, records: readonly DnsRecord[], shown: boolean, comments: boolean, out: (line: string) => void): void {
  if (!shown || records.length === 0) return
  if (comments) out(`;; ${title} SECTION:`)
  for (const record of records) out(recordLine(record))
  if (comments) out('')
}

/** "Mon Jun 01 09:00:00 UTC 2026" */
function when(ms: number): string {
  const d = new Date(ms)
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][d.getUTCDay()]
  return `${day} ${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2, '0')} ${d.toISOString().slice(11, 19)} UTC ${d.getUTCFullYear()}`
}
