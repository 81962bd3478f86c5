/** Parses kubectl's JSONPath templates. */

export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly nodes: Node[] }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'array'; readonly bounds: Bounds }
  | { readonly type: 'value'; readonly value: number | boolean }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'union'; readonly paths: readonly (readonly Node[])[] }
  | {
    readonly type: 'filter'
    readonly left: readonly Node[]
    readonly right: readonly Node[]
    readonly operator: string
  }

/** `[start:end:step]`; `derived`: the end was not written and is the start plus one. */
export interface Bounds {
  readonly start?: number
  readonly end?: number
  readonly derived: boolean
  readonly step?: number
}

export class JsonPathError extends Error {}

/** Upstream: `staging/src/k8s.io/client-go/util/jsonpath/parser.go`. */
export const parseJsonPath = (template: string): Node[] => {
  const parser = new Parser(template)
  parser.parseText()
  return parser.root
}

const NEVER = ''

class Parser {
  readonly root: Node[] = []
  private readonly input: string
  private start = 0
  private pos = 0

  constructor(input: string) {
    this.input = input
  }

  parseText(): void {
    while (this.pos < this.input.length) {
      if (this.input[this.pos] !== '{') {
        this.pos++
        continue
      }
      if (this.pos > this.start) this.root.push({ type: 'text', text: this.consume() })
      this.pos++
      this.consume()
      const nodes: Node[] = []
      this.root.push({ type: 'list', nodes })
      this.parseAction(nodes)
    }
    if (this.pos > this.start) this.root.push({ type: 'text', text: this.consume() })
  }

  private parseAction(nodes: Node[]): void {
    for (;;) {
      if (this.ahead('}')) {
        this.pos++
        this.consume()
        return
      }
      if (this.ahead('[?(')) this.parseFilter(nodes)
      else if (this.ahead('..')) this.parseRecursive(nodes)
      else this.parseStep(nodes)
    }
  }

  private parseStep(nodes: Node[]): void {
    const char = this.next()
    if (char === NEVER || char === '\r' || char === '\n') throw new JsonPathError('unclosed action')
    if (char === ' ' || char === '@' || char === '$') this.consume()
    else if (char === '[') this.parseArray(nodes)
    else if (char === '"' || char === "'") this.parseQuote(nodes, char)
    else if (char === '.') this.parseField(nodes)
    else if (/[-+\d]/.test(char)) {
      this.pos--
      this.parseNumber(nodes)
    } else if (/[\p{L}\p{N}_]/u.test(char)) {
      this.pos--
      this.parseIdentifier(nodes)
    } else {
      const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
      throw new JsonPathError(`unrecognized character in action: U+${code} '${char}'`)
    }
  }

  private parseIdentifier(nodes: Node[]): void {
    while (!isTerminator(this.input[this.pos])) this.pos++
    const name = this.consume()
    if (name === 'true' || name === 'false') nodes.push({ type: 'value', value: name === 'true' })
    else nodes.push({ type: 'identifier', name })
  }

  private parseRecursive(nodes: Node[]): void {
    if (nodes.at(-1)?.type === 'recursive') {
      throw new JsonPathError('invalid multiple recursive descent')
    }
    this.pos += 2
    this.consume()
    nodes.push({ type: 'recursive' })
    if (/[\p{L}\p{N}_]/u.test(this.input[this.pos] ?? '')) this.parseField(nodes)
  }

  private parseNumber(nodes: Node[]): void {
    if (/[-+]/.test(this.input[this.pos] ?? '')) this.pos++
    while (/[.\d]/.test(this.input[this.pos] ?? '')) this.pos++
    const text = this.consume()
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new JsonPathError(`cannot parse number ${text}`)
    nodes.push({ type: 'value', value: Number(text) })
  }

