/** Reads the JSON values that stand one after the other in a text. */
import type { Json } from './ast.ts'

export class JsonTextError extends Error {}

const VALUE = /\s*(?:"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y

/** What could be read, and what was wrong behind it. */
export function readJsonValues(text: string): { values: Json[]; error?: string } {
  try {
    return { values: text.trim() === '' ? [] : [JSON.parse(text) as Json] }
  } catch {
    return readMany(text)
  }
}

function readMany(text: string): { values: Json[]; error?: string } {
  const values: Json[] = []
  let start = 0
  let depth = 0
  VALUE.lastIndex = 0
  while (text.slice(VALUE.lastIndex).trim() !== '') {
    const match = VALUE.exec(text)
    if (!match) return { values, error: unfinished(text) }
    const token = match[0].trimStart()
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    const end = VALUE.lastIndex
    if (depth > 0) continue
    try {
      values.push(JSON.parse(text.slice(start, end)) as Json)
    } catch {
      return { values, error: `Invalid ${/^[A-Za-z]/.test(token) ? 'numeric ' : ''}literal at ${position(text, end)}` }
    }
    start = end
  }
  return depth > 0 ? { values, error: unfinished(text) } : { values }
}

function unfinished(text: string): string {
  const lines = text.split('\n')
  return `Unfinished JSON term at EOF at line ${lines.length}, column ${lines.at(-1)?.length ?? 0}`
}

function position(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  const ends = at >= text.trimEnd().length
  return ends ? `EOF at line ${text.split('\n').length}, column 0` : `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
