/** Runs an awk program: records, fields, variables, statements. */
import type { Io } from '../../../lib/process.ts'
import { extendedRegExp } from '../../posix-regexp.ts'
import { formatText, realText } from '../printf.ts'
import type { ProgramContext } from '../program.ts'
import type { AwkProgram, Expr, Statement, Target } from './ast.ts'
import { callBuiltin } from './builtins.ts'
import { AwkStreams } from './streams.ts'
import { formatOnce, splitText } from './text.ts'
import { BUILTINS } from './tokens.ts'
import { compare, INTEGER_MAX, InputText, toBoolean, toNumber, toText, type Value } from './values.ts'

export class AwkError extends Error {}
class Flow {
  readonly kind: 'next' | 'nextfile' | 'break' | 'continue' | 'exit' | 'return'
  readonly value: Value
  constructor(kind: Flow['kind'], value?: Value) {
    this.kind = kind
    this.value = value
  }
}

export type AwkArray = Map<string, Value>
const STEPS_MAX = 20_000_000
const CALLS_MAX = 200

/** One run; the caller feeds it records. */
export class AwkRun {
  readonly io: Io
  readonly context: ProgramContext
  readonly program: AwkProgram
  readonly globals = new Map<string, Value | AwkArray>()
  readonly streams: AwkStreams
  readonly #ranges = new Set<number>()
  #frames: Map<string, Value | AwkArray>[] = []
  #record = ''
  #fields: Value[] | undefined
  #steps = 0
  exitStatus: number | undefined
  /** Gives the next record to a plain getline. */
  nextRecord: () => string | undefined = () => undefined

  constructor(program: AwkProgram, io: Io, context: ProgramContext) {
    this.program = program
    this.io = io
    this.context = context
    this.streams = new AwkStreams(io)
    for (const [name, value] of Object.entries({ FS: ' ', OFS: ' ', ORS: '\n', RS: '\n', NF: 0, NR: 0, FNR: 0, SUBSEP: '\x1c', CONVFMT: '%.6g', OFMT: '%.6g', RSTART: 0, RLENGTH: -1, FILENAME: '' })) this.globals.set(name, value)
    this.globals.set('ENVIRON', new Map([...io.env].map(([name, value]) => [name, new InputText(value)])))
  }

  /** BEGIN or END; false when the program wants to end. */
  runRules(when: 'BEGIN' | 'END'): boolean {
    return this.program.rules.every(rule => rule.when !== when || !rule.body || this.#guarded(rule.body))
  }

  /** All pattern rules for one record. `nextfile` skips the rest of the file. */
  runRecord(record: string): 'go' | 'end' | 'nextfile' {
    this.setRecord(record)
    try {
      for (const [index, rule] of this.program.rules.entries()) {
        if (typeof rule.when === 'string' || !this.#chosen(index, rule.when)) continue
        if (rule.body) this.#execute(rule.body)
        else this.#write(`${this.#record}${this.text(this.globals.get('ORS') as Value)}`)
      }
    } catch (thrown) {
      if (!(thrown instanceof Flow)) throw thrown
      if (thrown.kind === 'nextfile') return 'nextfile'
      if (thrown.kind === 'exit') {
        if (thrown.value !== undefined) this.exitStatus = toNumber(thrown.value)
        this.exitStatus ??= 0
        return 'end'
      }
    }
    return 'go'
  }

  #guarded(body: Statement): boolean {
    try {
      this.#execute(body)
      return true
    } catch (thrown) {
      if (!(thrown instanceof Flow)) throw thrown
      if (thrown.kind !== 'exit') return true
      if (thrown.value !== undefined) this.exitStatus = toNumber(thrown.value)
      this.exitStatus ??= 0
      return false
    }
  }

  #chosen(index: number, when: { from?: Expr; to?: Expr }): boolean {
    if (!when.from) return true
    if (!when.to) return toBoolean(this.evaluate(when.from))
    if (!this.#ranges.has(index)) {
      if (!toBoolean(this.evaluate(when.from))) return false
      this.#ranges.add(index)
    }
    if (toBoolean(this.evaluate(when.to))) this.#ranges.delete(index)
    return true
  }

  text(value: Value): string {
    return toText(value, this.#formatNumber)
  }

  readonly #formatNumber = (value: number): string => {
    const format = this.globals.get('CONVFMT')
    return format === '%.6g' ? realText(Math.abs(value), 'g', 6).replace(/^/, value < 0 ? '-' : '') : formatText(String(format), [String(value)], 0).text
  }

  // Records and fields.

  setRecord(record: string): void {
    this.#record = record
    this.#fields = undefined
  }

  #split(): Value[] {
    if (!this.#fields) {
      this.#fields = splitText(this.#record, this.text(this.globals.get('FS') as Value)).map(text => new InputText(text))
      this.globals.set('NF', this.#fields.length)
    }
    return this.#fields
  }

