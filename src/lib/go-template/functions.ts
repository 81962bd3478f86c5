/** The functions that every Go template has. Integers of the template are bigint, numbers of the data float64. */
import { goSyntax, goValue } from '../go-print.ts'
import { goQuote } from '../go-quote.ts'

import { FunctionError } from './execute.ts'

export type TemplateFunction = (...given: unknown[]) => unknown

/** Upstream: Go `text/template/exec.go` isTrue. */
export const truth = (value: unknown): boolean => {
  if (value === null || value === undefined || value === false || value === '' || value === 0 || value === 0n) return false
  if (typeof value === 'object') return (Array.isArray(value) ? value : Object.keys(value)).length > 0
  return true
}

/** What `{{ . }}` writes. */
export const printable = (value: unknown): string => {
  if (value === undefined || value === null) return '<no value>'
  return typeof value === 'bigint' ? String(value) : goValue(value)
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? '<nil>' : printable(value)

/** Go's fmt.Sprint: blanks between operands when neither is a string. */
const sprint = (given: readonly unknown[]): string => {
  let out = ''
  for (const [at, value] of given.entries()) {
    if (at > 0 && typeof value !== 'string' && typeof given[at - 1] !== 'string') out += ' '
    out += shown(value)
  }
  return out
}

const kindOf = (value: unknown): string => {
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return 'float64'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : 'other'
}

const equal: TemplateFunction = (first, ...others) => {
  if (others.length === 0) throw new FunctionError('missing argument for comparison')
  return others.some(other => sameBasic(first, other))
}

const sameBasic = (a: unknown, b: unknown): boolean => {
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null)
  if (kindOf(a) === 'other' || kindOf(b) === 'other') {
    throw new FunctionError(`non-comparable type ${goValue(kindOf(a) === 'other' ? a : b)}: ${
      Array.isArray(a) || Array.isArray(b) ? '[]interface {}' : 'map[string]interface {}'}`)
  }
  if (kindOf(a) !== kindOf(b)) {
    throw new FunctionError(`incompatible types for comparison: ${kindOf(a)} and ${kindOf(b)}`)
  }
  return a === b
}

const less = (a: unknown, b: unknown): boolean => {
  if (kindOf(a) !== kindOf(b)) {
    throw new FunctionError(`incompatible types for comparison: ${kindOf(a)} and ${kindOf(b)}`)
  }
  if (kindOf(a) === 'bool' || kindOf(a) === 'other') throw new FunctionError('invalid type for comparison')
  return (a as string) < (b as string)
}

const index: TemplateFunction = (item, ...keys) => {
  let value = item
  for (const key of keys) {
    if (value === undefined || value === null) throw new FunctionError('index of untyped nil')
    if (Array.isArray(value) || typeof value === 'string') {
      if (typeof key !== 'bigint' && typeof key !== 'number') {
        throw new FunctionError(`cannot index slice/array with type ${typeof key}`)
      }
      const at = Number(key)
      if (at < 0 || at >= value.length) {
        throw new FunctionError(`reflect: ${typeof value === 'string' ? 'string' : 'slice'} index out of range`)
      }
      value = typeof value === 'string' ? BigInt(value.charCodeAt(at)) : value[at]
    } else if (typeof value === 'object') {
      if (typeof key !== 'string') throw new FunctionError(`value has type ${kindOf(key)}; should be string`)
      value = (value as Record<string, unknown>)[key]
    } else throw new FunctionError(`can't index item of type ${kindOf(value)}`)
  }
  return value
}

const slice: TemplateFunction = (item, ...bounds) => {
  if (typeof item !== 'string' && !Array.isArray(item)) throw new FunctionError(`can't slice item of type ${kindOf(item)}`)
  const [from = 0, to = item.length] = bounds.map(Number)
  if (from < 0 || to > item.length || from > to) {
    throw new FunctionError(`index out of range: ${to > item.length ? to : from}`)
  }
  return item.slice(from, to)
}

const length: TemplateFunction = value => {
  if (value === undefined || value === null) throw new FunctionError('len of nil pointer')
  if (typeof value === 'string') return BigInt(new TextEncoder().encode(value).length)
  if (typeof value === 'object') return BigInt((Array.isArray(value) ? value : Object.keys(value)).length)
  throw new FunctionError(`len of type ${kindOf(value)}`)
}

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&#34;', "'": '&#39;', '\0': '\ufffd',
}

