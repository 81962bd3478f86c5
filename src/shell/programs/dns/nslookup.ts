/** nslookup 9.18: walks the search list and prints names with their addresses. */
import type { DnsRecord, RecordType } from '../../../network/dns/message.ts'
import { isAddress } from '../../../network/address.ts'
import { bindCandidates } from '../../../network/dns/resolv-conf.ts'
import type { Io, Program, Running } from '../../../lib/process.ts'
import type { NetworkPrograms } from '../network-context.ts'
import type { Found } from './lookup.ts'
import { configAt, lookup, recordType, reverseName, serverAddress } from './lookup.ts'

export const nslookup = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const { name, server: given, type, timeoutMs, tries, search } = parse(args)
  if (name === undefined) return 0
  const config = configAt(io, context)
  const server = given === undefined ? undefined : serverAddress(given, io, context)
  if (given !== undefined && server === undefined) {
    io.stdout.write(`nslookup: couldn't get address for '${given}': not found\n`)
    return 1
  }
  const servers = server === undefined ? config.nameservers : [server]
  const reverse = isAddress(name)
  const names = reverse ? [reverseName(name)] : search ? bindCandidates(name, config) : [name.replace(/\.$/, '')]
  const complain = (line: string): void => io.stdout.write(`${line}\n`)
  let found: Found | undefined
  let used = name
  for (const candidate of names) {
    used = candidate
    const result = yield* lookup(candidate, type ?? (reverse ? 'PTR' : 'A'), servers, context, complain, { timeoutMs, tries })
    if ('because' in result) {
      io.stdout.write(';; no servers could be reached\n\n')
      return 1
    }
    found = result
    if (found.answer.status === 'NOERROR' && found.answer.answer.length > 0) break
  }
  return found === undefined ? 1 : print(found, used, name, given, io)
}

function parse(args: readonly string[]) {
  let type: RecordType | undefined
  let timeoutMs = 5_000
  let tries = 3
  let search = true
  const words: string[] = []
  for (const arg of args) {
    const option = /^-(\w+)(?:=(.*))?$/.exec(arg)
    if (option === null) words.push(arg)
    else if (['type', 'ty', 'query', 'querytype', 'q'].includes(option[1]!)) type = recordType(option[2] ?? '') ?? type
    else if (option[1] === 'timeout') timeoutMs = Number(option[2]) * 1000
    else if (option[1] === 'retry') tries = Number(option[2]) + 1
    else if (option[1] === 'nosearch') search = false
  }
  return { name: words[0], server: words[1], type, timeoutMs, tries, search }
}

function print({ answer, server }: Found, used: string, asked: string, given: string | undefined, io: Io): number {
  const out = (line: string): void => io.stdout.write(`${line}\n`)
  const reverse = used.endsWith('.in-addr.arpa')
  if (!reverse || given !== undefined) {
    out(`Server:\t\t${given ?? server}`)
    out(`Address:\t${server}#53\n`)
  }
  if (answer.status !== 'NOERROR') {
    out(`** server can't find ${reverse ? used : used === asked.replace(/\.$/, '') ? asked : used}: ${answer.status}\n`)
    return 1
  }
  if (answer.answer.length === 0) {
    out(`*** Can't find ${asked}: No answer\n`)
    return 0
  }
  if (!answer.authoritative && !reverse) out('Non-authoritative answer:')
  for (const record of answer.answer) out(lineOf(record))
  out('')
  return 0
}

function lineOf({ name, type, data }: DnsRecord): string {
  switch (type) {
    case 'A': case 'AAAA': return `Name:\t${name}\nAddress: ${data}`
    case 'CNAME': return `${name}\tcanonical name = ${data}`
    case 'PTR': return `${name}\tname = ${data}`
    case 'SRV': return `${name}\tservice = ${data}`
    case 'TXT': return `${name}\ttext = ${data}`
    case 'NS': return `${name}\tnameserver = ${data}`
    case 'MX': return `${name}\tmail exchanger = ${data}`
    default: return soaLines(name, data)
  }
}

function soaLines(name: string, data: string): string {
  const [origin, mail, serial, refresh, retry, expire, minimum] = data.split(' ')
  return `${name}\n\torigin = ${origin}\n\tmail addr = ${mail}\n\tserial = ${serial}\n\trefresh = ${refresh}\n\tretry = ${retry}\n\texpire = ${expire}\n\tminimum = ${minimum}`
}
