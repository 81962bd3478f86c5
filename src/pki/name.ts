/** Distinguished names: "O=Acme Co, CN=example.com" as a list of attributes. */
import type { Bytes, Node } from './der.ts'
import { children, oid, readOid, readText, sequence, set, text, tlv, utf8 } from './der.ts'

interface Attribute {
  /** Short name as openssl writes it: CN, O, OU …; the dotted number of one that it does not know. */
  readonly type: string
  readonly value: string
}

export type Name = readonly Attribute[]

const TYPES: Readonly<Record<string, string>> = {
  CN: '2.5.4.3', SN: '2.5.4.4', serialNumber: '2.5.4.5', C: '2.5.4.6', L: '2.5.4.7', ST: '2.5.4.8', street: '2.5.4.9',
  O: '2.5.4.10', OU: '2.5.4.11', title: '2.5.4.12', postalCode: '2.5.4.17', GN: '2.5.4.42', dnQualifier: '2.5.4.46',
  DC: '0.9.2342.19200300.100.1.25', UID: '0.9.2342.19200300.100.1.1', emailAddress: '1.2.840.113549.1.9.1',
}
const SHORT = new Map(Object.entries(TYPES).map(([short, dotted]) => [dotted, short]))

const attributeTypes: readonly string[] = Object.keys(TYPES)

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/

/** Country codes and serial numbers are printable strings, mail addresses IA5, the rest UTF-8. */
export function encodeName(name: Name): Bytes {
  return sequence(...name.map(({ type, value }) => {
    const dotted = TYPES[type] ?? type
    const string = (type === 'C' || type === 'serialNumber') && PRINTABLE.test(value) ? tlv(0x13, text(value))
      : type === 'emailAddress' || type === 'DC' ? tlv(0x16, text(value))
      : utf8(value)
    return set(sequence(oid(dotted), string))
  }))
}

export function decodeName(node: Node): Name {
  return children(node).flatMap((relative) => children(relative).map((pair) => {
    const [type, value] = children(pair)
    const dotted = readOid(type!)
    return { type: SHORT.get(dotted) ?? dotted, value: readText(value!) }
  }))
}

export const commonName = (name: Name): string | undefined => name.findLast((a) => a.type === 'CN')?.value

/** openssl's one-line form since 1.1: "O = Acme Co, CN = x" (XN_FLAG_ONELINE). */
export const onelineName = (name: Name): string => name.map(({ type, value }) => `${type} = ${escapeValue(value)}`).join(', ')

/** RFC 2253, last attribute first: "CN=x,O=Acme Co". */
export const rfc2253Name = (name: Name): string =>
  [...name].reverse().map(({ type, value }) => `${type}=${value.replace(/([,+"\\<>;])/g, '\\$1').replace(/^([ #])/, '\\$1')}`).join(',')

/** As curl prints it: "O=Acme Co; CN=x". */
export const curlName = (name: Name): string => name.map(({ type, value }) => `${type}=${value}`).join('; ')

const escapeValue = (value: string): string =>
  /[,+"\\<>;]|^[ #]| $/.test(value) ? `"${value.replace(/(["\\])/g, '\\$1')}"` : value

/** "/C=US/O=Acme/CN=x" as `openssl req -subj` takes it; undefined when it does not begin with a slash. */
export function parseSubject(subject: string): Name | undefined {
  if (subject === '' || subject === '/') return []
  if (!subject.startsWith('/')) return undefined
  const parts: string[] = []
  let part = ''
  for (let i = 1; i < subject.length; i++) {
    if (subject[i] === '\\' && i + 1 < subject.length) part += subject[++i]
    else if (subject[i] === '/') {
      parts.push(part)
      part = ''
    } else part += subject[i]
  }
  parts.push(part)
  return parts.filter((p) => p.includes('=') && p.indexOf('=') < p.length - 1).map((part) => {
    const at = part.indexOf('=')
    const given = part.slice(0, at).trim()
    const type = attributeTypes.find((t) => t === given) ?? LONG[given.toLowerCase()] ?? given
    return { type, value: part.slice(at + 1) }
  })
}

const LONG: Readonly<Record<string, string>> = {
  commonname: 'CN', cn: 'CN', organizationname: 'O', o: 'O', organizationalunitname: 'OU', ou: 'OU', countryname: 'C', c: 'C',
  stateorprovincename: 'ST', st: 'ST', localityname: 'L', l: 'L', emailaddress: 'emailAddress', email: 'emailAddress',
}
