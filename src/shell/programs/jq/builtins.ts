/** jq's functions: some in jq itself, the rest here. */
import { formatTime } from '../strftime.ts'
import { type Filter, JqError, type Json, type JsonObject } from './ast.ts'
import { deletePaths, evaluate, type Path, paths, recurse, type Results, type Scope, setPath, truthy } from './evaluate.ts'
import { textOf } from './formats.ts'
import { parseJq } from './parse.ts'
import { add, compareJson, index, isObject, iterate, kind, pretty } from './values.ts'

type Builtin = (input: Json, args: readonly Filter[], scope: Scope) => Results

/** Functions that jq can say better itself. */
const SOURCE = `
def map(f): [.[] | f]; def map_values(f): .[] |= f; def select(f): if f then . else empty end;
def recurse(f): def r: ., (f | r); r; def recurse(f; cond): def r: ., (f | select(cond) | r); r;
def values: select(. != null); def nulls: select(. == null); def strings: select(type == "string"); def numbers: select(type == "number");
def arrays: select(type == "array"); def objects: select(type == "object"); def booleans: select(type == "boolean");
def iterables: select(type == "array" or type == "object"); def scalars: select(type != "array" and type != "object");
def with_entries(f): to_entries | map(f) | from_entries; def any: any(.[]; .); def all: all(.[]; .); def any(f): any(.[]; f); def all(f): all(.[]; f);
def in(xs): . as $x | xs | has($x); def inside(xs): . as $x | xs | contains($x); def del(f): delpaths([path(f)]);
def paths: path(..) | select(length > 0); def paths(f): path(.. | select(f)) | select(length > 0); def leaf_paths: paths(scalars);
def add(f): reduce f as $x (null; . + $x); def first: .[0]; def last: .[-1]; def nth($n): .[$n]; def while(c; u): def w: if c then ., (u | w) else empty end; w;
def until(c; u): def w: if c then . else (u | w) end; w; def repeat(f): def r: ., (f | r); r; def todate: strftime("%Y-%m-%dT%H:%M:%SZ"); def fromdate: fromdateiso8601;
def date: todate; def dateadd(u; n): . + n; def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w; def pick(f): . as $top | reduce path(f) as $p (null; setpath($p; $top | getpath($p)));
def limit($n; f): if $n > 0 then label_limit($n; f) else empty end; def isvalid(f): try (f | true) catch false;
def group_by(f): [group(map([f]))[]]; def unique_by(f): [group(map([f]))[] | .[0]]; def sort_by(f): sorted(map([f])); def min_by(f): (sort_by(f) | first); def max_by(f): (sort_by(f) | last);
def index($i): indices($i) | .[0]; def rindex($i): indices($i) | .[-1:][0]; def ascii: [.] | implode; def finites: select(isinfinite or isnan | not); def env: $ENV;
def match(re): match(re; null); def test(re): test(re; null); def capture(re): capture(re; null); def scan(re): scan(re; null); def sub(re; s): sub(re; s; ""); def gsub(re; s): sub(re; s; "g"); def gsub(re; s; f): sub(re; s; f + "g");
def capture(re; f): match(re; f) | [.captures | .[] | select(.name != null) | {key: .name, value: .string}] | from_entries; def splits($re): split($re; null) | .[];
.`

interface Definition { readonly parameters: readonly string[]; readonly body: Filter }

let defined: Map<string, Definition> | undefined

/** Parsed when first asked for. */
export const DEFINED = {
  get(name: string): Definition | undefined {
    if (!defined) {
      defined = new Map()
      for (let filter = parseJq(SOURCE); filter.type === 'define'; filter = filter.rest) defined.set(`${filter.name}/${filter.parameters.length}`, filter)
    }
    return defined.get(name)
  },
}

/** A function of its input alone. */
const plain = (work: (input: Json, scope: Scope) => Json): Builtin => function* (input, _, scope) { yield work(input, scope) }

