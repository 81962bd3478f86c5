/** Reads the JSON values that stand one after the other in a text. */
import type { Json } from './ast.ts'

const VALUE = /\s*(?:"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y

interface JsonValues {
  readonly values: Json[]
  /** On which line each value ends, its newline counted. */
  readonly lines: number[]
  readonly error?: string
}

/** What could be read, and what was wrong behind it. */
export function readJsonValues(text: string): JsonValues {
  try {
    return text.trim() === ''
      ? { values: [], lines: [] }
      : { values: [JSON.parse(text) as Json], lines: [lineAt(text, text.trimEnd().length)] }
  } catch {
    return readMany(text)
  }
}

/** Newlines up to the end of the line that holds this place. */
function lineAt(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return text.slice(0, end < 0 ? undefined : end + 1).split('\n').length - 1
}

function readMany(text: string): JsonValues {
  const values: Json[] = []
  const lines: number[] = []
  let start = 0
  let depth = 0
  VALUE.lastIndex = 0
  while (text.slice(VALUE.lastIndex).trim() !== '') {
    const match = VALUE.exec(text)
    if (!match) return { values, lines, error: unfinished(text) }
    const token = match[0].trimStart()
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    const end = VALUE.lastIndex
    if (depth > 0) continue
    try {
      values.push(JSON.parse(text.slice(start, end)) as Json)
      lines.push(lineAt(text, end))
    } catch {
      return { values, lines, error: problem(text, start, end) }
    }
    start = end
  }
  return depth > 0 ? { values, lines, error: unfinished(text) } : { values, lines }
}

function unfinished(text: string): string {
  const lines = text.split('\n')
  return `Unfinished JSON term at EOF at line ${lines.length}, column ${lines.at(-1)?.length ?? 0}`
}

/** The first token that is no JSON, and where it ends. */
function problem(text: string, start: number, end: number): string {
  const piece = text.slice(start, end)
  for (const match of piece.matchAll(/"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g)) {
    if (match[0].startsWith('"') || isLiteral(match[0])) continue
    const at = start + match.index + match[0].length
    const name = /^[tfn]/.test(match[0]) ? 'Invalid literal' : 'Invalid numeric literal'
    const before = text.slice(0, at).split('\n')
    if (at >= text.length)
      return `${name} at EOF at line ${before.length}, column ${before.at(-1)?.length ?? 0}`
    return text[at] === '\n'
      ? `${name} at line ${before.length + 1}, column 0`
      : `${name} at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
  }
  const before = text.slice(0, end).split('\n')
  return `Expected value before '${text[end - 1]}' at line ${before.length}, column ${before.at(-1)?.length ?? 0}`
}

function isLiteral(token: string): boolean {
  try {
    JSON.parse(token)
    return true
  } catch {
    return false
  }
}
