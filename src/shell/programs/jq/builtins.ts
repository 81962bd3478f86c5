/** jq's functions that are not written in jq, by name and number of arguments. */
import { formatTime } from '../strftime.ts'
import { type Filter, JqError, type Json } from './ast.ts'
import { evaluate, type Path, recurse, type Results, type Scope, truthy } from './evaluate.ts'
import { list, object, string } from './checked.ts'
import { textOf } from './formats.ts'
import { contains, flatten, fromEntries, grouped, transpose, zipped } from './lists.ts'
import { paths } from './paths.ts'
import { describeMatch, matches, occurrences, regexp, substitute } from './regexps.ts'
import { deletePaths, setPath } from './set-path.ts'
import { add, compareJson, index, iterate, kind, pretty } from './values.ts'

type Builtin = (input: Json, args: readonly Filter[], scope: Scope) => Results

/** A function of its input alone. */
const plain = (work: (input: Json, scope: Scope) => Json): Builtin =>
  function* (input, _, scope) {
    yield work(input, scope)
  }

/** A function of its input and each combination of its arguments' values. */
const valued = (work: (input: Json, ...args: Json[]) => Json): Builtin =>
  function* (input, args, scope) {
    const combine = function* (at: number, values: Json[]): Results {
      const arg = args[at]
      if (!arg) yield work(input, ...values)
      else
        for (const value of evaluate(arg, input, scope)) yield* combine(at + 1, [...values, value])
    }
    yield* combine(0, [])
  }