/** A function of its input and each combination of its arguments' values. */
const valued = (work: (input: Json, ...args: Json[]) => Json): Builtin => function* (input, args, scope) {
  const combine = function* (at: number, values: Json[]): Results {
    const arg = args[at]
    if (!arg) yield work(input, ...values)
    else for (const value of evaluate(arg, input, scope)) yield* combine(at + 1, [...values, value])
  }
  yield* combine(0, [])
}

const list = (value: Json, what: string): readonly Json[] => {
  if (Array.isArray(value)) return value
  throw new JqError(`${kind(value)} (${pretty(value, '', false)}) ${what}`)
}
const string = (value: Json, what: string): string => {
  if (typeof value === 'string') return value
  throw new JqError(`${kind(value)} (${pretty(value, '', false)}) ${what}`)
}
const math = (work: (value: number) => number): Builtin => plain(input => {
  if (typeof input !== 'number') throw new JqError(`${kind(input)} (${pretty(input, '', false)}) number required`)
  return work(input)
})

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  'empty/0': function* () {},
  'not/0': plain(input => !truthy(input)),
  'length/0': plain(length),
  'utf8bytelength/0': plain(input => new TextEncoder().encode(string(input, 'only strings have UTF-8 byte length')).length),
  'keys/0': plain(input => (Array.isArray(input) ? [...input.keys()] : Object.keys(object(input)).sort())),
  'keys_unsorted/0': plain(input => (Array.isArray(input) ? [...input.keys()] : Object.keys(object(input)))),
  'has/1': valued((input, key) => (Array.isArray(input) ? Number(key) >= 0 && Number(key) < input.length : Object.hasOwn(object(input), String(key)))),
  'contains/1': valued((input, part = null) => {
    if (kind(input) !== kind(part)) throw new JqError(`${kind(input)} (${pretty(input, '', false)}) and ${kind(part)} (${pretty(part, '', false)}) cannot have their containment checked`)
    return contains(input, part)
  }),
  'add/0': plain(input => iterate(input).reduce<Json>((sum, item) => add(sum, item), null)),
  'any/2': function* (input, [source, test], scope) { yield quantify(source, test, input, scope, true) },
  'all/2': function* (input, [source, test], scope) { yield !quantify(source, test, input, scope, false) },
  'range/1': ranges, 'range/2': ranges, 'range/3': ranges,
  'floor/0': math(Math.floor), 'ceil/0': math(Math.ceil), 'round/0': math(Math.round), 'sqrt/0': math(Math.sqrt), 'fabs/0': math(Math.abs), 'abs/0': math(Math.abs),
  'log/0': math(Math.log), 'log2/0': math(Math.log2), 'log10/0': math(Math.log10), 'exp/0': math(Math.exp), 'exp10/0': math(value => 10 ** value), 'trunc/0': math(Math.trunc),
  'pow/2': valued((_, base, exponent) => Number(base) ** Number(exponent)),
  'tostring/0': plain(textOf),
  'tonumber/0': plain(toNumber),
  'tojson/0': plain(input => pretty(input, '', false)),
  'fromjson/0': plain(fromJson),
  'type/0': plain(kind),
  'infinite/0': plain(() => Number.POSITIVE_INFINITY), 'nan/0': plain(() => Number.NaN),
  'isinfinite/0': plain(input => input === Number.POSITIVE_INFINITY || input === Number.NEGATIVE_INFINITY), 'isnan/0': plain(input => Number.isNaN(input)),
  'sort/0': plain(input => [...list(input, 'cannot be sorted, as it is not an array')].sort(compareJson)),
  'sorted/1': valued((input, keys) => zipped(input, keys, 'sorted').map(([item]) => item)),
  'group/1': valued((input, keys) => grouped(zipped(input, keys, 'grouped'))),
  'unique/0': plain(input => [...list(input, 'cannot be sorted, as it is not an array')].sort(compareJson).filter((item, at, all) => at === 0 || compareJson(all[at - 1] ?? null, item) !== 0)),
  'min/0': plain(input => [...list(input, 'is not an array')].sort(compareJson)[0] ?? null),
  'max/0': plain(input => [...list(input, 'is not an array')].sort(compareJson).at(-1) ?? null),
  'reverse/0': plain(input => (typeof input === 'string' ? [...input].reverse().join('') : input === null ? [] : [...list(input, 'cannot be reversed, as it is not an array')].reverse())),
  'flatten/0': plain(input => flatten(list(input, 'cannot be flattened'), Number.POSITIVE_INFINITY)),
  'flatten/1': valued((input, depth) => flatten(list(input, 'cannot be flattened'), Number(depth))),
  'transpose/0': plain(input => transpose(list(input, 'cannot be transposed'))),
  'to_entries/0': plain(input => Object.entries(object(input)).map(([key, value]) => ({ key, value }))),
  'from_entries/0': plain(fromEntries),
  'join/1': valued((input, separator) => iterate(input).map(item => (item === null ? '' : textOf(item))).join(string(separator, 'cannot be added'))),
  'split/1': valued((input, separator) => (input === '' ? [] : string(input, 'cannot be split').split(string(separator, 'cannot split')))),
  'split/2': valued((input, pattern, flags) => string(input, 'cannot be matched').split(regexp(pattern, flags))),
  'ascii_downcase/0': plain(input => string(input, 'cannot be lowercased').replace(/[A-Z]/g, char => char.toLowerCase())),
  'ascii_upcase/0': plain(input => string(input, 'cannot be uppercased').replace(/[a-z]/g, char => char.toUpperCase())),
  'trim/0': plain(input => string(input, 'cannot be trimmed').trim()), 'ltrim/0': plain(input => string(input, 'cannot be trimmed').trimStart()), 'rtrim/0': plain(input => string(input, 'cannot be trimmed').trimEnd()),
  'startswith/1': valued((input, part) => string(input, 'startswith() requires string inputs').startsWith(string(part, 'startswith() requires string inputs'))),
  'endswith/1': valued((input, part) => string(input, 'endswith() requires string inputs').endsWith(string(part, 'endswith() requires string inputs'))),
  'ltrimstr/1': valued((input, part) => (typeof input === 'string' && typeof part === 'string' && input.startsWith(part) ? input.slice(part.length) : input)),
  'rtrimstr/1': valued((input, part) => (typeof input === 'string' && typeof part === 'string' && part !== '' && input.endsWith(part) ? input.slice(0, -part.length) : input)),
  'explode/0': plain(input => [...string(input, 'cannot be exploded')].map(char => char.codePointAt(0) ?? 0)),
  'implode/0': plain(input => String.fromCodePoint(...list(input, 'cannot be imploded').map(Number))),
  'indices/1': valued((input, part) => (input === null ? null : typeof input === 'string' ? occurrences(input, String(part)) : index(input, Array.isArray(part) ? part : [part]))),
  'test/2': valued((input, pattern, flags) => regexp(pattern, flags).test(string(input, 'cannot be matched, as it is not a string'))),
  'match/2': function* (input, args, scope) { for (const found of matches(input, args, scope)) yield describeMatch(found) },
  'scan/2': function* (input, args, scope) { for (const found of matches(input, args, scope, 'g')) yield found.length > 1 ? found.slice(1).map(group => group ?? null) : found[0] },
  'sub/3': substitute,
  'error/0': plain(input => { throw new JqError(input) }),
  'error/1': valued((_, message) => { throw new JqError(message ?? null) }),
  'path/1': function* (input, [filter], scope) { if (filter) for (const { path } of paths(filter, input, [], scope)) yield path as Json },
  'getpath/1': valued((input, path) => list(path ?? null, 'is not a path').reduce<Json>((value, key) => (value === null ? null : index(value, key)), input)),
  'setpath/2': valued((input, path, value) => setPath(input, path as Path, () => value ?? null)),
  'delpaths/1': valued((input, gone) => deletePaths(input, list(gone ?? null, 'is not a list of paths') as unknown as readonly Path[])),
  'recurse/0': recurse,
  'first/1': function* (input, [filter], scope) { if (filter) for (const value of evaluate(filter, input, scope)) return yield value },
  'last/1': function* (input, [filter], scope) {
    const all = filter ? [...evaluate(filter, input, scope)] : []
    if (all.length > 0) yield all.at(-1) ?? null
  },
  'nth/2': function* (input, [count, filter], scope) {
    if (count && filter) for (const wanted of evaluate(count, input, scope)) {
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
  'input/0': function* (_, __, scope) { yield takeInput(scope) },
  'inputs/0': function* (_, __, scope) { while ((scope.variables.get('__inputs__') as Json[]).length > 0) yield takeInput(scope) },
  'debug/0': plain(input => input), 'stderr/0': plain(input => input),
  'fromdateiso8601/0': plain(input => seconds(input)),
  'mktime/0': plain(input => (Array.isArray(input) ? Date.UTC(Number(input[0]), Number(input[1]), Number(input[2]), Number(input[3]), Number(input[4]), Number(input[5])) / 1000 : null)),
  'gmtime/0': plain(input => {
    const date = new Date(Number(input) * 1000)
    return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCDay(), 0]
  }),
  'strftime/1': valued((input, format) => formatTime(String(format), Number(input) * 1000)),
  'strptime/1': valued(input => BUILTINS['gmtime/0']?.(seconds(input), [], { variables: new Map(), functions: new Map(), limits: { steps: 0 } }).next().value ?? null),
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
  if (Number.isNaN(ms)) throw new JqError(`date "${String(input)}" does not match format "%Y-%m-%dT%H:%M:%SZ"`)
  return Math.floor(ms / 1000)
}

