/** The line that a running program reads, edited as the terminal driver does: it gets what was typed at each Enter. */
import { typed } from '../../lib/editor/key.ts'
import { before } from '../../lib/editor/width.ts'
import type { Typed } from '../keypress.ts'

export interface Cooked {
  /** What stands typed now. */
  readonly typed: string
  /** What the program gets. */
  readonly give?: string
  /** Ctrl-D on an empty line: the input ends. */
  readonly end?: true
}

export function cook(line: string, event: Typed): Cooked {
  if ('paste' in event) return given(line + event.paste)
  switch (event.key) {
    case '<CR>':
    case '<C-j>':
      return given(`${line}\n`)
    case '<C-d>':
      return line === '' ? { typed: '', end: true } : { typed: '', give: line }
    case '<C-u>':
      return { typed: '' }
    case '<BS>':
    case '<C-h>':
      return { typed: line.slice(0, before(line, line.length)) }
    case '<C-w>':
      return { typed: line.replace(/\S+\s*$/, '') }
    default:
      return { typed: line + (typed(event.key) ?? '') }
  }
}

/** Whole lines are given, the rest stays to be edited. */
function given(text: string): Cooked {
  const end = text.lastIndexOf('\n') + 1
  return end === 0 ? { typed: text } : { typed: text.slice(end), give: text.slice(0, end) }
}
