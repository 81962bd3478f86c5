/** jq's string formats: @text, @json, @csv, @base64 … */
import { decodeBytes, encodeText } from '../../../lib/bytes.ts'
import { JqError, type Json } from './ast.ts'
import { kind, pretty } from './values.ts'

export const textOf = (value: Json): string =>
  typeof value === 'string' ? value : pretty(value, '', false)

export function formatValue(name: string, value: Json): Json {
  switch (name) {
    case '@text':
      return textOf(value)
    case '@json':
      return pretty(value, '', false)
    case '@html':
      return textOf(value).replace(
        /[&<>'"]/g,
        char => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', "'": '#39', '"': 'quot' }[char]};`,
      )
    case '@uri':
      return encodeURIComponent(textOf(value)).replace(
        /[!'()*]/g,
        char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      )
    case '@sh':
      return (Array.isArray(value) ? value : [value])
        .map((item: Json) =>
          typeof item === 'string' ? `'${item.replaceAll("'", "'\\''")}'` : textOf(item),
        )
        .join(' ')
    case '@base64':
      return Buffer.from(encodeText(textOf(value))).toString('base64')
    case '@base64d':
      return decodeBytes(Uint8Array.from(Buffer.from(textOf(value), 'base64')))
    case '@csv':
      return row(value, 'csv')
        .map(item =>
          typeof item === 'string'
            ? `"${item.replaceAll('"', '""')}"`
            : item === null
              ? ''
              : String(item),
        )
        .join(',')
    case '@tsv':
      return row(value, 'tsv')
        .map(item =>
          typeof item === 'string'
            ? item.replace(
                /[\\\t\n\r]/g,
                char => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char] ?? char,
              )
            : item === null
              ? ''
              : String(item),
        )
        .join('\t')
    default:
      throw new JqError(`${name.slice(1)} is not a valid format`)
  }
}

function row(value: Json, name: string): readonly Json[] {
  if (!Array.isArray(value))
    throw new JqError(
      `${kind(value)} (${pretty(value, '', false)}) cannot be ${name}-formatted, only an array can be`,
    )
  const bad = (value as readonly Json[]).find(item => typeof item === 'object' && item !== null)
  if (bad !== undefined)
    throw new JqError(`${kind(bad)} (${pretty(bad, '', false)}) is not valid in a ${name} row`)
  return value
}