function object(input: Json): JsonObject {
  if (!isObject(input)) throw new JqError(`${kind(input)} (${pretty(input, '', false)}) has no keys`)
  return input
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
  if (typeof input === 'string' && input.trim() !== '' && !Number.isNaN(Number(input))) return Number(input)
  throw new JqError(`Cannot parse '${textOf(input)}' as JSON`.replace(/^Cannot parse '(.*)' as JSON$/s, typeof input === 'string' ? `Invalid numeric literal at EOF at line 1, column ${input.length} (while parsing '${input}')` : `${kind(input)} (${pretty(input, '', false)}) cannot be parsed as a number`))
}

function fromJson(input: Json): Json {
  try {
    return JSON.parse(string(input, 'only strings can be parsed')) as Json
  } catch (thrown) {
    if (thrown instanceof JqError) throw thrown
    throw new JqError(`Invalid numeric literal (while parsing '${String(input)}')`)
  }
}

function contains(whole: Json, part: Json | undefined): boolean {
  if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part)
  if (Array.isArray(whole) && Array.isArray(part)) return part.every(item => whole.some(each => contains(each, item)))
  if (isObject(whole) && part !== undefined && isObject(part)) return Object.entries(part).every(([key, value]) => Object.hasOwn(whole, key) && contains(whole[key] ?? null, value))
  return compareJson(whole, part ?? null) === 0
}

