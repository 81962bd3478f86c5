/** `set -o vi`: Escape leads to vim's own normal mode over the line; inserting leads back to typing. */
import type { Key } from '../../lib/editor/key.ts'
import { openVim, press as pressVim } from '../../lib/editor/vim/vim.ts'
import type { Vim } from '../../lib/editor/vim/state.ts'
import { COMMANDS } from './commands.ts'
import { startSearch } from './search.ts'
import { remember, type Effect, type LineState } from './state.ts'

/** 'through' leaves the key to what it does while typing. */
export function pressVi(
  line: LineState,
  key: Key,
  history: readonly string[],
): 'handled' | 'through' | Effect {
  const meta = /^<M-(.)>$/.exec(key)?.[1]
  if (!line.vi) {
    if (meta !== undefined) {
      enter(line)
      return pressVi(line, meta, history)
    }
    if (key !== '<Esc>') return 'through'
    enter(line)
    return 'handled'
  }
  if (line.vi.pending.length === 0 && line.vi.mode === 'normal') {
    const step = HISTORY[key]
    if (step !== undefined) {
      COMMANDS[step]?.(line, history, 'other')
      line.cursor = 0
      line.vi = stateOf(line)
      return 'handled'
    }
    if (key === '/' || key === '<C-r>') {
      line.vi = undefined
      startSearch(line, history, false)
      return 'handled'
    }
    if (key === 'v') return { do: 'edit' }
    if (key === 'u' && line.vi.undos.length === 0) {
      COMMANDS['<C-_>']?.(line, history, 'other')
      line.vi = stateOf(line)
      return 'handled'
    }
    if (THROUGH.has(key)) {
      line.vi = undefined
      return 'through'
    }
  }
  follow(line, pressVim(line.vi, key))
  return 'handled'
}

function enter(line: LineState): void {
  const back =
    line.cursor > 0 && line.text[line.cursor - 1] !== '\n' ? line.cursor - 1 : line.cursor
  line.cursor = back
  line.menu = undefined
  line.vi = stateOf(line)
}

function stateOf(line: LineState): Vim {
  const vim = openVim({ path: '', text: line.text, columns: WIDE, rows: WIDE })
  const before = line.text.slice(0, line.cursor).split('\n')
  const at = { row: before.length - 1, col: (before.at(-1) ?? '').length }
  return { ...vim, ...at, base: { ...vim.base, ...at } }
}

/** Takes over what vim made of the line; where it would insert or ask, typing goes on here. */
function follow(line: LineState, vim: Vim): void {
  const text = vim.lines.join('\n')
  if (text !== line.text) remember(line)
  line.text = text
  line.cursor = vim.lines.slice(0, vim.row).reduce((sum, row) => sum + row.length + 1, 0) + vim.col
  line.vi =
    vim.mode === 'insert' || vim.mode === 'replace'
      ? undefined
      : vim.mode === 'command'
        ? stateOf(line)
        : vim
  line.did = 'other'
}

const HISTORY: Readonly<Record<Key, Key>> = {
  k: '<Up>',
  '-': '<Up>',
  '<Up>': '<Up>',
  '<C-p>': '<Up>',
  j: '<Down>',
  '+': '<Down>',
  '<Down>': '<Down>',
  '<C-n>': '<Down>',
}
const THROUGH: ReadonlySet<Key> = new Set([
  '<CR>',
  '<C-j>',
  '<C-c>',
  '<C-d>',
  '<C-l>',
  '<F1>',
  '<Tab>',
])
const WIDE = 10_000
