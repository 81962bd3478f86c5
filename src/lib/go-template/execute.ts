/** Runs a parsed Go template over a value. */
import { goQuote } from '../go-quote.ts'
import { byCodePoint } from '../json.ts'
import { type TemplateFunction, builtins, printable, truth } from './functions.ts'
import { type Command, type Node, type Operand, type Pipe, type Placed, TemplateExecError, type Templates } from './nodes.ts'

export interface ExecuteOptions {
  readonly functions?: { readonly [name: string]: TemplateFunction }
  /** A missing key of a map: shown as <no value>, the zero value, or an error. */
  readonly missingKey?: 'default' | 'zero' | 'error'
}

/** Upstream: Go `text/template/exec.go`. Text is handed over piece by piece, so that what stands before an error is seen. */
export const execute = (
  name: string, source: string, templates: Templates, data: unknown, write: (text: string) => void,
  options: ExecuteOptions = {},
): void => {
  const run = new Run(name, source, templates, write, options)
  run.template(name, data, undefined)
}

/** Nothing at all: a missing key, which prints as <no value>. */
const MISSING = Symbol('no value')

const DEPTH_MAX = 1_000
const BREAK = 'break'
const CONTINUE = 'continue'

type Flow = typeof BREAK | typeof CONTINUE | undefined

interface Variable { name: string; value: unknown }

class Run {
  private readonly name: string
  private readonly source: string
  private readonly templates: Templates
  private readonly write: (text: string) => void
  private readonly functions: { readonly [name: string]: TemplateFunction }
  private readonly missingKey: 'default' | 'zero' | 'error'
  private current = ''
  private variables: Variable[] = []
  private depth = 0

  constructor(
    name: string, source: string, templates: Templates, write: (text: string) => void, options: ExecuteOptions,
  ) {
    this.name = name
    this.source = source
    this.templates = templates
    this.write = write
    this.functions = { ...builtins, ...options.functions }
    this.missingKey = options.missingKey ?? 'default'
  }

  template(name: string, dot: unknown, from: Placed | undefined): void {
    const nodes = this.templates.get(name)
    if (!nodes) this.fail(from ?? { at: 0, text: '' }, `template ${goQuote(name)} not defined`)
    if (++this.depth > DEPTH_MAX) this.fail(from ?? { at: 0, text: '' }, `exceeded maximum template depth (${DEPTH_MAX})`)
    const outer = this.variables
    const outerName = this.current
    this.variables = [{ name: '$', value: dot }]
    this.current = name
    this.nodes(nodes!, dot)
    this.variables = outer
    this.current = outerName
    this.depth--
  }

  private fail(node: Placed, message: string): never {
    const before = this.source.slice(0, node.at)
    const line = before.split('\n').length
    const column = node.at - (before.lastIndexOf('\n') + 1)
    const context = node.text.length > 20 ? `${node.text.slice(0, 20)}...` : node.text
    throw new TemplateExecError(
      `template: ${this.name}:${line}:${column}: executing ${goQuote(this.current)} at <${context}>: ${message}`)
  }

  private nodes(nodes: readonly Node[], dot: unknown): Flow {
    for (const node of nodes) {
      const flow = this.node(node, dot)
      if (flow) return flow
    }
    return undefined
  }

  private node(node: Node, dot: unknown): Flow {
    switch (node.type) {
      case 'literal':
        this.write(node.literal)
        return undefined
      case 'action': {
        const value = this.pipe(node.pipe, dot)
        if (node.pipe.variables.length === 0) this.write(printable(value === MISSING ? undefined : value))
        return undefined
      }
      case 'if': case 'with': return this.choose(node, dot)
      case 'range': return this.range(node, dot)
      case 'template':
        this.template(node.name, node.pipe ? this.pipe(node.pipe, dot) : undefined, node)
        return undefined
      case 'break': return BREAK
      case 'continue': return CONTINUE
    }
  }

  private choose(node: Node & { type: 'if' | 'with' | 'range' }, dot: unknown): Flow {
    const mark = this.variables.length
    const value = this.pipe(node.pipe, dot)
    let flow: Flow
    if (truth(value === MISSING ? undefined : value)) flow = this.nodes(node.body, node.type === 'with' ? value : dot)
    else if (node.otherwise) flow = this.nodes(node.otherwise, dot)
    this.variables.length = mark
    return flow
  }

  private range(node: Node & { type: 'if' | 'with' | 'range' }, dot: unknown): Flow {
    const mark = this.variables.length
    const value = this.pipe(node.pipe, dot)
    const entries = this.entries(node.pipe, value)
    for (const [key, item] of entries) {
      const { variables, declares } = node.pipe
      if (declares) {
        if (variables.length === 1) this.variables.at(-1)!.value = item
        if (variables.length === 2) {
          this.variables.at(-2)!.value = key
          this.variables.at(-1)!.value = item
        }
      } else if (variables.length > 0) {
        this.assign(variables.at(-1)!, item)
        if (variables.length === 2) this.assign(variables[0]!, key)
      }
      const inner = this.variables.length
      const flow = this.nodes(node.body, item)
      this.variables.length = inner
      if (flow === BREAK) break
    }
    let flow: Flow
    if (entries.length === 0 && node.otherwise) flow = this.nodes(node.otherwise, dot)
    this.variables.length = mark
    return flow
  }