/** Whether any value of the source makes the test what is wanted. */
function quantify(source: Filter | undefined, test: Filter | undefined, input: Json, scope: Scope, wanted: boolean): boolean {
  if (!source || !test) return false
  for (const value of evaluate(source, input, scope)) for (const verdict of evaluate(test, value, scope)) if (truthy(verdict) === wanted) return true
  return false
}

function* ranges(input: Json, args: readonly Filter[], scope: Scope): Results {
  const all = args.map(arg => [...evaluate(arg, input, scope)].map(Number))
  const [starts, ends, steps] = args.length === 1 ? [[0], all[0] ?? [], [1]] : [all[0] ?? [], all[1] ?? [], all[2] ?? [1]]
  for (const start of starts) for (const end of ends) for (const step of steps) {
    for (let value = start; step > 0 ? value < end : step < 0 && value > end; value += step) yield value
  }
}

function zipped(input: Json, keys: Json | undefined, what: string): [Json, Json][] {
  const items = list(input, `cannot be ${what}, as it is not an array`)
  return items.map((item, at): [Json, Json] => [item, index(keys ?? null, at)]).sort((a, b) => compareJson(a[1], b[1]))
}

function grouped(pairs: readonly [Json, Json][]): Json {
  const groups: Json[][] = []
  for (const [at, [item, key]] of pairs.entries()) {
    if (at > 0 && compareJson(pairs[at - 1]?.[1] ?? null, key) === 0) groups.at(-1)?.push(item)
    else groups.push([item])
  }
  return groups
}

