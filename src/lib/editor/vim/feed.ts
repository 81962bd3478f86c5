/** Hands vim keys as if they were typed: for `.`, macros and `:normal`. */
import type { Key } from '../key.ts'
import { handle } from './handle.ts'
import { fail, type Vim } from './state.ts'

export function feed(vim: Vim, keys: readonly Key[]): void {
  if (vim.depth >= DEPTH_MAX) return fail(vim, 'E169: Command too recursive')
  vim.depth++
  for (const key of keys) {
    handle(vim, key)
    if (vim.failed || vim.exit !== undefined) break
  }
  vim.depth--
}

const DEPTH_MAX = 50