  private entries(pipe: Pipe, value: unknown): [unknown, unknown][] {
    if (value === MISSING || value === null || value === undefined) return []
    if (Array.isArray(value)) return value.map((item, at) => [BigInt(at), item])
    if (typeof value === 'bigint') return Array.from({ length: Number(value) }, (_, at) => [BigInt(at), BigInt(at)])
    if (typeof value === 'object') {
      return Object.keys(value).sort(byCodePoint).map(key => [key, (value as Record<string, unknown>)[key]])
    }
    return this.fail(pipe, `range can't iterate over ${printable(value)}`)
  }

  private assign(name: string, value: unknown): void {
    for (let at = this.variables.length - 1; at >= 0; at--) {
      if (this.variables[at]!.name !== name) continue
      this.variables[at]!.value = value
      return
    }
  }

  private pipe(pipe: Pipe, dot: unknown): unknown {
    let value: unknown = MISSING
    for (const [at, command] of pipe.commands.entries()) value = this.command(command, dot, at > 0, value)
    for (const name of pipe.variables) {
      if (pipe.declares) this.variables.push({ name, value })
      else this.assign(name, value)
    }
    return value
  }

  private command(command: Command, dot: unknown, piped: boolean, final: unknown): unknown {
    const [first, ...rest] = command.words as [Operand, ...Operand[]]
    if (first.type === 'function') {
      return this.call(command, first.name, rest, dot, piped, final)
    }
    if (first.type === 'nil') this.fail(first, 'nil is not a command')
    const value = this.operand(first, dot)
    const extra = rest.map(word => this.operand(word, dot))
    if (piped) extra.push(final)
    if (typeof value === 'function') return (value as TemplateFunction)(...extra)
    if (extra.length === 0) return value
    if ('names' in first && first.names.length > 0) {
      this.fail(first, `${first.names.at(-1)} is not a method but has arguments`)
    }
    return this.fail(first, `can't give argument to non-function ${first.text}`)
  }

  private call(
    at: Placed, name: string, rest: readonly Operand[], dot: unknown, piped: boolean, final: unknown,
  ): unknown {
    if (name === 'and' || name === 'or') {
      let value: unknown
      for (const operand of rest) {
        value = this.value(operand, dot)
        if (truth(value) === (name === 'or')) return value
      }
      return piped ? clear(final) : value
    }
    const given = rest.map(operand => this.value(operand, dot))
    if (piped) given.push(clear(final))
    try {
      return this.functions[name]!(...given)
    } catch (error) {
      if (error instanceof TemplateExecError) throw error
      if (!(error instanceof FunctionError)) throw error
      return this.fail(at, error.wrong ? error.message : `error calling ${name}: ${error.message}`)
    }
  }

  private value(operand: Operand, dot: unknown): unknown {
    return clear(this.operand(operand, dot))
  }

  private operand(operand: Operand, dot: unknown): unknown {
    switch (operand.type) {
      case 'dot': return dot
      case 'nil': return null
      case 'bool': case 'string': case 'number': return operand.value
      case 'field': return this.chain(operand, dot, operand.names)
      case 'variable': return this.chain(operand, this.variable(operand.name), operand.names)
      case 'pipe': {
        const mark = this.variables.length
        const value = this.pipe(operand.pipe, dot)
        this.variables.length = mark
        return value
      }
      case 'chain': return this.chain(operand, this.operand(operand.of, dot), operand.names)
      case 'function': return this.call(operand, operand.name, [], dot, false, undefined)
    }
  }

  private variable(name: string): unknown {
    for (let at = this.variables.length - 1; at >= 0; at--) {
      if (this.variables[at]!.name === name) return this.variables[at]!.value
    }
    return MISSING
  }

  private chain(node: Operand, from: unknown, names: readonly string[]): unknown {
    let value = from
    for (const name of names) value = this.field(node, value, name)
    return value
  }

  private field(node: Operand, receiver: unknown, name: string): unknown {
    if (receiver === MISSING || receiver === undefined) {
      if (this.missingKey === 'error') this.fail(node, `nil data; no entry for key ${goQuote(name)}`)
      return MISSING
    }
    if (receiver === null) return this.fail(node, `nil pointer evaluating interface {}.${name}`)
    if (typeof receiver === 'object' && !Array.isArray(receiver)) {
      const member = (receiver as Record<string, unknown>)[name]
      if (Object.hasOwn(receiver, name) && member !== undefined) return member
      if (this.missingKey === 'error') this.fail(node, `map has no entry for key ${goQuote(name)}`)
      return MISSING
    }
    return this.fail(node, `can't evaluate field ${name} in type interface {}`)
  }
}

const clear = (value: unknown): unknown => value === MISSING ? undefined : value

/** A function's complaint; `wrong`: about how it was called. */
export class FunctionError extends Error {
  readonly wrong: boolean
  constructor(message: string, wrong = false) {
    super(message)
    this.wrong = wrong
  }
}
