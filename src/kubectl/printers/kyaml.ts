/** KYAML, the strict flow style of `kubectl -o kyaml`. */
import { sortedEntries } from '../../lib/json.ts'
import { isPlainString } from '../../lib/yaml-scalar.ts'

/** Upstream: sigs.k8s.io/yaml `kyaml/kyaml.go`. */
export const writeKyaml = (value: unknown, keepOrder = false): string => `---\n${render(value, '', keepOrder)}\n`

const render = (value: unknown, indent: string, keepOrder: boolean): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return quoted(value, indent)
  if (typeof value !== 'object') return String(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) return list(value, indent, keepOrder)
  const entries = keepOrder
    ? Object.entries(value).filter(([, member]) => member !== undefined)
    : sortedEntries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, member]) => `${inner}${keyText(key)}: ${render(member, inner, keepOrder)},\n`)
  return `{\n${lines.join('')}${indent}}`
}

/** Lists of collections are cuddled: `[{ … }, { … }]`. */
const list = (items: readonly unknown[], indent: string, keepOrder: boolean): string => {
  if (items.length === 0) return '[]'
  const collections = items.every(item => item !== null && typeof item === 'object' && Object.keys(item).length > 0)
  if (collections) return `[${items.map(item => render(item, indent, keepOrder)).join(', ')}]`
  const inner = `${indent}  `
  return `[\n${items.map(item => `${inner}${render(item, inner, keepOrder)},\n`).join('')}${indent}]`
}

const keyText = (key: string): string =>
  /^[A-Za-z_][\w./-]*$/.test(key) && isPlainString(key) ? key : JSON.stringify(key)

/** Text of several lines is folded out, one line each, with escaped line ends. */
const quoted = (text: string, indent: string): string => {
  if (!text.includes('\n')) return JSON.stringify(text)
  const parts = text.split('\n')
  const ended = parts.at(-1) === ''
  const lines = ended ? parts.slice(0, -1) : parts
  const body = lines.map((line, at) => {
    const escaped = JSON.stringify(line).slice(1, -1)
    const last = at === lines.length - 1 && !ended
    const margin = /^[ \t]/.test(line) ? `${indent}  \\` : `${indent}   `
    return `${margin}${escaped}${last ? '\\\n' : '\\n\\\n'}`
  })
  return `"\\\n${body.join('')}${indent}  "`
}
