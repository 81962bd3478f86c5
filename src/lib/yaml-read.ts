/** Reads YAML into JSON values, with go-yaml's meaning of scalars and its error texts. */
import { formatNumber, resolveScalar } from './yaml-scalar.ts'
import { goQuote } from './go-quote.ts'
import { sortedEntries } from './json.ts'
import { YamlError } from './yaml-cursor.ts'
import { Scanner, type Token } from './yaml-tokens.ts'

export { YamlError } from './yaml-cursor.ts'

/** One document; undefined when there is nothing but comments. Throws YamlError. */
export const readYaml = (text: string): unknown => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what YAML refuses
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) {
    throw new YamlError('control characters are not allowed')
  }
  const reader = new Reader(new Scanner(text))
  return reader.document()
}

/** The documents of a stream, cut where a line is `---`, as kubectl and kustomize do. */
export const splitYamlDocuments = (text: string): string[] => {
  const documents: string[] = []
  let lines: string[] = []
  for (const line of text.split('\n')) {
    if (!line.startsWith('---')) {
      lines.push(line)
      continue
    }
    const rest = line.slice(3).trim()
    if (rest !== '' && !rest.startsWith('#')) {
      throw new YamlError(`invalid Yaml document separator: ${rest}`)
    }
    if (lines.length > 0) documents.push(`${lines.join('\n')}\n`)
    lines = []
  }
  if (lines.join('\n') !== '') documents.push(lines.join('\n'))
  return documents
}

const DEPTH_MAX = 1_000
const ALIASED_NODES_MAX = 400_000

/** Upstream: go-yaml v2 `parserc.go` and `decode.go`. */
class Reader {
  private readonly scanner: Scanner
  private readonly anchors = new Map<string, unknown>()
  private depth = 0
  private aliased = 0

  constructor(scanner: Scanner) {
    this.scanner = scanner
  }

  document(): unknown {
    while (this.scanner.peek().type === 'document end') this.scanner.take()
    if (this.scanner.peek().type === 'stream end') return undefined
    if (this.scanner.peek().type === 'document start') this.scanner.take()
    const type = this.scanner.peek().type
    if (type === 'stream end' || type === 'document start' || type === 'document end') return null
    const value = this.node(false)
    // Only what the scanner finds behind the document counts: the parser stops here.
    this.scanner.peek()
    checkKeys(value)
    return value
  }

  private node(indentless: boolean): unknown {
    let anchor: string | undefined
    let tag = ''
    if (this.scanner.peek().type === 'alias') return this.alias(this.scanner.take().text)
    while (this.scanner.peek().type === 'anchor' || this.scanner.peek().type === 'tag') {
      const token = this.scanner.take()
      if (token.type === 'anchor') anchor = token.text
      else tag = token.text
    }
    if (++this.depth > DEPTH_MAX) throw new YamlError('exceeded max depth of 10000')
    const value = this.content(indentless, tag, anchor !== undefined || tag !== '')
    this.depth--
    if (anchor !== undefined) this.anchors.set(anchor, value)
    return value
  }

  /** Keys keep go-yaml's reading of the letters y and n: `{n: note}` has the key "false". */
  private key(indentless: boolean): unknown {
    const { plain, text } = this.scanner.peek()
    const value = this.node(indentless)
    return plain && value === text && /^[yYnN]$/.test(text) ? text.toLowerCase() === 'y' : value
  }

  private alias(name: string): unknown {
    if (!this.anchors.has(name)) throw new YamlError(`unknown anchor '${name}' referenced`)
    const value = this.anchors.get(name)
    this.aliased += size(value)
    if (this.aliased > ALIASED_NODES_MAX) throw new YamlError('document contains excessive aliasing')
    return value
  }

  private content(indentless: boolean, tag: string, named: boolean): unknown {
    const token = this.scanner.peek()
    switch (token.type) {
      case 'scalar':
        this.scanner.take()
        return scalarValue(token, tag)
      case 'block sequence':
        this.scanner.take()
        return this.blockSequence()
      case 'block mapping':
        this.scanner.take()
        return this.blockMapping()
      case '[':
        this.scanner.take()
        return this.flowSequence()
      case '{':
        this.scanner.take()
        return this.flowMapping()
      case '-':
        if (indentless) return this.indentlessSequence()
        break
      default:
    }
    if (named) return tag === '!!str' ? '' : null
    return fail(token, 'did not find expected node content')
  }

  private blockSequence(): unknown[] {
    const items: unknown[] = []
    for (;;) {
      const token = this.scanner.take()
      if (token.type === 'block end') return items
      if (token.type !== '-') fail(token, "did not find expected '-' indicator")
      const { type } = this.scanner.peek()
      items.push(type === '-' || type === 'block end' ? null : this.node(false))
    }
  }

  private indentlessSequence(): unknown[] {
    const items: unknown[] = []
    while (this.scanner.peek().type === '-') {
      this.scanner.take()
      const { type } = this.scanner.peek()
      const empty = type === '-' || type === 'key' || type === 'value' || type === 'block end'
      items.push(empty ? null : this.node(false))
    }
    return items
  }