const math = (work: (value: number) => number): Builtin =>
  plain(input => {
    if (typeof input !== 'number')
      throw new JqError(`${kind(input)} (${pretty(input, '', false)}) number required`)
    return work(input)
  })

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  'empty/0': function* () {},
  'not/0': plain(input => !truthy(input)),
  'length/0': plain(length),
  'utf8bytelength/0': plain(
    input => new TextEncoder().encode(string(input, 'only strings have UTF-8 byte length')).length,
  ),
  'keys/0': plain(input =>
    Array.isArray(input) ? [...input.keys()] : Object.keys(object(input)).sort(),
  ),
  'keys_unsorted/0': plain(input =>
    Array.isArray(input) ? [...input.keys()] : Object.keys(object(input)),
  ),
  'has/1': valued((input, key) =>
    Array.isArray(input)
      ? Number(key) >= 0 && Number(key) < input.length
      : Object.hasOwn(object(input), String(key)),
  ),
  'contains/1': valued((input, part = null) => {
    if (kind(input) !== kind(part))
      throw new JqError(
        `${kind(input)} (${pretty(input, '', false)}) and ${kind(part)} (${pretty(part, '', false)}) cannot have their containment checked`,
      )
    return contains(input, part)
  }),
  'add/0': plain(input => iterate(input).reduce<Json>((sum, item) => add(sum, item), null)),
  'any/2': function* (input, [source, test], scope) {
    yield quantify(source, test, input, scope, true)
  },
  'all/2': function* (input, [source, test], scope) {
    yield !quantify(source, test, input, scope, false)
  },
  'range/1': ranges,
  'range/2': ranges,
  'range/3': ranges,
  'floor/0': math(Math.floor),
  'ceil/0': math(Math.ceil),
  'round/0': math(Math.round),
  'sqrt/0': math(Math.sqrt),
  'fabs/0': math(Math.abs),
  'abs/0': math(Math.abs),
  'log/0': math(Math.log),
  'log2/0': math(Math.log2),
  'log10/0': math(Math.log10),
  'exp/0': math(Math.exp),
  'exp10/0': math(value => 10 ** value),
  'trunc/0': math(Math.trunc),
  'pow/2': valued((_, base, exponent) => Number(base) ** Number(exponent)),
  'tostring/0': plain(textOf),
  'tonumber/0': plain(toNumber),
  'tojson/0': plain(input => pretty(input, '', false)),
  'fromjson/0': plain(fromJson),
  'type/0': plain(kind),
  'infinite/0': plain(() => Number.POSITIVE_INFINITY),
  'nan/0': plain(() => Number.NaN),
  'isinfinite/0': plain(
    input => input === Number.POSITIVE_INFINITY || input === Number.NEGATIVE_INFINITY,
  ),
  'isnan/0': plain(input => Number.isNaN(input)),
  'sort/0': plain(input =>
    [...list(input, 'cannot be sorted, as it is not an array')].sort(compareJson),
  ),
  'sorted/1': valued((input, keys) => zipped(input, keys, 'sorted').map(([item]) => item)),
  'group/1': valued((input, keys) => grouped(zipped(input, keys, 'grouped'))),
  'unique/0': plain(input =>
    [...list(input, 'cannot be sorted, as it is not an array')]
      .sort(compareJson)
      .filter((item, at, all) => at === 0 || compareJson(all[at - 1] ?? null, item) !== 0),
  ),
  'min/0': plain(input => [...list(input, 'is not an array')].sort(compareJson)[0] ?? null),
  'max/0': plain(input => [...list(input, 'is not an array')].sort(compareJson).at(-1) ?? null),
  'reverse/0': plain(input =>
    typeof input === 'string'
      ? [...input].reverse().join('')
      : input === null
        ? []
        : [...list(input, 'cannot be reversed, as it is not an array')].reverse(),
  ),
  'flatten/0': plain(input =>
    flatten(list(input, 'cannot be flattened'), Number.POSITIVE_INFINITY),
  ),
  'flatten/1': valued((input, depth) => flatten(list(input, 'cannot be flattened'), Number(depth))),
  'transpose/0': plain(input => transpose(list(input, 'cannot be transposed'))),
  'to_entries/0': plain(input =>
    Object.entries(object(input)).map(([key, value]) => ({ key, value })),
  ),
  'from_entries/0': plain(fromEntries),
  'join/1': valued((input, separator) =>
    iterate(input)
      .map(item => (item === null ? '' : textOf(item)))
      .join(string(separator, 'cannot be added')),
  ),
  'split/1': valued((input, separator) =>
    input === '' ? [] : string(input, 'cannot be split').split(string(separator, 'cannot split')),
  ),
  'split/2': valued((input, pattern, flags) =>
    string(input, 'cannot be matched').split(regexp(pattern, flags)),
  ),
  'ascii_downcase/0': plain(input =>
    string(input, 'cannot be lowercased').replace(/[A-Z]/g, char => char.toLowerCase()),
  ),
  'ascii_upcase/0': plain(input =>
    string(input, 'cannot be uppercased').replace(/[a-z]/g, char => char.toUpperCase()),
  ),
  'trim/0': plain(input => string(input, 'cannot be trimmed').trim()),
  'ltrim/0': plain(input => string(input, 'cannot be trimmed').trimStart()),
  'rtrim/0': plain(input => string(input, 'cannot be trimmed').trimEnd()),
  'startswith/1': valued((input, part) =>
    string(input, 'startswith() requires string inputs').startsWith(
      string(part, 'startswith() requires string inputs'),
    ),
  ),
  'endswith/1': valued((input, part) =>
    string(input, 'endswith() requires string inputs').endsWith(
      string(part, 'endswith() requires string inputs'),
    ),
  ),
  'ltrimstr/1': valued((input, part) =>
    typeof input === 'string' && typeof part === 'string' && input.startsWith(part)
      ? input.slice(part.length)
      : input,
  ),
  'rtrimstr/1': valued((input, part) =>
    typeof input === 'string' && typeof part === 'string' && part !== '' && input.endsWith(part)
      ? input.slice(0, -part.length)
      : input,
  ),
  'explode/0': plain(input =>
    [...string(input, 'cannot be exploded')].map(char => char.codePointAt(0) ?? 0),
  ),
  'implode/0': plain(input =>
    String.fromCodePoint(...list(input, 'cannot be imploded').map(Number)),
  ),
  'indices/1': valued((input, part) =>
    input === null
      ? null
      : typeof input === 'string'
        ? occurrences(input, String(part))
        : index(input, Array.isArray(part) ? part : [part]),
  ),
  'test/2': valued((input, pattern, flags) =>
    regexp(pattern, flags).test(string(input, 'cannot be matched, as it is not a string')),
  ),
  'match/2': function* (input, args, scope) {
    for (const found of matches(input, args, scope)) yield describeMatch(found)
  },
  'scan/2': function* (input, args, scope) {
    for (const found of matches(input, args, scope, 'g'))
      yield found.length > 1 ? found.slice(1).map(group => group ?? null) : found[0]
  },
  'sub/3': substitute,
  'error/0': plain(input => {
    throw new JqError(input)
  }),
  'error/1': valued((_, message) => {
    throw new JqError(message ?? null)
  }),
  'path/1': function* (input, [filter], scope) {
    if (filter) for (const { path } of paths(filter, input, [], scope)) yield path as Json
  },
  'getpath/1': valued((input, path) =>
    list(path ?? null, 'is not a path').reduce<Json>(
      (value, key) => (value === null ? null : index(value, key)),
      input,
    ),
  ),
  'setpath/2': valued((input, path, value) => setPath(input, path as Path, () => value ?? null)),
  'delpaths/1': valued((input, gone) =>
    deletePaths(input, list(gone ?? null, 'is not a list of paths') as unknown as readonly Path[]),
  ),
  'recurse/0': recurse,
  'first/1': function* (input, [filter], scope) {
    if (filter) for (const value of evaluate(filter, input, scope)) return yield value
  },
  'last/1': function* (input, [filter], scope) {
    const all = filter ? [...evaluate(filter, input, scope)] : []
    if (all.length > 0) yield all.at(-1) ?? null
  },
  'nth/2': function* (input, [count, filter], scope) {
    if (count && filter)
      for (const wanted of evaluate(count, input, scope)) {
        let at = 0
        for (const value of evaluate(filter, input, scope)) if (at++ === wanted) return yield value
      }
  },
  'label_limit/2': function* (input, [count, filter], scope) {
    if (!count || !filter) return
    for (const most of evaluate(count, input, scope)) {
      let left = Number(most)
      for (const value of evaluate(filter, input, scope)) {
        yield value
        if (--left <= 0) break
      }
    }
  },
  'input_line_number/0': plain(() => 0),
  'now/0': plain((_, scope) => Number(scope.variables.get('__now__') ?? 0) / 1000),
  'input/0': function* (_, __, scope) {
    yield takeInput(scope)
  },
  'inputs/0': function* (_, __, scope) {
    while ((scope.variables.get('__inputs__') as Json[]).length > 0) yield takeInput(scope)
  },
  'debug/0': plain(input => input),
  'stderr/0': plain(input => input),
  'fromdateiso8601/0': plain(input => seconds(input)),
  'mktime/0': plain(input =>
    Array.isArray(input)
      ? Date.UTC(
          Number(input[0]),
          Number(input[1]),
          Number(input[2]),
          Number(input[3]),
          Number(input[4]),
          Number(input[5]),
        ) / 1000
      : null,
  ),
  'gmtime/0': plain(input => {
    const date = new Date(Number(input) * 1000)
    return [
      date.getUTCFullYear(),
      date.getUTCMonth(),
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      date.getUTCDay(),
      0,
    ]
  }),
  'strftime/1': valued((input, format) => formatTime(String(format), Number(input) * 1000)),
  'strptime/1': valued(
    input =>
      BUILTINS['gmtime/0']?.(seconds(input), [], {
        variables: new Map(),
        functions: new Map(),
        limits: { steps: 0 },
      }).next().value ?? null,
  ),
  'builtins/0': plain(() => Object.keys(BUILTINS)),
  'input_filename/0': plain(() => null),
}

