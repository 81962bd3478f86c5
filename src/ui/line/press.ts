/** The line editor: one key in, the next state out, in the manner of readline's emacs mode. */
import { produce } from 'immer'
import { typed, type Key } from '../../lib/editor/key.ts'
import type { Completion } from '../session.ts'
import { acceptMenu, closeMenu, openMenu, pressInMenu } from './menu.ts'
import { COMMANDS } from './commands.ts'
import { pressInSearch, startSearch } from './search.ts'
import { ghost } from './ghost.ts'
import { remember, splice, type Effect, type LineState } from './state.ts'
import { pressVi } from './vi.ts'

/** What the editor may ask while it handles a key. */
export interface LineContext {
  readonly history: readonly string[]
  /** `set -o vi` was typed. */
  readonly vi?: boolean
  isIncomplete(text: string): boolean
  complete(text: string, cursor: number): Completion
}

export interface Pressed {
  readonly line: LineState
  readonly effect?: Effect
}

export function press(line: LineState, key: Key, context: LineContext): Pressed {
  let effect: Effect | undefined
  if (context.vi && !line.search && !line.menu) {
    const next = { ...line, undos: [...line.undos], kills: [...line.kills] }
    const done = pressVi(next, key, context.history)
    if (typeof done === 'object') return { line: next, effect: done }
    if (done === 'handled') return { line: next }
    line = next
  }
  const next = produce(line, draft => {
    effect = handle(draft, key, context)
  })
  return effect ? { line: next, effect } : { line: next }
}

/** Puts text in as it is, without reading keys out of it. */
export function insert(line: LineState, text: string): LineState {
  return produce(line, draft => {
    draft.menu = undefined
    draft.search = undefined
    remember(draft)
    splice(draft, draft.cursor, draft.cursor, text)
    draft.did = 'other'
  })
}

function handle(line: LineState, key: Key, context: LineContext): Effect | undefined {
  if (line.search) {
    const done = pressInSearch(line, key, context.history)
    if (done === 'handled') return undefined
  }
  if (line.menu) {
    const done = pressInMenu(line, key, context)
    if (done === 'handled') return undefined
  }
  if (line.chord) return chord(line, key)
  const before = line.did
  const text = typed(key)
  if (text !== undefined && text >= ' ') {
    if (text === '?' && line.text === '') return { do: 'help' }
    return type(line, text)
  }
  return control(line, key, context, before)
}

function type(line: LineState, text: string): undefined {
  if (line.did !== 'insert' || text === ' ') remember(line)
  splice(line, line.cursor, line.cursor, text)
  line.did = 'insert'
}

function control(
  line: LineState,
  key: Key,
  context: LineContext,
  before: LineState['did'],
): Effect | undefined {
  switch (key) {
    case '<CR>':
    case '<C-j>':
      return enter(line, context)
    case '<Tab>':
      openMenu(line, context)
      return undefined
    case '<C-c>':
      return { do: 'interrupt' }
    case '<C-l>':
      return { do: 'clear' }
    case '<F1>':
      return { do: 'help' }
    case '<C-r>':
    case '<C-s>':
      startSearch(line, context.history, key === '<C-s>')
      return undefined
    case '<C-x>':
      line.chord = true
      return undefined
    case '<C-d>':
      if (line.text === '') return { do: 'eof' }
  }
  if (acceptGhost(line, key, context.history)) return undefined
  const command = COMMANDS[key]
  if (!command) return undefined
  line.did = command(line, context.history, before) ?? 'other'
  return undefined
}

function enter(line: LineState, context: LineContext): Effect | undefined {
  if (line.menu?.selected !== undefined) {
    acceptMenu(line)
    return undefined
  }
  closeMenu(line)
  if (context.isIncomplete(line.text)) {
    remember(line)
    line.cursor = line.text.length
    splice(line, line.cursor, line.cursor, '\n')
    line.did = 'other'
    return undefined
  }
  return { do: 'submit', line: line.text }
}

/** Ctrl-X Ctrl-E opens the line in the editor, Ctrl-X Ctrl-U undoes. */
function chord(line: LineState, key: Key): Effect | undefined {
  line.chord = false
  if (key === '<C-e>') return { do: 'edit' }
  if (key === '<C-u>') COMMANDS['<C-_>']?.(line, [], 'other')
  line.did = 'other'
  return undefined
}

/** At the end of the line, going right takes the suggestion over: all of it, or a word of it. */
function acceptGhost(line: LineState, key: Key, history: readonly string[]): boolean {
  const rest = ghost(line, history)
  if (rest === '') return false
  const whole = key === '<Right>' || key === '<C-f>' || key === '<C-e>' || key === '<End>'
  const word = key === '<M-f>' || key === '<C-Right>' || key === '<M-Right>'
  if (!whole && !word) return false
  remember(line)
  const taken = whole ? rest : (/^\s*\S+/.exec(rest)?.[0] ?? rest)
  splice(line, line.cursor, line.cursor, taken)
  line.did = 'other'
  return true
}
