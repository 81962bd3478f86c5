/** Undo and redo: whole buffers, remembered each time vim comes to rest changed. */
import { lineAt, say, type Step, type Vim } from './state.ts'
import { firstNonBlank, moveTo } from './text.ts'

/** Called when vim is idle again: what happened since the last time is one step. */
export function settle(vim: Vim): void {
  if (vim.lines !== vim.base.lines) {
    vim.undos = [...vim.undos.slice(-UNDOS_MAX), vim.base]
    vim.redos = []
    vim.marks = {
      ...vim.marks,
      '.': { row: firstDifference(vim.base.lines, vim.lines), col: vim.col },
    }
  }
  vim.base = { lines: vim.lines, row: vim.row, col: vim.col }
}

export function undo(vim: Vim, count: number): void {
  for (let turn = 0; turn < count; turn++) {
    const step = vim.undos.at(-1)
    if (!step) return say(vim, 'Already at oldest change')
    vim.undos = vim.undos.slice(0, -1)
    vim.redos = [...vim.redos, { lines: vim.lines, row: step.row, col: step.col }]
    restore(vim, step, `before #${vim.undos.length + 1}`)
  }
}

export function redo(vim: Vim, count: number): void {
  for (let turn = 0; turn < count; turn++) {
    const step = vim.redos.at(-1)
    if (!step) return say(vim, 'Already at newest change')
    vim.redos = vim.redos.slice(0, -1)
    vim.undos = [...vim.undos, { lines: vim.lines, row: step.row, col: step.col }]
    restore(vim, step, `after #${vim.undos.length}`)
  }
}

function restore(vim: Vim, step: Step, where: string): void {
  const row = firstDifference(vim.lines, step.lines)
  const more = step.lines.length - vim.lines.length
  vim.lines = step.lines
  const held = Math.min(row, vim.lines.length - 1)
  moveTo(vim, held, held === step.row ? step.col : firstNonBlank(lineAt(vim, held)))
  // A step that vim makes itself is no change of the learner's.
  vim.base = { lines: vim.lines, row: vim.row, col: vim.col }
  const changed =
    more === 0
      ? '1 change'
      : more === 1
        ? '1 more line'
        : more === -1
          ? '1 line less'
          : more > 0
            ? `${more} more lines`
            : `${-more} fewer lines`
  say(vim, `${changed}; ${where}`)
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  const end = Math.min(a.length, b.length)
  for (let row = 0; row < end; row++) if (a[row] !== b[row]) return row
  return end === Math.max(a.length, b.length) ? 0 : end
}

const UNDOS_MAX = 1000
