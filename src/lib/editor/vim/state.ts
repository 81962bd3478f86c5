/** Everything vim knows at one moment. Handlers change their own copy; what hangs below it is replaced, never written to. */
import type { Key } from '../key.ts'

export interface Pos {
  readonly row: number
  readonly col: number
}

export type Mode =
  | 'normal'
  | 'insert'
  | 'replace'
  | 'visual'
  | 'visual line'
  | 'visual block'
  | 'command'
  | 'confirm'

export interface Register {
  readonly kind: 'char' | 'line' | 'block'
  readonly lines: readonly string[]
}

export interface Settings {
  readonly number: boolean
  readonly relativenumber: boolean
  readonly paste: boolean
  readonly expandtab: boolean
  readonly autoindent: boolean
  readonly list: boolean
  readonly ignorecase: boolean
  readonly smartcase: boolean
  readonly hlsearch: boolean
  readonly incsearch: boolean
  readonly wrapscan: boolean
  readonly wrap: boolean
  readonly cursorline: boolean
  readonly cursorcolumn: boolean
  readonly readonly: boolean
  readonly syntax: boolean
  readonly tabstop: number
  readonly shiftwidth: number
  readonly softtabstop: number
  readonly scrolloff: number
}

/** The buffer before a change and where the cursor was. */
export interface Step extends Pos {
  readonly lines: readonly string[]
}

export interface Message {
  readonly text: string
  readonly kind: 'plain' | 'error' | 'warning'
}

/** A command as typed in normal or visual mode, taken apart. */
export interface Command {
  readonly name: string
  readonly operator?: string
  readonly register?: string
  readonly count?: number
  readonly argument?: Key
  /** `v`, `V` or Ctrl-V between operator and motion. */
  readonly force?: string
}

export interface CommandLine {
  readonly prompt: ':' | '/' | '?'
  readonly text: string
  readonly cursor: number
  /** Position in the history of this prompt. */
  readonly at?: number
  readonly draft?: string
  /** The command that waits for the search to end. */
  readonly waiting?: Command
  /** Where the search began. */
  readonly origin?: Step
  readonly back: Mode
}

/** An insertion that is repeated at Esc: by a count, or down a block. */
export interface Insertion {
  readonly count: number
  readonly keys: readonly Key[]
  readonly opens?: 'o' | 'O'
  readonly block?: {
    readonly rows: readonly number[]
    readonly col: number
    readonly append: boolean
    readonly back?: number
  }
  /** What replace mode wrote over, for the way back. */
  readonly covered: readonly string[]
  readonly start: Pos
}

export interface Confirmation {
  readonly found: readonly (Pos & { readonly length: number; readonly insert: string })[]
  readonly at: number
  readonly done: number
}

export interface Vim {
  lines: readonly string[]
  row: number
  col: number
  /** The column that j and k try to keep. */
  want: number
  mode: Mode
  anchor: Pos
  pending: readonly Key[]
  /** Everything typed since vim was last idle. */
  typed: readonly Key[]
  registers: Readonly<Record<string, Register>>
  marks: Readonly<Record<string, Pos>>
  lastVisual:
    | {
        readonly mode: Mode
        readonly anchor: Pos
        readonly row: number
        readonly col: number
        readonly want: number
      }
    | undefined
  undos: readonly Step[]
  redos: readonly Step[]
  /** The buffer when vim was last idle. */
  base: Step
  /** The buffer as it was read or written last. */
  saved: readonly string[]
  settings: Settings
  message: Message
  commandLine: CommandLine | undefined
  histories: Readonly<Record<':' | '/', readonly string[]>>
  pattern: string
  forward: boolean
  highlight: boolean
  find: { readonly key: string; readonly character: string } | undefined
  dot: readonly Key[]
  repeatable: boolean
  /** The buffer when the last command ended; what differs is worth repeating. */
  rest: readonly string[]
  /** A motion led nowhere or a command was refused: a macro stops. */
  failed: boolean
  /** Lines shown over the text until the next key. */
  listing: readonly string[] | undefined
  recording: { readonly register: string; readonly keys: readonly Key[] } | undefined
  lastMacro: string
  insertion: Insertion | undefined
  lastInserted: string
  substitute:
    | { readonly pattern: string; readonly replacement: string; readonly flags: string }
    | undefined
  confirmation: Confirmation | undefined
  /** Keys under replay count towards a limit. */
  depth: number
  /** Back to insert mode after one command (Ctrl-O). */
  oneShot: boolean
  path: string
  isNew: boolean
  readonly read: (path: string) => string | undefined
  writes: readonly { readonly path: string; readonly text: string }[]
  exit: number | undefined
  top: number
  columns: number
  rows: number
}

export const isVisual = (mode: Mode): boolean =>
  mode === 'visual' || mode === 'visual line' || mode === 'visual block'
export const isInsert = (mode: Mode): boolean => mode === 'insert' || mode === 'replace'

export function say(vim: Vim, text: string, kind: Message['kind'] = 'plain'): void {
  vim.message = { text, kind }
}

/** Shows an error; what was typed so far is void. */
export function fail(vim: Vim, text: string): void {
  vim.message = { text, kind: 'error' }
  vim.failed = true
}

export function lineAt(vim: Pick<Vim, 'lines'>, row: number): string {
  return vim.lines[row] ?? ''
}

/** Rows of text on the screen; the last one belongs to messages. */
export function textRows(vim: Vim): number {
  return Math.max(1, vim.rows - 1)
}