const JS: Readonly<Record<string, string>> = {
  '\\': '\\\\', "'": "\\'", '"': '\\"', '<': '\\u003C', '>': '\\u003E', '&': '\\u0026', '=': '\\u003D',
}

const escapeJs = (text: string): string =>
  text.replace(/[\\'"<>&=]|[^\x20-\x7e]/gu, char => {
    if (JS[char] !== undefined) return JS[char]
    return char.charCodeAt(0) < 0x20 ? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` : char
  })

/** Go's fmt.Sprintf for the verbs that templates use. */
const sprintf = (format: string, given: readonly unknown[]): string => {
  let next = 0
  const text = format.replace(/%([-+# 0]*)(\*|\d+)?(?:\.(\d+))?([a-zA-Z%])/g, (_all, flags: string, width, precision, verb: string) => {
    if (verb === '%') return '%'
    if (next >= given.length) return `%!${verb}(MISSING)`
    const body = formatOne(verb, given[next++], flags, precision === undefined ? undefined : Number(precision))
    const wide = width === undefined ? 0 : Number(width)
    if (flags.includes('-')) return body.padEnd(wide)
    const zeros = flags.includes('0') && /^-?[\d.]+$/.test(body)
    return zeros && body.startsWith('-') ? `-${body.slice(1).padStart(wide - 1, '0')}` : body.padStart(wide, zeros ? '0' : ' ')
  })
  if (next >= given.length) return text
  const extra = given.slice(next).map(value => `${goKind(value)}=${shown(value)}`).join(', ')
  return `${text}%!(EXTRA ${extra})`
}

const goKind = (value: unknown): string =>
  kindOf(value) !== 'other' ? kindOf(value) : value === undefined || value === null ? '<nil>' :
    Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'

const formatOne = (verb: string, value: unknown, flags: string, precision: number | undefined): string => {
  const wrong = `%!${verb}(${goKind(value)}=${shown(value)})`
  const sign = flags.includes('+') && Number(value) >= 0 ? '+' : ''
  switch (verb) {
    case 'v': return flags.includes('#') ? goSyntax(value) : shown(value)
    case 's': return typeof value === 'object' || typeof value === 'string' ? shown(value).slice(0, precision) : wrong
    case 'q': return typeof value === 'string' ? goQuote(value) : wrong
    case 'd': return typeof value === 'bigint' ? sign + String(value) : wrong
    case 'x': return typeof value === 'bigint' ? value.toString(16)
      : typeof value === 'string' ? Buffer.from(value).toString('hex') : wrong
    case 'o': return typeof value === 'bigint' ? value.toString(8) : wrong
    case 'b': return typeof value === 'bigint' ? value.toString(2) : wrong
    case 'f': return typeof value === 'number' ? sign + value.toFixed(precision ?? 6) : wrong
    case 'g': return typeof value === 'number' ? sign + goValue(value) : wrong
    case 't': return typeof value === 'boolean' ? String(value) : wrong
    case 'T': return goKind(value)
    default: return wrong
  }
}

export const builtins: { readonly [name: string]: TemplateFunction } = {
  and: (...given) => given.find(value => !truth(value)) ?? given.at(-1),
  or: (...given) => given.find(truth) ?? given.at(-1),
  not: value => !truth(value),
  len: length,
  index,
  slice,
  print: (...given) => sprint(given),
  println: (...given) => `${given.map(shown).join(' ')}\n`,
  printf: (format, ...given) => sprintf(String(format), given),
  html: (...given) => sprint(given).replace(/[<>&"'\0]/g, char => HTML[char]!),
  js: (...given) => escapeJs(sprint(given)),
  urlquery: (...given) => encodeURIComponent(sprint(given)).replaceAll('%20', '+'),
  call: (target, ...given) => {
    if (typeof target !== 'function') throw new FunctionError('call of nil')
    return (target as TemplateFunction)(...given)
  },
  eq: equal,
  ne: (a, b) => !sameBasic(a, b),
  lt: less,
  le: (a, b) => less(a, b) || sameBasic(a, b),
  gt: (a, b) => !(less(a, b) || sameBasic(a, b)),
  ge: (a, b) => !less(a, b),
}