  #join(): void {
    this.#record = this.#split().map(value => this.text(value)).join(this.text(this.globals.get('OFS') as Value))
  }

  field(index: number): Value {
    if (index < 0) throw new AwkError(`trying to access out of range field ${index}`)
    return index === 0 ? new InputText(this.#record) : this.#split()[index - 1]
  }

  #setField(index: number, value: Value): void {
    if (index === 0) return this.setRecord(this.text(value))
    const fields = this.#split()
    while (fields.length < index - 1) fields.push('')
    fields[index - 1] = value
    this.globals.set('NF', fields.length)
    this.#join()
  }

  // Variables.

  #scope(name: string): Map<string, Value | AwkArray> {
    const frame = this.#frames.at(-1)
    return frame?.has(name) ? frame : this.globals
  }

  array(name: string): AwkArray {
    const scope = this.#scope(name)
    const found = scope.get(name)
    if (found instanceof Map) return found
    const made: AwkArray = new Map()
    scope.set(name, made)
    return made
  }

  #key(keys: readonly Expr[]): string {
    return keys.map(key => this.text(this.evaluate(key))).join(this.text(this.globals.get('SUBSEP') as Value))
  }

  read(target: Target): Value {
    if (target.type === 'field') return this.field(Math.trunc(toNumber(this.evaluate(target.index))))
    if (target.type === 'element') {
      const array = this.array(target.name)
      const key = this.#key(target.keys)
      if (!array.has(key)) array.set(key, undefined)
      return array.get(key)
    }
    if (target.name === 'NF') this.#split()
    const value = this.#scope(target.name).get(target.name)
    return value instanceof Map ? undefined : value
  }

  assign(target: Target, value: Value): Value {
    if (target.type === 'field') this.#setField(Math.trunc(toNumber(this.evaluate(target.index))), value)
    else if (target.type === 'element') this.array(target.name).set(this.#key(target.keys), value)
    else {
      if (target.name === 'NF') {
        const fields = this.#split()
        const count = toNumber(value)
        while (fields.length < count) fields.push('')
        fields.length = count
        this.#join()
      }
      this.#scope(target.name).set(target.name, value)
    }
    return value
  }

  regexp(expr: Expr): RegExp {
    return extendedRegExp(expr.type === 'regexp' ? expr.source : this.text(this.evaluate(expr)))
  }

  // Expressions.

  evaluate(expr: Expr): Value {
    switch (expr.type) {
      case 'number': case 'string': return expr.value
      case 'regexp': return extendedRegExp(expr.source).test(this.#record) ? 1 : 0
      case 'group': return this.evaluate(expr.value)
      case 'variable': case 'element': case 'field': return this.read(expr)
      case 'assign': {
        const value = this.evaluate(expr.value)
        return this.assign(expr.target, expr.op === '' ? value : this.#calculate(expr.op, toNumber(this.read(expr.target)), toNumber(value)))
      }
      case 'step': {
        const old = toNumber(this.read(expr.target))
        this.assign(expr.target, old + expr.by)
        return expr.before ? old + expr.by : old
      }
      case 'choice': return toBoolean(this.evaluate(expr.test)) ? this.evaluate(expr.yes) : this.evaluate(expr.no)
      case 'and': return toBoolean(this.evaluate(expr.left)) && toBoolean(this.evaluate(expr.right)) ? 1 : 0
      case 'or': return toBoolean(this.evaluate(expr.left)) || toBoolean(this.evaluate(expr.right)) ? 1 : 0
      case 'match': return this.regexp(expr.right).test(this.text(this.evaluate(expr.left))) !== expr.negated ? 1 : 0
      case 'in': return this.array(expr.array).has(this.#key(expr.keys)) ? 1 : 0
      case 'concat': return this.text(this.evaluate(expr.left)) + this.text(this.evaluate(expr.right))
      case 'unary': {
        const value = this.evaluate(expr.value)
        return expr.op === '!' ? (toBoolean(value) ? 0 : 1) : expr.op === '-' ? -toNumber(value) : toNumber(value)
      }
      case 'binary': return this.#binary(expr)
      case 'call': return BUILTINS.has(expr.name) ? callBuiltin(this, expr.name, expr.args) : this.#call(expr.name, expr.args)
      case 'getline': return this.#getline(expr)
    }
  }

  #binary({ op, left, right }: Extract<Expr, { type: 'binary' }>): Value {
    const [a, b] = [this.evaluate(left), this.evaluate(right)]
    if (/^[-+*/%^]$/.test(op)) return this.#calculate(op, toNumber(a), toNumber(b))
    const order = compare(a, b, this.#formatNumber)
    const holds = op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : op === '>=' ? order >= 0 : (order === 0) === (op === '==')
    return holds ? 1 : 0
  }

  #calculate(op: string, a: number, b: number): number {
    switch (op) {
      case '+': return a + b
      case '-': return a - b
      case '*': return a * b
      case '^': return a ** b
      default:
        if (b === 0) throw new AwkError(op === '/' ? 'division by zero' : 'division by zero in %')
        return op === '/' ? a / b : a % b
    }
  }

  #call(name: string, args: readonly Expr[]): Value {
    const called = this.program.functions.get(name)
    if (!called) throw new AwkError(`function ${name} never defined`)
    if (this.#frames.length >= CALLS_MAX) throw new AwkError('function call nesting too deep')
    const frame = new Map<string, Value | AwkArray>()
    for (const [index, parameter] of called.parameters.entries()) {
      const arg = args[index]
      const shared = arg?.type === 'variable' ? this.#scope(arg.name).get(arg.name) : undefined
      const usedAsArray = arg?.type === 'variable' && shared === undefined && !this.#scope(arg.name).has(arg.name)
      frame.set(parameter, shared instanceof Map ? shared : usedAsArray ? undefined : arg ? this.evaluate(arg) : undefined)
    }
    this.#frames.push(frame)
    try {
      this.#execute(called.body)
      return undefined
    } catch (thrown) {
      if (thrown instanceof Flow && thrown.kind === 'return') return thrown.value
      throw thrown
    } finally {
      this.#frames.pop()
      for (const [index, parameter] of called.parameters.entries()) {
        const arg = args[index]
        const value = frame.get(parameter)
        if (arg?.type === 'variable' && value instanceof Map && !this.#scope(arg.name).has(arg.name)) this.#scope(arg.name).set(arg.name, value)
      }
    }
  }

  #getline({ target, file, command }: Extract<Expr, { type: 'getline' }>): Value {
    let line: string | undefined
    if (!file && !command) {
      line = this.nextRecord()
      if (line === undefined) return 0
    } else {
      const name = this.text(this.evaluate(file ?? command ?? { type: 'string', value: '' }))
      const known = this.streams.lines(name, file !== undefined)
      if (!known) return -1
      line = known.shift()
      if (line === undefined) return 0
    }
    if (target) this.assign(target, new InputText(line))
    else this.setRecord(line)
    if (!file) this.globals.set('NR', toNumber(this.globals.get('NR') as Value) + 1)
    return 1
  }

  #write(text: string): void {
    this.io.stdout.write(text)
  }

  // Statements.

  #execute(statement: Statement): void {
    if (++this.#steps > STEPS_MAX) throw new AwkError('stopped: too many steps')
    switch (statement.type) {
      case 'block':
        for (const each of statement.body) this.#execute(each)
        return
      case 'expression': return void this.evaluate(statement.value)
      case 'print': return this.#print(statement)
      case 'if':
        if (toBoolean(this.evaluate(statement.test))) this.#execute(statement.yes)
        else if (statement.no) this.#execute(statement.no)
        return
      case 'while': return this.#loop(statement.test, statement.body)
      case 'do':
        if (this.#round(statement.body)) this.#loop(statement.test, statement.body)
        return
      case 'for':
        if (statement.start) this.#execute(statement.start)
        return this.#loop(statement.test, statement.body, statement.step)
      case 'each':
        for (const key of [...this.array(statement.array).keys()]) {
          this.assign({ type: 'variable', name: statement.name }, new InputText(key))
          if (!this.#round(statement.body)) return
        }
        return
      case 'delete':
        if (statement.keys) this.array(statement.name).delete(this.#key(statement.keys))
        else this.array(statement.name).clear()
        return
      case 'exit': case 'return': throw new Flow(statement.type, statement.value ? this.evaluate(statement.value) : undefined)
      default: throw new Flow(statement.type)
    }
  }

  #loop(test: Expr | undefined, body: Statement, step?: Statement): void {
    while (!test || toBoolean(this.evaluate(test))) {
      if (!this.#round(body)) return
      if (step) this.#execute(step)
    }
  }

  #round(body: Statement): boolean {
    try {
      this.#execute(body)
      return true
    } catch (thrown) {
      if (thrown instanceof Flow && (thrown.kind === 'break' || thrown.kind === 'continue')) return thrown.kind === 'continue'
      throw thrown
    }
  }

  format(args: readonly Expr[]): string {
    const [format, ...values] = args.map(arg => this.evaluate(arg))
    return formatOnce(this.text(format), values.map(value => (typeof value === 'number' ? String(value) : this.text(value))))
  }

  #print({ format, args, redirect }: Extract<Statement, { type: 'print' }>): void {
    const output = (value: Value) => (typeof value === 'number' && (!Number.isInteger(value) || Math.abs(value) > INTEGER_MAX) ? formatText(this.text(this.globals.get('OFMT') as Value), [String(value)], 0).text : this.text(value))
    const text = format ? this.format(args)
      : (args.length === 0 ? this.#record : args.map(arg => output(this.evaluate(arg))).join(this.text(this.globals.get('OFS') as Value))) + this.text(this.globals.get('ORS') as Value)
    if (!redirect) return this.#write(text)
    const name = this.text(this.evaluate(redirect.to))
    if (name === '/dev/stdout' || name === '-') this.#write(text)
    else this.streams.print(redirect.op, name, text)
  }
}