function flatten(items: readonly Json[], depth: number): Json[] {
  return items.flatMap((item): Json[] => (Array.isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item]))
}

function transpose(rows: readonly Json[]): Json {
  const width = Math.max(0, ...rows.map(row => (row as readonly Json[]).length))
  return Array.from({ length: width }, (_, column) => rows.map(row => index(row, column)))
}

function fromEntries(input: Json): Json {
  const out: Record<string, Json> = {}
  for (const entry of iterate(input)) {
    const { key, k, name, Name, Key, K, value, v, Value, V } = object(entry)
    const own = key ?? k ?? name ?? Name ?? Key ?? K ?? null
    Object.defineProperty(out, own === null ? 'null' : textOf(own), { value: value ?? v ?? Value ?? V ?? null, enumerable: true, configurable: true, writable: true })
  }
  return out
}

function occurrences(text: string, part: string): Json {
  const found: number[] = []
  for (let at = text.indexOf(part); at >= 0 && part !== ''; at = text.indexOf(part, at + 1)) found.push(at)
  return found
}

function regexp(pattern: Json | undefined, flags: Json | undefined, extra = ''): RegExp {
  const letters = `${flags ?? ''}${extra}`
  const js = `u${letters.includes('g') ? 'g' : ''}${letters.includes('i') ? 'i' : ''}${letters.includes('s') ? 's' : ''}`
  const source = string(pattern ?? null, 'cannot be matched, as it is not a string').replace(/\\h/g, '[0-9a-fA-F]')
  try {
    return new RegExp(letters.includes('x') ? source.replace(/\s+/g, '') : source, js)
  } catch {
    throw new JqError(`${source} (at offset 0) is not a valid regex`)
  }
}

function* matches(input: Json, args: readonly Filter[], scope: Scope, extra = ''): Generator<RegExpMatchArray, void, undefined> {
  const [pattern, flags] = args
  if (!pattern || !flags) return
  for (const given of evaluate(pattern, input, scope)) for (const letters of evaluate(flags, input, scope)) {
    const [source, own] = Array.isArray(given) ? [given[0] as Json, given[1] as Json] : [given, letters]
    const made = regexp(source, own, extra)
    const text = string(input, 'cannot be matched, as it is not a string')
    if (made.global) yield* text.matchAll(made)
    else {
      const found = made.exec(text)
      if (found) yield found
    }
  }
}

function describeMatch(found: RegExpMatchArray): Json {
  const names = Object.keys(found.groups ?? {})
  const offset = (text: string | undefined) => (text === undefined ? -1 : (found.index ?? 0) + found[0].indexOf(text))
  return {
    offset: found.index ?? 0, length: [...found[0]].length, string: found[0],
    captures: found.slice(1).map((group, at) => ({
      offset: offset(group), length: [...(group ?? '')].length, string: group ?? null,
      name: names.length === found.length - 1 ? names[at] ?? null : names.find(name => found.groups?.[name] === group) ?? null,
    })),
  }
}

function* substitute(input: Json, [pattern, replacement, flags]: readonly Filter[], scope: Scope): Results {
  if (!pattern || !replacement || !flags) return
  const text = string(input, 'cannot be matched, as it is not a string')
  let out = ''
  let end = 0
  for (const found of matches(input, [pattern, flags], scope)) {
    const groups: Record<string, Json> = {}
    for (const [name, value] of Object.entries(found.groups ?? {})) groups[name] = value ?? null
    const [made = ''] = evaluate(replacement, groups, scope)
    out += text.slice(end, found.index) + string(made, 'cannot be added to a string')
    end = (found.index ?? 0) + found[0].length
  }
  yield out + text.slice(end)
}
