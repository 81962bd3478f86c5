/** Vim as a pure machine: a state and a key give the next state; `createVim` wraps it for the screen. */
import type { Editor } from '../frame.ts'
import type { Key } from '../key.ts'
import { execute } from './ex.ts'
import { linesOf, size } from './files.ts'
import { handle } from './handle.ts'
import { follow } from './scroll.ts'
import { defaultSettings } from './settings.ts'
import type { Vim } from './state.ts'
import { settle } from './undo.ts'
import { frameOf } from './view.ts'

export interface VimSettings {
  readonly path: string
  readonly text: string
  readonly columns: number
  readonly rows: number
  readonly isNew?: boolean
  readonly readOnly?: boolean
  /** Shown instead of the file's name and size. */
  readonly message?: string
  /** Where to begin: `12`, `$`, `/pattern`. */
  readonly start?: string
  /** The learner's ~/.vimrc. */
  readonly rc?: string
  /** Other files, for `:r`, `:e` and `:w other`. */
  read?(path: string): string | undefined
}

export function createVim(settings: VimSettings): Editor {
  let vim = openVim(settings)
  return {
    press: key => {
      vim = press(vim, key)
    },
    resize: (columns, rows) => {
      vim = resized(vim, columns, rows)
    },
    frame: () => frameOf(vim),
    get writes() {
      return vim.writes
    },
    get exit() {
      return vim.exit
    },
  }
}

/** The next state; the one given stays as it is. */
export function press(before: Vim, key: Key): Vim {
  const vim = { ...before, failed: false, listing: undefined }
  if (before.listing && (key === '<CR>' || key === ' ' || key === '<Esc>')) return vim
  handle(vim, key)
  if (vim.oneShot && vim.mode === 'normal' && vim.pending.length === 0) {
    vim.oneShot = false
    vim.mode = 'insert'
  } else if (vim.mode === 'normal' && vim.pending.length === 0) settle(vim)
  if (before.mode === 'insert' && key === '<C-o>') {
    vim.mode = 'normal'
    vim.oneShot = true
  }
  follow(vim)
  return vim
}

export function openVim(settings: VimSettings): Vim {
  const lines = linesOf(settings.text)
  const endsOpen = settings.text !== '' && !settings.text.endsWith('\n')
  const named =
    settings.path === ''
      ? ''
      : settings.isNew
        ? `"${settings.path}" [New]`
        : `"${settings.path}" ${settings.readOnly ? '[readonly] ' : ''}${endsOpen ? '[noeol] ' : ''}${size(settings.text)}`
  const vim: Vim = {
    lines,
    saved: lines,
    rest: lines,
    row: 0,
    col: 0,
    want: 0,
    mode: 'normal',
    anchor: { row: 0, col: 0 },
    pending: [],
    typed: [],
    registers: {},
    marks: { '`': { row: 0, col: 0 } },
    lastVisual: undefined,
    undos: [],
    redos: [],
    base: { lines, row: 0, col: 0 },
    settings: defaultSettings(settings.path, settings.readOnly ?? false),
    message: { text: settings.message ?? named, kind: 'plain' },
    commandLine: undefined,
    histories: { ':': [], '/': [] },
    pattern: '',
    forward: true,
    highlight: false,
    find: undefined,
    dot: [],
    repeatable: false,
    failed: false,
    listing: undefined,
    recording: undefined,
    lastMacro: '',
    insertion: undefined,
    lastInserted: '',
    substitute: undefined,
    confirmation: undefined,
    depth: 0,
    oneShot: false,
    path: settings.path,
    isNew: settings.isNew ?? false,
    read: path => settings.read?.(path),
    writes: [],
    exit: undefined,
    top: 0,
    columns: settings.columns,
    rows: settings.rows,
  }
  const told = settings.rc === undefined ? vim : withRc(vim, settings.rc)
  return settings.start === undefined ? told : startingAt(told, settings.start)
}

function resized(before: Vim, columns: number, rows: number): Vim {
  const vim = { ...before, columns, rows }
  follow(vim)
  return vim
}

/** `vim +12 file`: the cursor begins there; what goes wrong is said instead of the file's name. */
function startingAt(opened: Vim, start: string): Vim {
  const vim = { ...opened }
  execute(vim, start)
  if (!vim.failed) vim.message = opened.message
  follow(vim)
  return { ...vim, failed: false, base: { lines: vim.lines, row: vim.row, col: vim.col } }
}

/** Reads a vimrc: settings, and those for the file's type. Lines that mean nothing here are left out. */
function withRc(opened: Vim, rc: string): Vim {
  const vim = { ...opened }
  for (const line of rc.split('\n')) {
    const command = line
      .trim()
      .replace(/^(?:au|autocmd)!?\s+FileType\s+(\S+)\s+/i, (_, types: string) =>
        types
          .split(',')
          .some(type => type === '*' || (type === 'yaml' && /\.ya?ml$/.test(vim.path)))
          ? ''
          : '"',
      )
    if (/^:?(?:se|set|setl|setlocal|syntax|sy)\b/.test(command)) execute(vim, command)
    vim.failed = false
  }
  return { ...vim, message: opened.message, listing: undefined }
}
