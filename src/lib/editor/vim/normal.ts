/** Normal mode: runs a command once it is complete, as motion, operator with motion, or action. */
import type { Key } from '../key.ts'
import { ACTIONS, SHORTHANDS } from './actions.ts'
import { MOTIONS, type Target } from './motions.ts'
import { textObject } from './objects.ts'
import { APPLY, type Range } from './operators.ts'
import { LINE, parse } from './parse.ts'
import { lineAt, type Command, type Pos, type Vim } from './state.ts'
import { firstNonBlank, isBefore, moveTo, onePast } from './text.ts'
import { kindOf, wordEnd } from './words.ts'

export function pressNormal(vim: Vim, key: Key): void {
  if (key === '<Esc>' || key === '<C-c>') {
    if (vim.pending.length === 0 && key === '<C-c>')
      vim.message = { text: 'Type  :qa  and press <Enter> to exit Vim', kind: 'plain' }
    vim.pending = []
    return
  }
  const pending = [...vim.pending, NAMES[key] ?? key]
  const parsed = parse(pending, false)
  vim.pending = parsed === 'more' ? pending : []
  if (typeof parsed !== 'string') run(vim, parsed)
}

/** Runs a whole command of normal mode. */
function run(vim: Vim, typed: Command): void {
  const shorthand = typed.operator === undefined ? SHORTHANDS[typed.name] : undefined
  const command = shorthand ? { ...typed, ...shorthand } : typed
  vim.repeatable = true
  if (command.operator !== undefined) {
    if (command.name === '/' || command.name === '?') return ACTIONS[command.name]?.(vim, command)
    const range = rangeOf(vim, command)
    if (range) operate(vim, command, range)
    else vim.failed = true
    return
  }
  const motion = MOTIONS[command.name]
  if (!motion) return ACTIONS[command.name]?.(vim, command)
  const target = motion(vim, command.count ?? 1, command)
  if (target) go(vim, target)
  else vim.failed = true
}

/** Moves the cursor to where a motion leads. */
export function go(vim: Vim, target: Target): void {
  if (target.jump) vim.marks = { ...vim.marks, '`': { row: vim.row, col: vim.col } }
  moveTo(vim, target.row, target.col, target.want !== undefined)
  if (target.want !== undefined) vim.want = target.want
}

/** Applies an operator; counts of the doubled forms were used up for the range. */
export function operate(vim: Vim, command: Command, range: Range): void {
  if (range.kind !== 'block') vim.marks = { ...vim.marks, '[': range.from, ']': range.to }
  APPLY[command.operator ?? '']?.(vim, range, { register: command.register })
}

/** A range from the cursor to a motion's target. */
export function rangeTo(
  vim: Vim,
  target: Target,
  command: Command,
  here: Pos = { row: vim.row, col: vim.col },
): Range | undefined {
  const [from, end] = isBefore(target, here) ? [target as Pos, here] : [here, target as Pos]
  const linewise = command.force === 'V' || (target.linewise && command.force === undefined)
  if (linewise) return { kind: 'line', from: { row: from.row, col: 0 }, to: end }
  const inclusive =
    command.force === 'v' && !target.linewise ? !target.inclusive : target.inclusive === true
  if (command.force === '<C-v>') {
    const [left, right] = from.col <= end.col ? [from.col, end.col] : [end.col, from.col]
    return {
      kind: 'block',
      from: { row: from.row, col: left },
      to: { row: end.row, col: inclusive || target.linewise ? right + 1 : right },
    }
  }
  const big = BIG_MOTIONS.has(command.name)
  if (inclusive) return { kind: 'char', from, to: onePast(vim, end), big }
  if (end.row > from.row && end.col === 0 && command.force === undefined) {
    if (
      from.col <= firstNonBlank(lineAt(vim, from.row)) &&
      lineAt(vim, from.row).slice(0, from.col).trim() === ''
    ) {
      return { kind: 'line', from: { row: from.row, col: 0 }, to: { row: end.row - 1, col: 0 } }
    }
    return {
      kind: 'char',
      from,
      to: { row: end.row - 1, col: lineAt(vim, end.row - 1).length },
      big,
    }
  }
  if (from.row === end.row && from.col === end.col && command.operator !== 'c') return undefined
  return { kind: 'char', from, to: end, big }
}

function rangeOf(vim: Vim, command: Command): Range | undefined {
  const count = command.count ?? 1
  if (command.name === LINE) {
    return {
      kind: 'line',
      from: { row: vim.row, col: 0 },
      to: { row: Math.min(vim.row + count, vim.lines.length) - 1, col: 0 },
    }
  }
  if (/^[ia]./.test(command.name)) {
    const extent = textObject(vim, command.name, count)
    if (!extent) return undefined
    if (extent.linewise && !(command.operator === 'c' && /[()[\]{}Bb]/.test(command.name)))
      return { kind: 'line', from: extent.from, to: extent.to }
    return {
      kind: 'char',
      from: extent.from,
      to: extent.empty ? extent.from : extent.linewise ? extent.to : onePast(vim, extent.to),
    }
  }
  if (command.operator === 'c' && /^w$/i.test(command.name))
    return changedWords(vim, count, command.name === 'W') ?? motionRange(vim, command, count)
  return motionRange(vim, command, count)
}

function motionRange(vim: Vim, command: Command, count: number): Range | undefined {
  // A motion may move the cursor before it searches (`*`); the range begins where it stood.
  const here: Pos = { row: vim.row, col: vim.col }
  const target = MOTIONS[command.name]?.(vim, count, command)
  vim.col = here.col
  return target && rangeTo(vim, target, command, here)
}

/** `cw` on a word ends with the word, not before the next one. */
function changedWords(vim: Vim, count: number, big: boolean): Range | undefined {
  if (kindOf(lineAt(vim, vim.row)[vim.col], big) === 0) return undefined
  let end: Pos = { row: vim.row, col: vim.col }
  for (let turn = 0; turn < count; turn++) end = wordEnd(vim.lines, end, big, turn === 0)
  return { kind: 'char', from: { row: vim.row, col: vim.col }, to: onePast(vim, end) }
}

/** Motions whose deletions are never small. */
const BIG_MOTIONS: ReadonlySet<string> = new Set(['%', '`', '/', '?', 'n', 'N', '{', '}'])

const NAMES: Readonly<Record<Key, Key>> = {
  '<Del>': 'x',
  '<Insert>': 'i',
  '<PageUp>': '<C-b>',
  '<PageDown>': '<C-f>',
  '<S-Down>': '<C-f>',
  '<S-Up>': '<C-b>',
  '<C-End>': 'G',
  '<Tab>': '<C-i>',
}
