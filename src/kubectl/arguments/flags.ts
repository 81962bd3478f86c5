/** Command line flags, parsed as spf13/pflag does, with its error texts. */
import { parseGoDuration } from '../../lib/duration.ts'
import { goQuote } from '../../lib/go-quote.ts'
import type { FlagSpec, FlagSpecs } from './flag-specs.ts'

/** The flags that were given; asking for one that the command does not have is a fault of the verb. */
export interface Flags {
  string(name: string): string
  bool(name: string): boolean
  list(name: string): readonly string[]
  int(name: string): number
  /** Milliseconds. */
  duration(name: string): number
  changed(name: string): boolean
  has(name: string): boolean
}

export interface Parsed {
  readonly flags: Flags
  readonly args: readonly string[]
  /** How many of the arguments stand before `--`; -1 when there is none. */
  readonly dash: number
  /** "Flag --x has been deprecated, …" lines, in order. */
  readonly notices: readonly string[]
}

export class FlagError extends Error {}

/** Upstream: github.com/spf13/pflag `flag.go`; flags and arguments may be mixed. */
export const parseFlags = (words: readonly string[], specs: FlagSpecs): Parsed => {
  const values = new Map<string, string[]>()
  const args: string[] = []
  const notices: string[] = []
  let dash = -1
  const set = (spec: FlagSpec, value: string): void => {
    check(spec, value)
    if (spec.deprecated !== undefined) {
      notices.push(`Flag --${spec.name} has been deprecated, ${spec.deprecated}`)
    }
    const repeated = spec.type === 'list' || spec.type === 'array'
    const items = spec.type === 'list' ? splitComma(value) : [value]
    values.set(spec.name, repeated ? [...(values.get(spec.name) ?? []), ...items] : items)
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word === '--') {
      dash = args.length
      args.push(...words.slice(at + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') args.push(word)
    else if (word.startsWith('--')) at += parseLong(word, words[at + 1], specs, set)
    else at += parseShort(word, words[at + 1], specs, set)
  }
  return { flags: flagsOf(specs, values), args, dash, notices }
}

type Setter = (spec: FlagSpec, value: string) => void

/** Both return how many further words they took. */
const parseLong = (
  word: string, next: string | undefined, specs: FlagSpecs, set: Setter,
): number => {
  const equals = word.indexOf('=')
  const name = word.slice(2, equals < 0 ? undefined : equals)
  if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`)
  const spec = name.length > 1 ? specs.get(name) : undefined
  if (!spec) {
    if (name === 'v' && specs.has('v')) return parseLongV(word, next, specs, set)
    throw new FlagError(`unknown flag: --${name}`)
  }
  if (equals >= 0) set(spec, word.slice(equals + 1))
  else if (bareValue(spec) !== undefined) set(spec, bareValue(spec)!)
  else if (next === undefined) throw new FlagError(`flag needs an argument: --${name}`)
  else {
    set(spec, next)
    return 1
  }
  return 0
}

const parseLongV = (
  word: string, next: string | undefined, specs: FlagSpecs, set: Setter,
): number => {
  const spec = specs.get('v')!
  const equals = word.indexOf('=')
  if (equals < 0 && next === undefined) throw new FlagError('flag needs an argument: --v')
  set(spec, equals >= 0 ? word.slice(equals + 1) : next!)
  return equals >= 0 ? 0 : 1
}

const parseShort = (
  word: string, next: string | undefined, specs: FlagSpecs, set: Setter,
): number => {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!
    const spec = specs.get(letter)
    if (!spec) throw new FlagError(`unknown shorthand flag: ${quoteLetter(letter)} in -${word.slice(at)}`)
    const rest = word.slice(at + 1)
    if (rest.length > 1 && rest.startsWith('=')) {
      set(spec, rest.slice(1))
      return 0
    }
    const bare = bareValue(spec)
    if (bare !== undefined) {
      set(spec, bare)
      continue
    }
    if (rest !== '') {
      set(spec, rest)
      return 0
    }
    if (next === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${word.slice(at)}`)
    set(spec, next)
    return 1
  }
  return 0
}

const quoteLetter = (letter: string): string => `'${goQuote(letter).slice(1, -1).replace("'", "\\'")}'`

const bareValue = (spec: FlagSpec): string | undefined => spec.type === 'bool' ? 'true' : spec.bare

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

const check = (spec: FlagSpec, value: string): void => {
  const why = complaint(spec, value)
  if (why === undefined) return
  const shown = spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`
  throw new FlagError(`invalid argument ${goQuote(value)} for ${goQuote(shown)} flag: ${why}`)
}

const complaint = (spec: FlagSpec, value: string): string | undefined => {
  if (spec.type === 'bool') {
    if (TRUE.has(value) || FALSE.has(value)) return undefined
    return `strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`
  }
  if (spec.type === 'int') {
    if (!/^[-+]?(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9]\d*)$/.test(value)) {
      return `strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`
    }
    const number = Number(value)
    return Math.abs(number) < 2 ** 63
      ? undefined
      : `strconv.ParseInt: parsing ${goQuote(value)}: value out of range`
  }
  if (spec.type === 'duration') {
    const parsed = parseGoDuration(value)
    return typeof parsed === 'number' ? undefined : parsed.error
  }
  return undefined
}

/** One line of CSV, as pflag reads string slices. */
const splitComma = (value: string): string[] => {
  if (value === '') return []
  if (!value.includes('"')) return value.split(',')
  const items: string[] = []
  let item = ''
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    const char = value[at]!
    if (char === '"' && quoted && value[at + 1] === '"') {
      item += '"'
      at++
    } else if (char === '"' && (quoted || item === '')) quoted = !quoted
    else if (char === ',' && !quoted) {
      items.push(item)
      item = ''
    } else item += char
  }
  return [...items, item]
}

const flagsOf = (specs: FlagSpecs, values: ReadonlyMap<string, readonly string[]>): Flags => {
  const specOf = (name: string): FlagSpec => {
    const spec = specs.get(name)
    if (!spec) throw new Error(`the command has no flag --${name}`)
    return spec
  }
  const string = (name: string): string => values.get(name)?.at(-1) ?? specOf(name).initial
  return {
    string,
    bool: name => TRUE.has(string(name)),
    list: name => {
      const { initial } = specOf(name)
      return values.get(name) ?? (initial === '' ? [] : initial.split(','))
    },
    int: name => Number(string(name)),
    duration: name => {
      const parsed = parseGoDuration(string(name))
      return typeof parsed === 'number' ? parsed : 0
    },
    changed: name => values.has(name),
    has: name => specs.has(name),
  }
}
