/** JSON in jq's colours. */
import type { Json } from './ast.ts'
import { isObject, pretty } from './values.ts'

const RESET = '\x1b[0m'
const paint = (code: string, text: string): string => `\x1b[${code}m${text}`

export function color(value: Json, indent: string, sortKeys: boolean, depth = 0): string {
  const line = indent === '' ? '' : `\n${indent.repeat(depth + 1)}`
  const last = indent === '' ? '' : `\n${indent.repeat(depth)}`
  if (Array.isArray(value)) {
    if (value.length === 0) return paint('1;39', '[]') + RESET
    const items = value.map((item: Json) => line + color(item, indent, sortKeys, depth + 1))
    return `${paint('1;39', '[')}${items.join(paint('1;39', ','))}${paint('1;39', last)}${paint('1;39', ']')}${RESET}`
  }
  if (isObject(value)) {
    const keys = sortKeys ? Object.keys(value).sort() : Object.keys(value)
    if (keys.length === 0) return paint('1;39', '{}') + RESET
    const items = keys.map(
      key =>
        `${line}${RESET}${paint('34;1', JSON.stringify(key))}${RESET}${paint('1;39', ':')}${indent === '' ? '' : ' '}${RESET}${color(value[key] ?? null, indent, sortKeys, depth + 1)}`,
    )
    return `${paint('1;39', '{')}${items.join(paint('1;39', ','))}${paint('1;39', last)}${paint('1;39', '}')}${RESET}`
  }
  const code = value === null ? '1;30' : typeof value === 'string' ? '0;32' : '0;39'
  return paint(code, pretty(value, '', false)) + RESET
}