function takeInput(scope: Scope): Json {
  const inputs = scope.variables.get('__inputs__') as Json[]
  const next = inputs.shift()
  if (next === undefined) throw new JqError('No more inputs')
  return next
}

function seconds(input: Json): number {
  const ms = Date.parse(string(input, 'cannot be parsed as a date'))
  if (Number.isNaN(ms))
    throw new JqError(`date "${String(input)}" does not match format "%Y-%m-%dT%H:%M:%SZ"`)
  return Math.floor(ms / 1000)
}

function length(input: Json): Json {
  if (input === null) return 0
  if (typeof input === 'number') return Math.abs(input)
  if (typeof input === 'string') return [...input].length
  if (typeof input === 'boolean') throw new JqError(`boolean (${input}) has no length`)
  return iterate(input).length
}

function toNumber(input: Json): Json {
  if (typeof input === 'number') return input
  if (typeof input === 'string' && input.trim() !== '' && !Number.isNaN(Number(input)))
    return Number(input)
  throw new JqError(
    `Cannot parse '${textOf(input)}' as JSON`.replace(
      /^Cannot parse '(.*)' as JSON$/s,
      typeof input === 'string'
        ? `Invalid numeric literal at EOF at line 1, column ${input.length} (while parsing '${input}')`
        : `${kind(input)} (${pretty(input, '', false)}) cannot be parsed as a number`,
    ),
  )
}

function fromJson(input: Json): Json {
  try {
    return JSON.parse(string(input, 'only strings can be parsed')) as Json
  } catch (thrown) {
    if (thrown instanceof JqError) throw thrown
    throw new JqError(`Invalid numeric literal (while parsing '${String(input)}')`)
  }
}

/** Whether any value of the source makes the test what is wanted. */
function quantify(
  source: Filter | undefined,
  test: Filter | undefined,
  input: Json,
  scope: Scope,
  wanted: boolean,
): boolean {
  if (!source || !test) return false
  for (const value of evaluate(source, input, scope))
    for (const verdict of evaluate(test, value, scope)) if (truthy(verdict) === wanted) return true
  return false
}

function* ranges(input: Json, args: readonly Filter[], scope: Scope): Results {
  const all = args.map(arg => [...evaluate(arg, input, scope)].map(Number))
  const [starts, ends, steps] =
    args.length === 1 ? [[0], all[0] ?? [], [1]] : [all[0] ?? [], all[1] ?? [], all[2] ?? [1]]
  for (const start of starts)
    for (const end of ends)
      for (const step of steps) {
        for (let value = start; step > 0 ? value < end : step < 0 && value > end; value += step)
          yield value
      }
}
