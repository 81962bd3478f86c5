/** host 9.18 and getent: a name and its addresses in a line each. */
import type { DnsRecord } from '../../../network/dns/message.ts'
import { isAddress } from '../../../network/address.ts'
import { bindCandidates } from '../../../network/dns/resolv-conf.ts'
import type { Program, Running } from '../../../lib/process.ts'
import type { NetworkPrograms } from '../network-context.ts'
import { resolverFiles, selfOf, wait } from '../network-context.ts'
import type { Found } from './lookup.ts'
import { configAt, lookup, recordType, reverseName, serverAddress } from './lookup.ts'

export const host = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const typeAt = args.indexOf('-t')
  const type = typeAt < 0 ? undefined : recordType(args[typeAt + 1] ?? '')
  const words = args.filter((a, i) => !a.startsWith('-') && (typeAt < 0 || i !== typeAt + 1))
  const [name, given] = words
  if (name === undefined) {
    io.stderr.write('Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]\n            [-R number] [-m flag] [-p port] hostname [server]\n')
    return 1
  }
  const config = configAt(io, context)
  const server = given === undefined ? undefined : serverAddress(given, io, context)
  const servers = server === undefined ? config.nameservers : [server]
  const reverse = isAddress(name)
  let found: Found | undefined
  let used = name
  for (const candidate of reverse ? [reverseName(name)] : bindCandidates(name, config)) {
    used = candidate
    const result = yield* lookup(candidate, type ?? (reverse ? 'PTR' : 'A'), servers, context, (line) => io.stdout.write(`${line}\n`))
    if ('because' in result) {
      io.stdout.write(';; no servers could be reached\n')
      return 1
    }
    found = result
    if (found.answer.status === 'NOERROR') break
  }
  if (given !== undefined) io.stdout.write(`Using domain server:\nName: ${given}\nAddress: ${server ?? given}#53\nAliases: \n\n`)
  if (found === undefined || found.answer.status !== 'NOERROR') {
    const code = found?.answer.status === 'NXDOMAIN' ? '3(NXDOMAIN)' : found?.answer.status === 'REFUSED' ? '5(REFUSED)' : '2(SERVFAIL)'
    io.stdout.write(`Host ${reverse ? `${used}.` : name} not found: ${code}\n`)
    return 1
  }
  if (found.answer.answer.length === 0) io.stdout.write(`${used} has no ${type ?? 'A'} record\n`)
  for (const record of found.answer.answer) io.stdout.write(`${lineOf(record)}\n`)
  return 0
}

function lineOf({ name, type, data }: DnsRecord): string {
  const verbs: Readonly<Record<string, string>> = {
    A: 'has address', AAAA: 'has IPv6 address', CNAME: 'is an alias for', PTR: 'domain name pointer', SRV: 'has SRV record',
    TXT: 'descriptive text', NS: 'name server', MX: 'mail is handled by', SOA: 'has SOA record',
  }
  return `${name} ${verbs[type] ?? type} ${data}`
}

/** getent hosts|ahosts NAME: what the C library's resolver finds. */
export const getent = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const [database, ...keys] = args
  if (database === undefined) {
    io.stderr.write('getent: wrong number of arguments\n')
    return 1
  }
  if (database === 'passwd' || database === 'group') return 0
  if (!['hosts', 'ahosts', 'ahostsv4'].includes(database)) {
    io.stderr.write(`Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`)
    return 1
  }
  let status = 0
  for (const key of keys) {
    const resolved = context.network.resolve(selfOf(context), key, resolverFiles(io, context))
    yield* wait(resolved.ms)
    if (!('addresses' in resolved)) {
      status = 2
      continue
    }
    const listed = resolved.name === key ? key : `${resolved.name}`
    for (const address of resolved.addresses) {
      if (database === 'hosts') io.stdout.write(`${address.padEnd(15, ' ')} ${listed}\n`)
      else io.stdout.write(`${address.padEnd(15, ' ')} STREAM ${listed}\n${address.padEnd(15, ' ')} DGRAM  \n${address.padEnd(15, ' ')} RAW    \n`)
    }
  }
  return status
}
