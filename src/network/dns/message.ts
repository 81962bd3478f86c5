/** DNS questions, records and answers. Names are lower case and without the final dot. */

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'SOA' | 'NS' | 'TXT' | 'MX' | 'ANY'

export interface Question {
  readonly name: string
  readonly type: RecordType
}

export interface DnsRecord {
  readonly name: string
  readonly ttl: number
  readonly type: RecordType
  /** As zone files write it; names with their final dot. */
  readonly data: string
}

export interface DnsAnswer {
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'
  readonly answer: readonly DnsRecord[]
  readonly authority: readonly DnsRecord[]
  readonly authoritative: boolean
}

export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/** Whether a name lies in a zone; every name lies in the root, written '' or '.'. */
export function inZone(name: string, zone: string): boolean {
  const z = plainName(zone)
  return z === '' || name === z || name.endsWith(`.${z}`)
}

export const failure = (status: DnsAnswer['status'], authority: readonly DnsRecord[] = [], authoritative = false): DnsAnswer =>
  ({ status, answer: [], authority, authoritative })
