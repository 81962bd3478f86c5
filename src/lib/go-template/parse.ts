/** Parses a Go template. */
import { unquoteGo } from '../go-unquote.ts'
import { goQuote } from '../go-quote.ts'
import { type Item, type ItemType, lex } from './lex.ts'
import {
  type Command, type Node, type Operand, type Pipe, TemplateParseError, type Templates,
} from './nodes.ts'

/** Upstream: Go `text/template/parse/parse.go`. `known` says which functions there are. */
export const parseTemplate = (name: string, text: string, known: (name: string) => boolean): Templates => {
  const parser = new Parser(name, lex(text), known)
  return parser.parse()
}

interface List { readonly nodes: Node[]; readonly end: Item }

class Parser {
  private readonly name: string
  private readonly items: readonly Item[]
  private readonly known: (name: string) => boolean
  private readonly templates: Templates = new Map()
  private variables: string[] = ['$']
  private loops = 0
  private pos = 0

  constructor(name: string, items: readonly Item[], known: (name: string) => boolean) {
    this.name = name
    this.items = items
    this.known = known
  }

  parse(): Templates {
    const nodes: Node[] = []
    for (;;) {
      const item = this.peek()
      if (item.type === 'eof') break
      const node = this.textOrAction(true)
      if (node === undefined) continue
      if ('end' in node) this.fail(node.end, `unexpected {{${node.end.text}}}`)
      else nodes.push(node)
    }
    this.templates.set(this.name, nodes)
    return this.templates
  }

  private fail(item: Item, message: string): never {
    throw new TemplateParseError(`template: ${this.name}:${item.line}: ${message}`)
  }

  private next(): Item {
    const item = this.items[this.pos]!
    if (item.type !== 'eof' && item.type !== 'error') this.pos++
    return item
  }

  private peek(): Item {
    return this.items[this.pos]!
  }

  private nextNonSpace(): Item {
    while (this.peek().type === 'space') this.pos++
    return this.next()
  }

  private peekNonSpace(): Item {
    while (this.peek().type === 'space') this.pos++
    return this.peek()
  }

  private unexpected(item: Item, context: string): never {
    if (item.type === 'error') this.fail(item, item.text)
    const shown = item.type === 'eof' ? 'EOF' : item.type === 'keyword' ? `<${item.text}>` : goQuote(item.text)
    return this.fail(item, `unexpected ${shown} in ${context}`)
  }

  private expect(type: ItemType, context: string): Item {
    const item = this.nextNonSpace()
    if (item.type !== type) this.unexpected(item, context)
    return item
  }

  /** A node, the end of a list, or nothing (a definition). */
  private textOrAction(top: boolean): Node | { end: Item; rest: Item } | undefined {
    const item = this.next()
    if (item.type === 'text') return { type: 'literal', literal: item.text, at: item.at, text: item.text }
    if (item.type !== 'left') this.unexpected(item, 'input')
    const first = this.peekNonSpace()
    if (first.type !== 'keyword') return this.action(first)
    this.nextNonSpace()
    return this.keyword(first, top)
  }

  private keyword(first: Item, top: boolean): Node | { end: Item; rest: Item } | undefined {
    switch (first.text) {
      case 'if': case 'with': case 'range': return this.control(first)
      case 'end':
        this.expect('right', 'end')
        return { end: first, rest: first }
      case 'else': return { end: first, rest: this.peekNonSpace() }
      case 'template': return this.template()
      case 'block': return this.block(first)
      case 'break': case 'continue':
        this.expect('right', `{{${first.text}}}`)
        if (this.loops === 0) this.fail(first, `{{${first.text}}} outside {{range}}`)
        return { type: first.text as 'break', at: first.at, text: `{{${first.text}}}` }
      default:
        if (!top) this.unexpected(first, 'command')
        this.definition()
        return undefined
    }
  }

  private action(first: Item): Node {
    const pipe = this.pipeline('command', 'right')
    return { type: 'action', pipe, at: first.at, text: `{{${pipe.text}}}` }
  }

