/** The resolver of the outside world: it knows the names that the lab published, and nothing else. */
import type { DnsAnswer, DnsRecord, Question } from './message.ts'
import { failure } from './message.ts'

/** Addresses at which the world's resolver answers: the nodes' stub, the gateway of their network, the well-known ones. */
export const PUBLIC_RESOLVERS: ReadonlySet<string> = new Set(['127.0.0.53', '192.168.56.1', '8.8.8.8', '8.8.4.4', '1.1.1.1', '9.9.9.9'])

export function publicAnswer(question: Question, names: ReadonlyMap<string, string>, now: number): DnsAnswer {
  const soa: DnsRecord = {
    name: '', ttl: 86_400, type: 'SOA',
    data: `a.root-servers.net. nstld.verisign-grs.com. ${new Date(now).toISOString().slice(0, 10).replaceAll('-', '')}00 1800 900 604800 86400`,
  }
  const wildcard = question.name.replace(/^[^.]+/, '*')
  const address = names.get(question.name) ?? names.get(wildcard)
  if (address === undefined) return failure('NXDOMAIN', [soa])
  if (question.type !== 'A' && question.type !== 'ANY') return { status: 'NOERROR', answer: [], authority: [soa], authoritative: false }
  return { status: 'NOERROR', answer: [{ name: question.name, ttl: 300, type: 'A', data: address }], authority: [], authoritative: false }
}
