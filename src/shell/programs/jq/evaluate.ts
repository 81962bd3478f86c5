/** Evaluates jq filters: each gives any number of results for an input; paths follow the same way for updates. */
import { type Filter, JqError, type Json, type JsonObject, type Pattern } from './ast.ts'
import { BUILTINS } from './builtins.ts'
import { DEFINED } from './definitions.ts'
import { formatValue } from './formats.ts'
import { update } from './paths.ts'
import { calculate, index, isObject, iterate, slice } from './values.ts'

export type Key = string | number | { readonly start: Json; readonly end: Json }
export type Path = readonly Key[]
export type Results = Generator<Json, void, undefined>

interface Closure {
  readonly filter: Filter
  readonly scope: Scope
}
interface Definition {
  readonly parameters: readonly string[]
  readonly body: Filter
  readonly scope?: Scope
}

export interface Scope {
  readonly variables: ReadonlyMap<string, Json>
  /** By name/arity. */
  readonly functions: ReadonlyMap<string, Definition | Closure>
  readonly limits: { steps: number }
}

const STEPS_MAX = 5_000_000

/** `break`, `limit` and `first` stop a generator by returning from it; `error(null)` and labels are not needed for that. */
export function* evaluate(filter: Filter, input: Json, scope: Scope): Results {
  if (++scope.limits.steps > STEPS_MAX) throw new JqError('stopped: too many steps')
  switch (filter.type) {
    case 'identity':
      return yield input
    case 'recurse':
      return yield* recurse(input)
    case 'literal':
      return yield filter.value
    case 'text':
      return yield* interpolate(filter.parts, 0, '', filter.format, input, scope)
    case 'format':
      return yield formatValue(filter.name, input)
    case 'field':
      for (const key of evaluate(filter.key, input, scope))
        for (const from of evaluate(filter.from, input, scope)) yield index(from, key)
      return
    case 'slice':
      for (const from of evaluate(filter.from, input, scope)) {
        for (const end of optional(filter.end, input, scope))
          for (const start of optional(filter.start, input, scope)) yield slice(from, start, end)
      }
      return
    case 'each':
      for (const from of evaluate(filter.from, input, scope)) yield* iterate(from)
      return
    case 'pipe':
      for (const left of evaluate(filter.left, input, scope))
        yield* evaluate(filter.right, left, scope)
      return
    case 'comma':
      yield* evaluate(filter.left, input, scope)
      return yield* evaluate(filter.right, input, scope)
    case 'and':
    case 'or':
      for (const left of evaluate(filter.left, input, scope)) {
        if (truthy(left) === (filter.type === 'or')) yield filter.type === 'or'
        else for (const right of evaluate(filter.right, input, scope)) yield truthy(right)
      }
      return
    case 'alternative':
      return yield* alternative(filter.left, filter.right, input, scope)
    case 'binary':
      for (const right of evaluate(filter.right, input, scope))
        for (const left of evaluate(filter.left, input, scope))
          yield calculate(filter.op, left, right)
      return
    case 'update':
      return yield* update(filter, input, scope)
    case 'negate':
      for (const value of evaluate(filter.value, input, scope)) yield calculate('-', 0, value)
      return
    case 'array':
      return yield filter.value ? [...evaluate(filter.value, input, scope)] : []
    case 'object':
      return yield* makeObject(filter.entries, 0, {}, input, scope)
    case 'if':
      for (const test of evaluate(filter.test, input, scope)) {
        if (truthy(test)) yield* evaluate(filter.yes, input, scope)
        else if (filter.no) yield* evaluate(filter.no, input, scope)
        else yield input
      }
      return
    case 'try':
      return yield* attempt(filter.body, filter.handler, input, scope)
    case 'bind':
      for (const value of evaluate(filter.source, input, scope))
        yield* evaluate(filter.body, input, bind(filter.pattern, value, input, scope))
      return
    case 'reduce': {
      for (let result of evaluate(filter.start, input, scope)) {
        for (const value of evaluate(filter.source, input, scope)) {
          const steps = [
            ...evaluate(filter.step, result, bind(filter.pattern, value, input, scope)),
          ]
          result = steps.at(-1) ?? null
        }
        yield result
      }
      return
    }
    case 'foreach':
      for (let result of evaluate(filter.start, input, scope)) {
        for (const value of evaluate(filter.source, input, scope)) {
          const inner = bind(filter.pattern, value, input, scope)
          for (const step of evaluate(filter.step, result, inner)) {
            result = step
            if (filter.extract) yield* evaluate(filter.extract, step, inner)
            else yield step
          }
        }
      }
      return
    case 'variable': {
      const value = scope.variables.get(filter.name)
      if (value === undefined) throw new JqError(`$${filter.name} is not defined`)
      return yield value
    }
    case 'define':
      return yield* evaluate(filter.rest, input, define(filter, scope))
    case 'call':
      return yield* call(filter.name, filter.args, input, scope)
  }
}

export const truthy = (value: Json): boolean => value !== null && value !== false