  private list(): List {
    const nodes: Node[] = []
    for (;;) {
      const item = this.peekNonText()
      if (item.type === 'eof') this.fail(item, 'unexpected EOF')
      const node = this.textOrAction(false)
      if (node === undefined) continue
      if ('end' in node) return { nodes, end: node.end }
      nodes.push(node)
    }
  }

  private peekNonText(): Item {
    return this.peek()
  }

  private control(word: Item): Node {
    const type = word.text as 'if' | 'with' | 'range'
    const variables = this.variables.length
    const pipe = this.pipeline(type, 'right')
    if (type === 'range') this.loops++
    const { nodes, end } = this.list()
    if (type === 'range') this.loops--
    let otherwise: readonly Node[] | undefined
    if (end.text === 'else') otherwise = this.elseBranch(type)
    this.variables.length = variables
    return { type, pipe, body: nodes, otherwise, at: word.at, text: `{{${type} ${pipe.text}}}` }
  }

  private elseBranch(type: string): readonly Node[] {
    const next = this.peekNonSpace()
    const chained = next.type === 'keyword' && next.text === type && type !== 'range'
    if (chained) {
      this.nextNonSpace()
      return [this.control(next)]
    }
    this.expect('right', 'else')
    const { nodes, end } = this.list()
    if (end.text !== 'end') this.fail(end, 'expected end; found {{else}}')
    return nodes
  }

  private definition(): void {
    const name = this.quotedName('define clause')
    this.expect('right', 'define clause')
    this.templates.set(name, this.innerList())
  }

  private innerList(): readonly Node[] {
    const outer = this.variables
    this.variables = ['$']
    const { nodes, end } = this.list()
    if (end.text !== 'end') this.unexpected(end, 'define clause')
    this.variables = outer
    return nodes
  }

  private template(): Node {
    const { at } = this.peekNonSpace()
    const name = this.quotedName('template clause')
    let pipe: Pipe | undefined
    if (this.peekNonSpace().type === 'right') this.nextNonSpace()
    else pipe = this.pipeline('template clause', 'right')
    return { type: 'template', name, pipe, at, text: `{{template ${goQuote(name)}${pipe ? ` ${pipe.text}` : ''}}}` }
  }

  private block(word: Item): Node {
    const name = this.quotedName('block clause')
    const pipe = this.pipeline('block clause', 'right')
    this.templates.set(name, this.innerList())
    return { type: 'template', name, pipe, at: word.at, text: `{{template ${goQuote(name)} ${pipe.text}}}` }
  }

  private quotedName(context: string): string {
    const item = this.nextNonSpace()
    if (item.type !== 'string') this.unexpected(item, context)
    return unquoteGo(item.text) ?? ''
  }

  private pipeline(context: string, end: ItemType): Pipe {
    const start = this.peekNonSpace()
    const { names, declares } = this.declarations(context)
    const commands: Command[] = []
    for (;;) {
      const item = this.nextNonSpace()
      if (item.type === end) break
      if (!STARTS.has(item.type)) this.unexpected(item, context)
      this.pos--
      commands.push(this.command())
    }
    if (commands.length === 0) this.fail(start, `missing value for ${context}`)
    for (const later of commands.slice(1)) this.mustBeCallable(later, start)
    const shown = commands.map(command => command.text).join(' | ')
    const set = names.length > 0 ? `${names.join(', ')} ${declares ? ':=' : '='} ` : ''
    return { commands, variables: names, declares, at: start.at, text: set + shown }
  }

  private mustBeCallable(command: Command, start: Item): void {
    const first = command.words[0]!
    const literal = first.type === 'bool' || first.type === 'dot' || first.type === 'nil' || first.type === 'number' ||
      first.type === 'string'
    if (literal) this.fail(start, `non executable command in pipeline stage 2`)
  }

