/** The operations of `${x…}` that change text: cutting, replacing, case, quoting. */
import { ansiText } from '../syntax/ansi.ts'
import type { ParameterPart } from '../syntax/ast.ts'
import { patternRegExp } from '../pattern.ts'
import { quoteAlways } from './quote.ts'
import type { Shell } from './shell.ts'
import { declaration } from './declaration.ts'
import type { Variable } from './variables.ts'

export function removeMatch(
  value: string,
  pattern: string,
  op: '#' | '##' | '%' | '%%',
  extglob: boolean,
): string {
  if (op === '#' || op === '##') {
    const match = patternRegExp(pattern, { extglob, anchor: 'start', lazy: op === '#' }).exec(value)
    return match ? value.slice(match[0].length) : value
  }
  const whole = patternRegExp(pattern, { extglob })
  const lengths = Array.from({ length: value.length + 1 }, (_, index) => index)
  for (const length of op === '%' ? lengths : lengths.reverse()) {
    if (whole.test(value.slice(value.length - length))) return value.slice(0, value.length - length)
  }
  return value
}

export function replaceMatch(
  value: string,
  pattern: string,
  replacement: string,
  op: '/' | '//' | '/#' | '/%',
  extglob: boolean,
): string {
  if (pattern === '')
    return op === '/#' ? replacement + value : op === '/%' ? value + replacement : value
  const anchor = op === '/#' ? 'start' : op === '/%' ? 'end' : 'none'
  const regexp = patternRegExp(pattern, { extglob, anchor })
  if (op !== '//') return value.replace(regexp, () => replacement)
  const global = new RegExp(regexp.source, 'gsu')
  return value.replace(global, match => (match === '' ? match : replacement))
}

export function changeCase(
  value: string,
  op: '^' | '^^' | ',' | ',,' | '~' | '~~',
  pattern: string,
  extglob: boolean,
): string {
  const matches = patternRegExp(pattern, { extglob })
  const change = (char: string): string => {
    if (!matches.test(char)) return char
    if (op[0] === '^') return char.toUpperCase()
    if (op[0] === ',') return char.toLowerCase()
    return char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase()
  }
  const chars = [...value]
  if (op.length === 2) return chars.map(change).join('')
  return chars.length === 0 ? '' : change(chars[0] ?? '') + chars.slice(1).join('')
}

interface Found {
  readonly values: readonly string[]
  readonly list?: '@' | '*'
  readonly set: boolean
}

/** `${x@Q}` and its kin. */
export function transform(sh: Shell, part: ParameterPart, letter: string, found: Found): Found {
  const each = (change: (value: string) => string): Found => ({
    ...found,
    values: found.values.map(change),
  })
  switch (letter) {
    case 'U':
      return each(value => value.toUpperCase())
    case 'u':
      return each(value => value.slice(0, 1).toUpperCase() + value.slice(1))
    case 'L':
      return each(value => value.toLowerCase())
    case 'Q':
      return each(quoteAlways)
    case 'E':
      return each(ansiText)
    case 'P':
      return each(value => value)
    case 'a':
      return { values: [attributeLetters(sh.variables.get(part.name))], set: true }
    case 'A':
      return found.set ? { values: [assignmentText(sh, part.name, found)], set: true } : found
    default:
      return each(quoteAlways)
  }
}

export function attributeLetters(variable: Variable | undefined): string {
  if (!variable) return ''
  return `${variable.array ? 'a' : ''}${variable.map ? 'A' : ''}${variable.integer ? 'i' : ''}${variable.fold === 'lower' ? 'l' : ''}${variable.reference ? 'n' : ''}${variable.readonly ? 'r' : ''}${variable.fold === 'upper' ? 'u' : ''}${variable.exported ? 'x' : ''}`
}

function assignmentText(sh: Shell, name: string, found: Found): string {
  const variable = sh.variables.get(name)
  const plain = attributeLetters(variable) === ''
  return plain
    ? `${name}=${quoteAlways(found.values[0] ?? '')}`
    : declaration(name, variable ?? {}).replace(
        /="(.*)"$/s,
        (_, value: string) => `=${quoteAlways(value)}`,
      )
}
