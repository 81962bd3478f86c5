/** The line being typed: text, cursor, what was cut, what can be undone, and the menus over it. */
import type { Vim } from '../../lib/editor/vim/state.ts'
import type { Candidate } from '../session.ts'

interface Snapshot {
  readonly text: string
  readonly cursor: number
}

export interface Search {
  query: string
  /** Position in the history, its length when nothing was looked at yet. */
  at: number
  failed: boolean
  forward: boolean
  readonly saved: Snapshot
}

export interface Menu {
  readonly candidates: readonly Candidate[]
  readonly from: number
  /** What was typed of the word before the menu opened. */
  readonly typed: string
  selected: number | undefined
}

/** What the key before this one did; kills in a row join, yanks can be rotated. */
export type Did = 'insert' | 'kill' | 'yank' | 'argument' | 'other'

export interface LineState {
  text: string
  cursor: number
  /** Newest last. */
  kills: string[]
  undos: Snapshot[]
  did: Did
  /** The history entry shown; its length means the new line. */
  recalled: number | undefined
  draft: string
  search: Search | undefined
  /** What was searched for before; Ctrl-R twice looks for it again. */
  lastQuery: string
  menu: Menu | undefined
  /** In vi's normal mode. */
  vi: Vim | undefined
  /** Where the last yank or argument stands, to be replaced by the next rotation. */
  yanked: { from: number; to: number; turn: number } | undefined
  /** The first key of a two-key chord (Ctrl-X). */
  chord: boolean
}

/** What a key asks of the terminal. */
export type Effect =
  | { readonly do: 'submit'; readonly line: string }
  | { readonly do: 'eof' | 'interrupt' | 'clear' | 'help' | 'edit' | 'bell' }

export function emptyLine(kills: readonly string[] = []): LineState {
  return {
    text: '',
    cursor: 0,
    kills: [...kills],
    undos: [],
    did: 'other',
    recalled: undefined,
    draft: '',
    search: undefined,
    lastQuery: '',
    menu: undefined,
    vi: undefined,
    yanked: undefined,
    chord: false,
  }
}

/** Remembers the line as it is, so that the next change can be undone. */
export function remember(line: LineState): void {
  line.undos.push({ text: line.text, cursor: line.cursor })
  if (line.undos.length > UNDOS_MAX) line.undos.shift()
}

/** Replaces a stretch of the text and puts the cursor behind what came in. */
export function splice(line: LineState, from: number, to: number, insert: string): void {
  line.text = line.text.slice(0, from) + insert + line.text.slice(to)
  line.cursor = from + insert.length
}

const UNDOS_MAX = 500