  private declarations(context: string): { names: string[]; declares: boolean } {
    const names: string[] = []
    const back = this.pos
    for (;;) {
      if (this.peekNonSpace().type !== 'variable') break
      const variable = this.nextNonSpace()
      const next = this.peekNonSpace()
      if (next.type === 'declare' || next.type === 'assign') {
        this.nextNonSpace()
        names.push(variable.text)
        const declares = next.type === 'declare'
        if (declares) this.variables.push(...names)
        return { names, declares }
      }
      if (next.type === 'comma' && context === 'range' && names.length < 2) {
        this.nextNonSpace()
        names.push(variable.text)
        continue
      }
      break
    }
    this.pos = back
    return { names: [], declares: false }
  }

  private command(): Command {
    const words: Operand[] = []
    const start = this.peekNonSpace()
    for (;;) {
      this.peekNonSpace()
      const operand = this.operand()
      if (operand) words.push(operand)
      const item = this.next()
      if (item.type === 'space') continue
      if (item.type === 'right' || item.type === 'close') {
        this.pos--
        break
      }
      if (item.type === 'pipe') break
      this.unexpected(item, 'operand')
    }
    if (words.length === 0) this.fail(start, 'empty command')
    return { words, at: start.at, text: words.map(word => word.text).join(' ') }
  }

  private operand(): Operand | undefined {
    const term = this.term()
    if (!term || this.peek().type !== 'field') return term
    const at = this.peek().at
    const names: string[] = []
    while (this.peek().type === 'field') names.push(this.next().text.slice(1))
    const tail = names.map(name => `.${name}`).join('')
    if (term.type === 'field') return { ...term, names: [...term.names, ...names], at, text: term.text + tail }
    if (term.type === 'variable') return { ...term, names: [...term.names, ...names], at, text: term.text + tail }
    if (term.type === 'bool' || term.type === 'string' || term.type === 'number' || term.type === 'nil' || term.type === 'dot') {
      this.fail(this.peek(), `unexpected . after term ${goQuote(term.text)}`)
    }
    return { type: 'chain', of: term, names, at, text: term.text + tail }
  }

  private term(): Operand | undefined {
    const item = this.nextNonSpace()
    const { at, text } = item
    switch (item.type) {
      case 'identifier':
        if (!this.known(text)) this.fail(item, `function ${goQuote(text)} not defined`)
        return { type: 'function', name: text, at, text }
      case 'dot': return { type: 'dot', at, text }
      case 'nil': return { type: 'nil', at, text }
      case 'variable':
        if (!this.variables.includes(text)) this.fail(item, `undefined variable ${goQuote(text)}`)
        return { type: 'variable', name: text, names: [], at, text }
      case 'field': return { type: 'field', names: [text.slice(1)], at, text }
      case 'bool': return { type: 'bool', value: text === 'true', at, text }
      case 'number': return { type: 'number', value: numberOf(text), at, text }
      case 'char': return { type: 'number', value: BigInt((unquoteGo(`"${text.slice(1, -1)}"`) ?? '\0').codePointAt(0)!), at, text }
      case 'string': return { type: 'string', value: unquoteGo(text) ?? '', at, text }
      case 'paren': {
        const pipe = this.pipeline('parenthesized pipeline', 'close')
        return { type: 'pipe', pipe, at, text: `(${pipe.text})` }
      }
      default:
        if (item.type !== 'eof' && item.type !== 'error') this.pos--
        return undefined
    }
  }
}

const STARTS = new Set<ItemType>([
  'bool', 'char', 'number', 'dot', 'field', 'identifier', 'variable', 'nil', 'string', 'paren',
])

const numberOf = (text: string): number | bigint => {
  const plain = text.replaceAll('_', '')
  if (/^[+-]?(0[xXbBoO][\da-fA-F]+|\d+)$/.test(plain)) {
    const sign = plain.startsWith('-') ? -1n : 1n
    return sign * BigInt(plain.replace(/^[+-]/, ''))
  }
  return Number(plain)
}
