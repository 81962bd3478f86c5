/** The bottom line where `:` commands and searches are typed. */
import { typed, type Key } from '../key.ts'
import { execute } from './ex.ts'
import { go, operate, rangeTo } from './normal.ts'
import { fetch } from './registers.ts'
import { findNext, repeatSearch, wordAtCursor } from './search.ts'
import {
  isVisual,
  lineAt,
  say,
  type Command,
  type CommandLine,
  type Pos,
  type Vim,
} from './state.ts'
import { leaveVisual } from './visual.ts'
import type { Target } from './motions.ts'

export function openCommandLine(
  vim: Vim,
  prompt: CommandLine['prompt'],
  text: string,
  waiting?: Command,
): void {
  vim.commandLine = {
    prompt,
    text,
    cursor: text.length,
    back: vim.mode,
    origin: { lines: vim.lines, row: vim.row, col: vim.col },
    ...(waiting ? { waiting } : {}),
  }
  vim.mode = 'command'
  vim.message = { text: '', kind: 'plain' }
}

export function pressCommandLine(vim: Vim, key: Key): void {
  const line = vim.commandLine as CommandLine
  if (vim.pending.length > 0) {
    vim.pending = []
    const text = key === '<C-w>' ? wordAtCursor(vim)?.text : fetch(vim, key)?.lines.join('\r')
    return change(vim, line, text ?? '')
  }
  switch (key) {
    case '<CR>':
    case '<C-j>':
    case '<C-m>':
      return submit(vim, line)
    case '<Esc>':
    case '<C-c>':
    case '<C-[>':
      return cancel(vim, line)
    case '<BS>':
    case '<C-h>':
      if (line.text === '') return cancel(vim, line)
      return set(vim, {
        ...line,
        text: line.text.slice(0, Math.max(0, line.cursor - 1)) + line.text.slice(line.cursor),
        cursor: Math.max(0, line.cursor - 1),
      })
    case '<Del>':
      return set(vim, {
        ...line,
        text: line.text.slice(0, line.cursor) + line.text.slice(line.cursor + 1),
      })
    case '<C-u>':
      return set(vim, { ...line, text: line.text.slice(line.cursor), cursor: 0 })
    case '<C-w>': {
      const head = line.text.slice(0, line.cursor).replace(/(?:\w+|[^\w\s]+)\s*$/, '')
      return set(vim, { ...line, text: head + line.text.slice(line.cursor), cursor: head.length })
    }
    case '<Left>':
      return set(vim, { ...line, cursor: Math.max(0, line.cursor - 1) })
    case '<Right>':
      return set(vim, { ...line, cursor: Math.min(line.text.length, line.cursor + 1) })
    case '<Home>':
    case '<C-b>':
      return set(vim, { ...line, cursor: 0 })
    case '<End>':
    case '<C-e>':
      return set(vim, { ...line, cursor: line.text.length })
    case '<Up>':
    case '<C-p>':
      return recall(vim, line, -1)
    case '<Down>':
    case '<C-n>':
      return recall(vim, line, 1)
    case '<C-r>':
      vim.pending = ['<C-r>']
      return
    case '<Tab>':
      return
  }
  const text = typed(key)
  if (text !== undefined) change(vim, line, text)
}

function change(vim: Vim, line: CommandLine, insert: string): void {
  set(vim, {
    ...line,
    text: line.text.slice(0, line.cursor) + insert + line.text.slice(line.cursor),
    cursor: line.cursor + insert.length,
  })
}

function set(vim: Vim, line: CommandLine): void {
  vim.commandLine = line
  if (line.prompt === ':' || !vim.settings.incsearch || !line.origin) return
  const found =
    line.text === '' ? undefined : findNext(vim, line.text, line.prompt === '/', line.origin, true)
  const at: Pos = found ?? line.origin
  vim.row = at.row
  vim.col = at.col
}

function cancel(vim: Vim, line: CommandLine): void {
  vim.commandLine = undefined
  vim.mode = line.back
  vim.failed = true
  if (line.origin) Object.assign(vim, { row: line.origin.row, col: line.origin.col })
}

function submit(vim: Vim, line: CommandLine): void {
  cancel(vim, line)
  vim.failed = false
  const history = line.prompt === ':' ? ':' : '/'
  if (line.text !== '')
    vim.histories = {
      ...vim.histories,
      [history]: [...vim.histories[history].filter(each => each !== line.text), line.text],
    }
  if (line.prompt === ':') {
    if (isVisual(vim.mode)) leaveVisual(vim)
    execute(vim, line.text)
    // What was typed stays to be read when nothing else is said.
    if (vim.message.text === '' && vim.mode === 'normal') say(vim, `:${line.text}`)
    return
  }
  const target = searchTarget(vim, line)
  if (!target) return
  const range = line.waiting && rangeTo(vim, target, line.waiting)
  if (line.waiting && range) operate(vim, line.waiting, range)
  else if (!line.waiting) go(vim, target)
}

/** Where `/pattern/offset` leads. */
function searchTarget(vim: Vim, line: CommandLine): Target | undefined {
  const end = new RegExp(`(?<!\\\\)\\${line.prompt}`).exec(line.text)
  const pattern = end ? line.text.slice(0, end.index) : line.text
  const offset = end ? line.text.slice(end.index + 1) : ''
  if (pattern !== '')
    vim.pattern =
      line.prompt === '?' ? pattern.replaceAll('\\?', '?') : pattern.replaceAll('\\/', '/')
  vim.forward = line.prompt === '/'
  const found = repeatSearch(vim, line.waiting?.count ?? 1, true)
  if (!found) return undefined
  if (/^e/.test(offset)) {
    const match = new RegExp(vim.pattern).exec(lineAt(vim, found.row).slice(found.col))
    return {
      row: found.row,
      col: found.col + Math.max(0, (match?.[0].length ?? 1) - 1),
      inclusive: true,
      jump: true,
    }
  }
  if (/^[+-]?\d+$/.test(offset))
    return { row: found.row + Number(offset), col: 0, linewise: true, jump: true }
  return { row: found.row, col: found.col, jump: true }
}

/** Walks through earlier lines that begin like the one typed. */
function recall(vim: Vim, line: CommandLine, step: 1 | -1): void {
  const history = vim.histories[line.prompt === ':' ? ':' : '/']
  const draft = line.draft ?? line.text
  let at = (line.at ?? history.length) + step
  while (at >= 0 && at < history.length && !history[at]?.startsWith(draft)) at += step
  if (at < 0) return
  const text = at >= history.length ? draft : (history[at] ?? '')
  set(vim, { ...line, text, cursor: text.length, at: Math.min(at, history.length), draft })
}
