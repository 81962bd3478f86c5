/** The names that a PEM certificate request asks for, as far as descriptions tell them. */

export interface RequestedNames {
  /** The subject's values by short name: CN, O, OU, C, L, ST, STREET, POSTAL, SERIAL. */
  readonly subject: { readonly [attribute: string]: readonly string[] }
  readonly dns: readonly string[]
  readonly emails: readonly string[]
  readonly uris: readonly string[]
  readonly ips: readonly string[]
}

/** Reads `spec.request`, base64 of PEM; undefined when it is no certificate request. */
export function requestedNames(request: string): RequestedNames | undefined {
  const pem = Buffer.from(request, 'base64').toString('latin1')
  const body = /-----BEGIN [A-Z ]*CERTIFICATE REQUEST-----([\s\S]*?)-----END/.exec(pem)?.[1]
  if (body === undefined) return undefined
  const info = parts(parts(read(Buffer.from(body, 'base64')))[0])
  const subject: { [attribute: string]: string[] } = {}
  for (const pair of parts(info[1]).flatMap((set) => parts(set))) {
    const [type, value] = parts(pair)
    const name = ATTRIBUTES[hex(type)]
    if (name !== undefined && value) (subject[name] ??= []).push(value.content.toString('utf8'))
  }
  const alternatives = alternativeNames(info[3])
  const texts = (tag: number): string[] =>
    alternatives.filter((n) => n.tag === tag).map((n) => n.content.toString('latin1'))
  return {
    subject, emails: texts(0x81), dns: texts(0x82), uris: texts(0x86),
    ips: alternatives.filter((n) => n.tag === 0x87).map((n) => ipText(n.content)),
  }
}

const ATTRIBUTES: { readonly [oid: string]: string } = {
  '550403': 'CN', '550405': 'SERIAL', '550406': 'C', '550407': 'L', '550408': 'ST',
  '550409': 'STREET', '55040a': 'O', '55040b': 'OU', '550411': 'POSTAL',
}
const EXTENSION_REQUEST = '2a864886f70d01090e'
const SUBJECT_ALT_NAME = '551d11'

interface Element {
  readonly tag: number
  readonly content: Buffer
  readonly end: number
}

function alternativeNames(attributes: Element | undefined): Element[] {
  const asked = parts(attributes).find((a) => hex(parts(a)[0]) === EXTENSION_REQUEST)
  const extensions = parts(parts(parts(asked)[1])[0])
  const names = extensions.find((e) => hex(parts(e)[0]) === SUBJECT_ALT_NAME)
  const value = parts(names).at(-1)
  return value === undefined ? [] : parts(read(value.content))
}

/** One DER element at an offset. */
function read(bytes: Buffer, at = 0): Element {
  let start = at + 2
  let length = bytes[at + 1] ?? 0
  if (length & 0x80) {
    const size = length & 0x7f
    length = 0
    for (let i = 0; i < size; i++) length = length * 256 + (bytes[start + i] ?? 0)
    start += size
  }
  const content = bytes.subarray(start, start + length)
  return { tag: bytes[at] ?? 0, content, end: start + length }
}

function parts(element: Element | undefined): Element[] {
  const found: Element[] = []
  if (element === undefined) return found
  for (let at = 0; at < element.content.length;) {
    const part = read(element.content, at)
    found.push(part)
    at = part.end
  }
  return found
}

const hex = (element: Element | undefined): string => element?.content.toString('hex') ?? ''

const ipText = (bytes: Buffer): string =>
  bytes.length === 4
    ? [...bytes].join('.')
    : (bytes.toString('hex').match(/.{4}/g) ?? [])
      .map((group) => group.replace(/^0{1,3}/, '')).join(':')
      .replace(/(^|:)0(:0)+(:|$)/, '::')
