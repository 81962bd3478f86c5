/** The editors' styles as terminal colours. */
import type { Span, Style } from '../../lib/editor/frame.ts'
import type { Theme } from '../theme.ts'

export function paintSpan(span: Span, theme: Theme): string {
  const code = theme.colour ? COLOURS[span.style] : PLAIN[span.style]
  return code === undefined || span.text === '' ? span.text : `\x1b[${code}m${span.text}\x1b[0m`
}

const COLOURS: Readonly<Partial<Record<Style, string>>> = {
  key: '36',
  string: '35',
  number: '31',
  comment: '34',
  punctuation: '33',
  constant: '31',
  special: '33',
  search: '30;43',
  visual: '7',
  lineNumber: '33',
  nonText: '34',
  status: '7',
  message: '1',
  error: '37;41',
  title: '7',
}
const PLAIN: Readonly<Partial<Record<Style, string>>> = {
  search: '7',
  visual: '7',
  status: '7',
  title: '7',
}