export function* optional(filter: Filter | undefined, input: Json, scope: Scope): Results {
  if (filter) yield* evaluate(filter, input, scope)
  else yield null
}

export function* recurse(value: Json): Results {
  yield value
  if (Array.isArray(value) || isObject(value))
    for (const item of iterate(value)) yield* recurse(item)
}

function* interpolate(
  parts: readonly (string | Filter)[],
  at: number,
  text: string,
  format: string | undefined,
  input: Json,
  scope: Scope,
): Results {
  const part = parts[at]
  if (part === undefined) return yield text
  if (typeof part === 'string')
    return yield* interpolate(parts, at + 1, text + part, format, input, scope)
  for (const value of evaluate(part, input, scope))
    yield* interpolate(
      parts,
      at + 1,
      text + String(formatValue(format ?? '@text', value)),
      format,
      input,
      scope,
    )
}

function* alternative(left: Filter, right: Filter, input: Json, scope: Scope): Results {
  let any = false
  try {
    for (const value of evaluate(left, input, scope)) {
      if (!truthy(value)) continue
      any = true
      yield value
    }
  } catch (thrown) {
    if (!(thrown instanceof JqError)) throw thrown
  }
  if (!any) yield* evaluate(right, input, scope)
}

function* makeObject(
  entries: readonly { key: Filter; value: Filter }[],
  at: number,
  made: JsonObject,
  input: Json,
  scope: Scope,
): Results {
  const entry = entries[at]
  if (!entry) return yield made
  for (const key of evaluate(entry.key, input, scope)) {
    if (typeof key !== 'string') throw new JqError('Object keys must be strings')
    for (const value of evaluate(entry.value, input, scope)) {
      const next = Object.defineProperty({ ...made }, key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      }) as JsonObject
      yield* makeObject(entries, at + 1, next, input, scope)
    }
  }
}

function* attempt(body: Filter, handler: Filter | undefined, input: Json, scope: Scope): Results {
  try {
    yield* evaluate(body, input, scope)
  } catch (thrown) {
    if (!(thrown instanceof JqError)) throw thrown
    if (handler) yield* evaluate(handler, thrown.value, scope)
  }
}

export function bind(pattern: Pattern, value: Json, input: Json, scope: Scope): Scope {
  const variables = new Map(scope.variables)
  const fill = (each: Pattern, part: Json): void => {
    if (each.type === 'name') variables.set(each.name, part)
    else if (each.type === 'array')
      for (const [at, item] of each.items.entries()) fill(item, index(part, at))
    else
      for (const entry of each.entries) {
        const [key = null] = evaluate(entry.key, input, scope)
        if (entry.name !== undefined) variables.set(entry.name, index(part, key))
        if (entry.value) fill(entry.value, index(part, key))
      }
  }
  fill(pattern, value)
  return { ...scope, variables }
}

export function define(filter: Extract<Filter, { type: 'define' }>, scope: Scope): Scope {
  const functions = new Map(scope.functions)
  const inner: Scope = { ...scope, functions }
  functions.set(`${filter.name}/${filter.parameters.length}`, {
    parameters: filter.parameters,
    body: filter.body,
    scope: inner,
  })
  return inner
}

function* call(name: string, args: readonly Filter[], input: Json, scope: Scope): Results {
  const inner = enter(name, args, input, scope)
  if (inner) {
    for (const { filter, scope: own } of inner) yield* evaluate(filter, input, own)
    return
  }
  const builtin = BUILTINS[`${name}/${args.length}`]
  if (!builtin) throw new JqError(`${name}/${args.length} is not defined`)
  yield* builtin(input, args, scope)
}

/** The bodies to evaluate for a defined function: one for each value of its $parameters. */
function* bodies(
  called: Definition,
  args: readonly Filter[],
  input: Json,
  scope: Scope,
): Generator<Closure, void, undefined> {
  const functions = new Map(called.scope?.functions ?? scope.functions)
  for (const [at, parameter] of called.parameters.entries()) {
    const arg = args[at]
    if (arg) functions.set(`${parameter.replace(/^\$/, '')}/0`, { filter: arg, scope })
  }
  const base: Scope = {
    limits: scope.limits,
    variables: called.scope?.variables ?? scope.variables,
    functions,
  }
  const values = function* (at: number, own: Scope): Generator<Scope, void, undefined> {
    const parameter = called.parameters[at]
    const arg = args[at]
    if (parameter === undefined || !arg) return yield own
    if (!parameter.startsWith('$')) return yield* values(at + 1, own)
    for (const value of evaluate(arg, input, scope))
      yield* values(at + 1, {
        ...own,
        variables: new Map(own.variables).set(parameter.slice(1), value),
      })
  }
  for (const own of values(0, base)) yield { filter: called.body, scope: own }
}

export function enter(
  name: string,
  args: readonly Filter[],
  input: Json,
  scope: Scope,
): Iterable<Closure> | undefined {
  const found = scope.functions.get(`${name}/${args.length}`)
  if (found && 'filter' in found) return [found]
  const called = found ?? DEFINED.get(`${name}/${args.length}`)
  return called && bodies(called, args, input, scope)
}