  private parseArray(nodes: Node[]): void {
    for (;;) {
      const char = this.next()
      if (char === NEVER || char === '\n') throw new JsonPathError('unterminated array')
      if (char === ']') break
    }
    const inside = this.consume().slice(1, -1)
    const text = inside === '*' ? ':' : inside
    const parts = text.split(',')
    if (parts.length > 1) {
      const paths = parts.map(part => parseInner(`[${part.replace(/^ +| +$/g, '')}]`))
      nodes.push({ type: 'union', paths })
      return
    }
    const key = /^'([^']*)'$/.exec(text)?.[1]
    // kubectl refuses a key in double quotes; here it is taken as it stands, dots included
    const whole = /^"([^"]*)"$/.exec(text)?.[1]
    if (key !== undefined) nodes.push(...parseInner(`.${key}`))
    else if (whole !== undefined) nodes.push({ type: 'field', name: whole })
    else nodes.push({ type: 'array', bounds: parseBounds(text) })
  }

  private parseFilter(nodes: Node[]): void {
    this.pos += 3
    this.consume()
    let open = NEVER
    let closed = false
    for (;;) {
      const char = this.next()
      if (char === NEVER || char === '\n') throw new JsonPathError('unterminated filter')
      if (char === '"' || char === "'") {
        if (open === NEVER) open = char
        else if (char === open && this.input[this.pos - 2] !== '\\') closed = true
      } else if (char === ')' && (open !== NEVER) === closed) break
    }
    if (this.next() !== ']') throw new JsonPathError('unclosed array expect ]')
    const text = this.consume().slice(0, -2)
    const parts = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text)
    nodes.push(parts
      ? {
        type: 'filter', left: parseInner(parts[1]!), right: parseInner(parts[3]!), operator: parts[2]!,
      }
      : { type: 'filter', left: parseInner(text), right: [], operator: 'exists' })
  }

  private parseQuote(nodes: Node[], end: string): void {
    for (;;) {
      const char = this.next()
      if (char === NEVER || char === '\n') throw new JsonPathError('unterminated quoted string')
      if (char === end && this.input[this.pos - 2] !== '\\') break
    }
    const quoted = this.consume()
    const text = unquote(quoted)
    if (text === undefined) throw new JsonPathError(`unquote string ${quoted} error invalid syntax`)
    nodes.push({ type: 'text', text })
  }

  private parseField(nodes: Node[]): void {
    this.consume()
    for (;;) {
      const char = this.input[this.pos]
      if (char === '\\') this.pos += 2
      else if (isTerminator(char)) break
      else this.pos++
    }
    const name = this.consume()
    nodes.push(name === '*'
      ? { type: 'wildcard' }
      : { type: 'field', name: name.replaceAll('\\', '') })
  }

  private ahead(text: string): boolean {
    return this.input.startsWith(text, this.pos)
  }

  private next(): string {
    return this.input[this.pos++] ?? NEVER
  }

  private consume(): string {
    const text = this.input.slice(this.start, this.pos)
    this.start = this.pos
    return text
  }
}

const parseInner = (text: string): Node[] => {
  const first = parseJsonPath(`{${text}}`)[0]
  return first?.type === 'list' ? first.nodes : []
}

const isTerminator = (char: string | undefined): boolean =>
  char === undefined || ' \t\r\n.,[]$@{}'.includes(char)

const parseBounds = (text: string): Bounds => {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text)
  if (!match) throw new JsonPathError(`invalid array index ${text}`)
  const [, start = '', end = '', step = ''] = match
  for (const part of [start, end.slice(1), step.slice(1)]) {
    if (part === '-') throw new JsonPathError(`array index ${part} is not a number`)
  }
  return {
    ...(start === '' ? {} : { start: Number(start) }),
    ...(end === ':' ? {} : { end: end === '' ? Number(start) + 1 : Number(end.slice(1)) }),
    derived: end === '',
    ...(step === '' || step === ':' ? {} : { step: Number(step.slice(1)) }),
  }
}

const UNESCAPED: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"',
}

/** Go's strconv.Unquote, for single and double quotes alike. */
const unquote = (quoted: string): string | undefined => {
  const inner = quoted.slice(1, -1)
  let out = ''
  for (let at = 0; at < inner.length; at++) {
    const char = inner[at]!
    if (char !== '\\') {
      out += char
      continue
    }
    const name = inner[++at] ?? ''
    const digits = { x: 2, u: 4, U: 8 }[name]
    if (digits !== undefined) {
      const hex = inner.slice(at + 1, at + 1 + digits)
      if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < digits) return undefined
      out += String.fromCodePoint(Number.parseInt(hex, 16))
      at += digits
      continue
    }
    const plain = UNESCAPED[name]
    if (plain === undefined) return undefined
    out += plain
  }
  return out
}
