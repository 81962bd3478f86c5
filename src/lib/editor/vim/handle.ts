/** One key, whatever mode vim is in; and what happens each time it comes to rest. */
import type { Key } from '../key.ts'
import { pressCommandLine } from './command-line.ts'
import { feed } from './feed.ts'
import { pressInsert } from './insert.ts'
import { pressNormal } from './normal.ts'
import { keepYanked, macro } from './registers.ts'
import { fail, isVisual, lineAt, type Vim } from './state.ts'
import { pressConfirm } from './substitute.ts'
import { before } from '../width.ts'
import { pressVisual } from './visual.ts'

export function handle(vim: Vim, key: Key): void {
  const meta = /^<M-(.+)>$/.exec(key)?.[1]
  if (meta !== undefined) {
    handle(vim, '<Esc>')
    return handle(
      vim,
      meta === 'lt' ? '<' : meta === 'gt' ? '>' : meta.length === 1 ? meta : `<${meta}>`,
    )
  }
  if (vim.recording && vim.depth === 0) {
    vim.recording = { ...vim.recording, keys: [...vim.recording.keys, key] }
  }
  vim.typed = [...vim.typed, key]
  if (vim.mode === 'command') pressCommandLine(vim, key)
  else if (vim.mode === 'confirm') pressConfirm(vim, key)
  else if (vim.mode === 'insert' || vim.mode === 'replace') pressInsert(vim, key)
  else if (isVisual(vim.mode)) pressVisual(vim, key)
  else normal(vim, key)
  if (vim.mode === 'normal' && vim.pending.length === 0) rest(vim)
}

/** What must know about keys as such: counts before `.`, macros and the end of a recording. */
function normal(vim: Vim, key: Key): void {
  const start = vim.pending.length === 0
  if (start && key === 'q' && vim.recording) return endRecording(vim)
  if (key === '.' && /^\d*$/.test(vim.pending.join(''))) return repeat(vim)
  if (vim.pending.at(-1) === '@' && /^\d*@$/.test(vim.pending.join(''))) return playMacro(vim, key)
  pressNormal(vim, key)
}

function endRecording(vim: Vim): void {
  const { register, keys } = vim.recording as NonNullable<Vim['recording']>
  vim.recording = undefined
  vim.repeatable = false
  const text = keys
    .slice(0, -1)
    .map(each => (each === '<' ? '<lt>' : each))
    .join('')
  keepYanked(vim, register, { kind: 'char', lines: [text] })
}

/** `.`: the last change again, a count before it replaces its own. */
function repeat(vim: Vim): void {
  const count = vim.pending.join('')
  vim.pending = []
  const numbered = vim.dot[0] === '"' && /^[1-8]$/.test(vim.dot[1] ?? '')
  // A numbered register goes on to the next one: "1p.. puts what was deleted before.
  const dot = numbered ? ['"', String(Number(vim.dot[1]) + 1), ...vim.dot.slice(2)] : vim.dot
  const keys =
    count === ''
      ? dot
      : [
          ...count,
          ...dot.slice(
            Math.max(
              0,
              dot.findIndex(key => !/^[0-9]$/.test(key)),
            ),
          ),
        ]
  vim.typed = []
  feed(vim, keys)
  vim.dot = dot
  vim.repeatable = false
}

function playMacro(vim: Vim, key: Key): void {
  const count = Number(vim.pending.slice(0, -1).join('') || '1')
  vim.pending = []
  const name = key === '@' ? vim.lastMacro : key
  if (name === ':') {
    vim.repeatable = false
    return feed(vim, [':', ...(vim.histories[':'].at(-1) ?? ''), '<CR>'])
  }
  if (name === '') return fail(vim, 'E748: No previously used register')
  vim.lastMacro = name
  const keys = macro(vim, name)
  for (let turn = 0; turn < count && !vim.failed; turn++) {
    vim.typed = []
    feed(vim, keys)
  }
  vim.repeatable = false
}

/** At rest the cursor stands on a character, and a change that was made can be repeated. */
function rest(vim: Vim): void {
  if (vim.lines !== vim.rest && vim.repeatable) vim.dot = vim.typed
  vim.rest = vim.lines
  vim.typed = []
  vim.row = Math.min(vim.row, vim.lines.length - 1)
  const line = lineAt(vim, vim.row)
  vim.col = Math.max(0, Math.min(vim.col, before(line, line.length)))
}