  private blockMapping(): object {
    const mapping = new Mapping()
    for (;;) {
      const token = this.scanner.peek()
      if (token.type === 'block end') {
        this.scanner.take()
        return mapping.result()
      }
      if (token.type !== 'key' && token.type !== 'value') fail(token, 'did not find expected key')
      let key: unknown = null
      if (token.type === 'key') {
        this.scanner.take()
        const { type } = this.scanner.peek()
        if (type !== 'key' && type !== 'value' && type !== 'block end') key = this.key(true)
      }
      let value: unknown = null
      if (this.scanner.peek().type === 'value') {
        this.scanner.take()
        const { type } = this.scanner.peek()
        if (type !== 'key' && type !== 'value' && type !== 'block end') value = this.node(true)
      }
      mapping.add(key, value)
    }
  }

  private flowSequence(): unknown[] {
    const items: unknown[] = []
    for (let first = true; ; first = false) {
      if (this.scanner.peek().type === ']') break
      if (!first) {
        if (this.scanner.peek().type !== ',') fail(this.scanner.peek(), "did not find expected ',' or ']'")
        this.scanner.take()
        if (this.scanner.peek().type === ']') break
      }
      if (this.scanner.peek().type === 'key') {
        const mapping = new Mapping()
        this.flowPair(mapping, ']')
        items.push(mapping.result())
      } else items.push(this.node(false))
    }
    this.scanner.take()
    return items
  }

  private flowMapping(): object {
    const mapping = new Mapping()
    for (let first = true; ; first = false) {
      if (this.scanner.peek().type === '}') break
      if (!first) {
        if (this.scanner.peek().type !== ',') fail(this.scanner.peek(), "did not find expected ',' or '}'")
        this.scanner.take()
        if (this.scanner.peek().type === '}') break
      }
      if (this.scanner.peek().type === 'key' || this.scanner.peek().type === 'value') this.flowPair(mapping, '}')
      else mapping.add(this.node(false), null)
    }
    this.scanner.take()
    return mapping.result()
  }

  private flowPair(mapping: Mapping, end: ']' | '}'): void {
    let key: unknown = null
    if (this.scanner.peek().type === 'key') {
      this.scanner.take()
      const { type } = this.scanner.peek()
      if (type !== 'value' && type !== ',' && type !== end) key = this.key(false)
    }
    let value: unknown = null
    if (this.scanner.peek().type === 'value') {
      this.scanner.take()
      const { type } = this.scanner.peek()
      if (type !== ',' && type !== end) value = this.node(false)
    }
    mapping.add(key, value)
  }
}

/** A later pair wins; merged pairs give way to the mapping's own. */
class Mapping {
  private readonly own: Record<string, unknown> = {}
  private readonly wrong: string[] = []
  private readonly merged: Record<string, unknown> = {}

  add(key: unknown, value: unknown): void {
    if (key !== '<<') {
      set(this.own, keyText(key, this.wrong), value)
      return
    }
    for (const source of Array.isArray(value) ? value : [value]) {
      if (source === null || typeof source !== 'object' || Array.isArray(source)) {
        throw new YamlError('map merge requires map or sequence of maps as the value')
      }
      for (const [name, member] of Object.entries(source)) {
        if (!Object.hasOwn(this.merged, name)) set(this.merged, name, member)
      }
    }
  }

  result(): object {
    for (const [name, member] of Object.entries(this.merged)) {
      if (!Object.hasOwn(this.own, name)) set(this.own, name, member)
    }
    if (this.wrong.length > 0) WRONG_KEYS.set(this.own, this.wrong[0]!)
    return this.own
  }
}

const set = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else target[key] = value
}

const keyText = (key: unknown, wrong: string[]): string => {
  if (typeof key === 'string') return key
  if (typeof key === 'number') return formatNumber(key)
  if (typeof key === 'boolean') return String(key)
  wrong.push(`invalid map key: ${keySyntax(key)}`)
  return String(key)
}

/** Mappings with keys that JSON cannot have; told when the whole document has been read. */
const WRONG_KEYS = new WeakMap<object, string>()

const checkKeys = (value: unknown): void => {
  if (value === null || typeof value !== 'object') return
  const wrong = WRONG_KEYS.get(value)
  if (wrong !== undefined) throw new YamlError(wrong)
  for (const member of Object.values(value)) checkKeys(member)
}

/** Go's `%#v` of a value that go-yaml has read. */
const keySyntax = (value: unknown): string => {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (typeof value === 'string') return goQuote(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(keySyntax).join(', ')}}`
  const members = sortedEntries(value).map(([key, member]) => `${goQuote(key)}:${keySyntax(member)}`)
  return `map[interface {}]interface {}{${members.join(', ')}}`
}

const scalarValue = (token: Token, tag: string): unknown => {
  if (tag === '!!str' || tag === '!' || (!token.plain && tag === '')) return token.text
  if (tag === '!!binary') return token.text.replace(/\s/g, '')
  if (tag === '' || tag.startsWith('!!')) return resolveScalar(token.text)
  return token.text
}

const size = (value: unknown): number => {
  if (value === null || typeof value !== 'object') return 1
  let sum = 1
  for (const member of Object.values(value)) sum += size(member)
  return sum
}

/** A parser's error counts lines from 0, other than the scanner's. */
const fail = (token: Token, problem: string): never => {
  throw new YamlError(token.line === 0 ? problem : `line ${token.line}: ${problem}`)
}
