/** Reads the bodies of here-documents, which begin after the line they are named on. */
import type { Redirect } from './ast.ts'
import { type Cursor, lineOf } from './cursor.ts'
import { literalWord, parseHereText } from './word.ts'

/** The cursor stands at the first line of the first body. */
export function readHereDocuments(c: Cursor): void {
  for (const redirect of c.pending.splice(0)) {
    const line = lineOf(c)
    const text = readBody(c, redirect, line)
    const quoted = redirect.target.parts.some(part => part.type !== 'text')
    redirect.body = quoted ? literalWord(text) : parseHereText(text, c, line)
  }
}

function readBody(c: Cursor, redirect: Redirect, startLine: number): string {
  const delimiter = redirect.delimiter ?? ''
  let body = ''
  while (c.at < c.text.length) {
    const end = c.text.indexOf('\n', c.at)
    const raw = c.text.slice(c.at, end < 0 ? c.text.length : end)
    const line = redirect.op === '<<-' ? raw.replace(/^\t+/, '') : raw
    if (line === delimiter) {
      c.at = end < 0 ? c.text.length : end + 1
      return body
    }
    // Inside $( … ) the delimiter may be followed by the closing parenthesis on the same line.
    if (c.depth > 0 && line.startsWith(`${delimiter})`)) {
      c.at += raw.length - line.length + delimiter.length
      return body
    }
    body += `${line}\n`
    c.at = end < 0 ? c.text.length : end + 1
  }
  c.warnings.push({
    line: lineOf(c),
    text: `warning: here-document at line ${startLine - 1} delimited by end-of-file (wanted \`${delimiter}')`,
  })
  return body
}
