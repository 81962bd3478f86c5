/** The paths that a filter leads to, and the assignments that change what is there. */
import { type Filter, JqError, type Json } from './ast.ts'
import {
  bind,
  define,
  enter,
  evaluate,
  optional,
  type Path,
  type Results,
  type Scope,
  truthy,
} from './evaluate.ts'
import { deletePaths, setPath } from './set-path.ts'
import { calculate, index, isObject, iterate, slice } from './values.ts'

/** The paths a filter leads to, e.g. of `.a[].b`. */
export function* paths(
  filter: Filter,
  input: Json,
  at: Path,
  scope: Scope,
): Generator<{ path: Path; value: Json }, void, undefined> {
  switch (filter.type) {
    case 'identity':
      return yield { path: at, value: input }
    case 'recurse':
      return yield* recursePaths(input, at)
    case 'field':
      for (const from of paths(filter.from, input, at, scope))
        for (const key of evaluate(filter.key, input, scope)) {
          yield {
            path: [...from.path, key as string | number],
            value: from.value === null ? null : index(from.value, key),
          }
        }
      return
    case 'slice':
      for (const from of paths(filter.from, input, at, scope))
        for (const start of optional(filter.start, input, scope))
          for (const end of optional(filter.end, input, scope)) {
            yield { path: [...from.path, { start, end }], value: slice(from.value, start, end) }
          }
      return
    case 'each':
      for (const from of paths(filter.from, input, at, scope)) {
        if (from.value === null) continue
        const keys = Array.isArray(from.value)
          ? from.value.keys()
          : Object.keys(isObject(from.value) ? from.value : iterate(from.value))
        for (const key of keys) yield { path: [...from.path, key], value: index(from.value, key) }
      }
      return
    case 'pipe':
      for (const left of paths(filter.left, input, at, scope))
        yield* paths(filter.right, left.value, left.path, scope)
      return
    case 'comma':
      yield* paths(filter.left, input, at, scope)
      return yield* paths(filter.right, input, at, scope)
    case 'if':
      for (const test of evaluate(filter.test, input, scope))
        yield* paths(
          truthy(test) ? filter.yes : (filter.no ?? { type: 'identity' }),
          input,
          at,
          scope,
        )
      return
    case 'alternative': {
      const found = [...quiet(() => paths(filter.left, input, at, scope))].filter(each =>
        truthy(each.value),
      )
      return found.length > 0 ? yield* found : yield* paths(filter.right, input, at, scope)
    }
    case 'try':
      return yield* quiet(() => paths(filter.body, input, at, scope))
    case 'bind':
      for (const value of evaluate(filter.source, input, scope))
        yield* paths(filter.body, input, at, bind(filter.pattern, value, input, scope))
      return
    case 'define':
      return yield* paths(filter.rest, input, at, define(filter, scope))
    case 'call':
      return yield* callPaths(filter, input, at, scope)
    default:
      throw new JqError('Invalid path expression')
  }
}

function* quiet<T>(make: () => Generator<T, void, undefined>): Generator<T, void, undefined> {
  try {
    yield* make()
  } catch (thrown) {
    if (!(thrown instanceof JqError)) throw thrown
  }
}

function* recursePaths(
  value: Json,
  at: Path,
): Generator<{ path: Path; value: Json }, void, undefined> {
  yield { path: at, value }
  const keys = Array.isArray(value) ? [...value.keys()] : isObject(value) ? Object.keys(value) : []
  for (const key of keys) yield* recursePaths(index(value, key), [...at, key])
}

function* callPaths(
  { name, args }: Extract<Filter, { type: 'call' }>,
  input: Json,
  at: Path,
  scope: Scope,
): Generator<{ path: Path; value: Json }, void, undefined> {
  const [first] = args
  if (name === 'empty') return
  if (name === 'select' && first && !scope.functions.has('select/1')) {
    for (const test of evaluate(first, input, scope))
      if (truthy(test)) yield { path: at, value: input }
    return
  }
  if (name === 'first' && first) {
    for (const found of paths(first, input, at, scope)) return yield found
    return
  }
  if (name === 'getpath' && first) {
    for (const path of evaluate(first, input, scope)) {
      const keys = path as readonly (string | number)[]
      yield {
        path: [...at, ...keys],
        value: keys.reduce<Json>(
          (value, key) => (value === null ? null : index(value, key)),
          input,
        ),
      }
    }
    return
  }
  if (name === 'recurse' && !first) return yield* recursePaths(input, at)
  const inner = enter(name, args, input, scope)
  if (!inner) throw new JqError('Invalid path expression')
  for (const { filter, scope: own } of inner) yield* paths(filter, input, at, own)
}

/** `|=`, `+=` and their kin. */
export function* update(
  { op, left, right }: Extract<Filter, { type: 'update' }>,
  input: Json,
  scope: Scope,
): Results {
  if (op === '|=') {
    let result = input
    const gone: Path[] = []
    for (const { path } of [...paths(left, input, [], scope)]) {
      result = setPath(result, path, old => {
        for (const value of evaluate(right, old, scope)) return value
        gone.push(path)
        return old
      })
    }
    return yield deletePaths(result, gone)
  }
  for (const value of evaluate(right, input, scope)) {
    let result = input
    for (const { path } of paths(left, input, [], scope)) {
      result = setPath(result, path, old =>
        op === '='
          ? value
          : op === '//='
            ? truthy(old)
              ? old
              : value
            : calculate(op.slice(0, -1), old, value),
      )
    }
    yield result
  }
}
