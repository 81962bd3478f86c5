/** The Ex commands, by name and the least that must be typed of it; the first that fits is meant. */
import { keys } from '../key.ts'
import { joinRows } from './actions.ts'
import { global } from './ex.ts'
import { feed } from './feed.ts'
import { linesOf, quit, size, writeFile } from './files.ts'
import { APPLY, type Range } from './operators.ts'
import { putLines } from './put.ts'
import { address, type Rows } from './range.ts'
import { fetch } from './registers.ts'
import { setOptions } from './settings.ts'
import { fail, lineAt, say, type Vim } from './state.ts'
import { substitute } from './substitute.ts'
import { firstNonBlank, moveTo, spliceRows } from './text.ts'
import { redo, undo } from './undo.ts'

interface ExOrder {
  readonly rows: Rows
  readonly bang: boolean
  readonly args: string
}

export interface ExCommand {
  readonly name: string
  readonly least: number
  /** Takes no arguments. */
  readonly plain?: true
  readonly noBang?: true
  /** `|` belongs to its arguments. */
  readonly takesBars?: true
  run(vim: Vim, order: ExOrder): void
}

const lines = (rows: Rows): Range => ({
  kind: 'line',
  from: { row: Math.max(0, rows.from), col: 0 },
  to: { row: Math.max(0, rows.to), col: 0 },
})

const write = (vim: Vim, { rows, bang, args }: ExOrder): boolean =>
  writeFile(vim, {
    force: bang,
    ...(args === '' ? {} : { path: args }),
    ...(rows.given > 0 && !(rows.from <= 0 && rows.to === vim.lines.length - 1) ? { rows } : {}),
  })

/** Register and count behind `:d` and `:y`. */
function withRegister(operator: 'd' | 'y') {
  return (vim: Vim, { rows, args }: ExOrder): void => {
    const parts = /^([a-zA-Z"_+*-])?\s*(\d+)?$/.exec(args)
    if (!parts) return fail(vim, `E488: Trailing characters: ${args}`)
    const range =
      parts[2] === undefined
        ? lines(rows)
        : {
            ...lines(rows),
            from: { row: rows.to, col: 0 },
            to: { row: Math.min(vim.lines.length - 1, rows.to + Number(parts[2]) - 1), col: 0 },
          }
    const { row, col } = vim
    APPLY[operator]?.(vim, range, { register: parts[1] })
    if (operator === 'y') moveTo(vim, row, col)
  }
}

function move(vim: Vim, { rows, args }: ExOrder): void {
  const target = address(vim, { text: args }, vim.row)
  if (target === undefined) return fail(vim, 'E14: Invalid address')
  if (typeof target === 'string') return fail(vim, target)
  if (target < -1 || target >= vim.lines.length) return fail(vim, 'E16: Invalid range')
  if (target >= rows.from && target < rows.to)
    return fail(vim, 'E134: Cannot move a range of lines into itself')
  const count = rows.to - rows.from + 1
  const moved = vim.lines.slice(rows.from, rows.to + 1)
  spliceRows(vim, rows.from, count, [])
  if (vim.lines.length === 1 && vim.lines[0] === '' && moved.length > 0 && count > 0 && target < 0)
    vim.lines = []
  const at = target >= rows.to ? target - count + 1 : target + 1
  spliceRows(vim, at, 0, moved)
  moveTo(vim, at + count - 1, firstNonBlank(moved.at(-1) ?? ''))
  if (count > 2) say(vim, `${count} lines moved`)
}

function copy(vim: Vim, { rows, args }: ExOrder): void {
  const target = address(vim, { text: args }, vim.row)
  if (target === undefined) return fail(vim, 'E14: Invalid address')
  if (typeof target === 'string') return fail(vim, target)
  const copied = vim.lines.slice(rows.from, rows.to + 1)
  spliceRows(vim, target + 1, 0, copied)
  moveTo(vim, target + copied.length, firstNonBlank(copied.at(-1) ?? ''))
  if (copied.length > 2) say(vim, `${copied.length} more lines`)
}

function edit(vim: Vim, { bang, args }: ExOrder): void {
  if (!bang && vim.lines !== vim.saved)
    return fail(vim, 'E37: No write since last change (add ! to override)')
  const path = args || vim.path
  const written = vim.writes.findLast(each => each.path === path)?.text
  const text = written ?? vim.read(path)
  vim.lines = text === undefined ? (path === vim.path ? vim.saved : ['']) : linesOf(text)
  vim.saved = vim.lines
  vim.isNew = text === undefined && path !== vim.path
  vim.path = path
  moveTo(vim, vim.row, vim.col)
  say(vim, vim.isNew ? `"${path}" [New]` : `"${path}" ${size(text ?? `${vim.lines.join('\n')}\n`)}`)
}

function read(vim: Vim, { rows, args }: ExOrder): void {
  if (args === '') return fail(vim, 'E32: No file name')
  if (args.startsWith('!'))
    return fail(vim, 'E145: Shell commands and some functionality not allowed in rvim')
  const text = vim.writes.findLast(each => each.path === args)?.text ?? vim.read(args)
  if (text === undefined) return fail(vim, `E484: Can't open file ${args}`)
  putLines(vim, rows.to + 1, { kind: 'line', lines: linesOf(text) })
  say(vim, `"${args}" ${size(text)}`)
}

function sort(vim: Vim, { rows, bang, args }: ExOrder): void {
  const { from, to } = rows.given === 0 ? { from: 0, to: vim.lines.length - 1 } : rows
  const number = (line: string): number => Number(/-?\d+/.exec(line)?.[0] ?? -Infinity)
  const key = (line: string): string => (args.includes('i') ? line.toLowerCase() : line)
  const order = (a: string, b: string): number =>
    args.includes('n') ? number(a) - number(b) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0
  let sorted = vim.lines.slice(from, to + 1).toSorted(order)
  if (bang) sorted.reverse()
  if (args.includes('u'))
    sorted = sorted.filter((line, at) => at === 0 || key(line) !== key(sorted[at - 1] ?? ''))
  spliceRows(vim, from, to - from + 1, sorted)
  moveTo(vim, from, 0)
}

function shift(step: '>' | '<') {
  return (vim: Vim, { rows, args }: ExOrder): void => {
    const [times = '1', count] = args.split(' ')
    const range = count
      ? {
          ...lines(rows),
          to: { row: Math.min(vim.lines.length - 1, rows.to + Number(count) - 1), col: 0 },
        }
      : lines(rows)
    APPLY[step]?.(vim, range, { count: Number(times) })
    moveTo(vim, range.to.row, firstNonBlank(lineAt(vim, range.to.row)))
  }
}

function registers(vim: Vim): void {
  const names = Object.keys(vim.registers).toSorted()
  vim.listing = [
    ':registers',
    'Type Name Content',
    ...names.map(name => {
      const register = vim.registers[name]
      const text = (register?.lines.join('^J') ?? '') + (register?.kind === 'line' ? '^J' : '')
      return `  ${register?.kind === 'line' ? 'l' : register?.kind === 'block' ? 'b' : 'c'}  "${name}   ${text}`
    }),
  ]
}

function marks(vim: Vim): void {
  vim.listing = [
    ':marks',
    'mark line  col file/text',
    ...Object.entries(vim.marks).map(
      ([name, at]) =>
        ` ${name === '`' ? "'" : name} ${String(at.row + 1).padStart(6)} ${String(at.col).padStart(4)} ${lineAt(vim, at.row).trim()}`,
    ),
  ]
}

function retab(vim: Vim, { args }: ExOrder): void {
  const tabstop = vim.settings.tabstop
  vim.lines = vim.lines.map(line => {
    let out = ''
    for (const part of line.split(/(\t)/))
      out +=
        part === '\t' && vim.settings.expandtab
          ? ' '.repeat(tabstop - (out.length % tabstop))
          : part
    return out
  })
  if (/^\d+$/.test(args)) vim.settings = { ...vim.settings, tabstop: Number(args) }
}

const leave = (vim: Vim, { bang }: ExOrder): void => {
  quit(vim, bang)
}
const writeAndLeave = (vim: Vim, order: ExOrder): void => {
  if (write(vim, order)) quit(vim, true)
}
const exit = (vim: Vim, order: ExOrder): void => {
  if ((vim.lines === vim.saved && !vim.isNew) || write(vim, order)) quit(vim, true)
}
const nothing = (): void => {}

export const COMMANDS: readonly ExCommand[] = [
  { name: 'write', least: 1, run: write },
  { name: 'wq', least: 2, run: writeAndLeave },
  { name: 'wqall', least: 3, run: writeAndLeave },
  { name: 'wall', least: 2, run: write },
  { name: 'quit', least: 1, run: leave, plain: true },
  { name: 'quitall', least: 5, run: leave, plain: true },
  {
    name: 'qall',
    least: 2,
    plain: true,
    run: (vim, { bang }) => {
      if (bang || vim.lines === vim.saved) quit(vim, true)
      else
        fail(
          vim,
          `E37: No write since last change\nE162: No write since last change for buffer "${vim.path}"`.split(
            '\n',
          )[0] ?? '',
        )
    },
  },
  {
    name: 'cquit',
    least: 2,
    run: vim => {
      quit(vim, true, 1)
    },
  },
  { name: 'xit', least: 1, run: exit },
  { name: 'exit', least: 3, run: exit },
  { name: 'xall', least: 2, run: exit },
  { name: 'edit', least: 1, run: edit },
  { name: 'read', least: 1, run: read },
  {
    name: 'substitute',
    least: 1,
    run: (vim, { rows, args }) => substitute(vim, args, Math.max(0, rows.from), rows.to),
  },
  {
    name: '&',
    least: 1,
    run: (vim, { rows }) => substitute(vim, '', Math.max(0, rows.from), rows.to),
  },
  {
    name: '&&',
    least: 2,
    run: (vim, { rows }) => substitute(vim, '&', Math.max(0, rows.from), rows.to),
  },
  {
    name: 'global',
    least: 1,
    takesBars: true,
    run: (vim, { rows, bang, args }) => global(vim, args, rows, bang),
  },
  {
    name: 'vglobal',
    least: 1,
    takesBars: true,
    run: (vim, { rows, args }) => global(vim, args, rows, true),
  },
  { name: 'delete', least: 1, run: withRegister('d') },
  { name: 'yank', least: 1, run: withRegister('y') },
  {
    name: 'put',
    least: 2,
    run: (vim, { rows, bang, args }) => {
      const register = fetch(vim, args || undefined)
      if (!register) return fail(vim, `E353: Nothing in register ${args || '"'}`)
      putLines(vim, bang ? rows.to : rows.to + 1, { kind: 'line', lines: register.lines })
      moveTo(vim, (bang ? rows.to : rows.to + 1) + register.lines.length - 1, 0)
    },
  },
  { name: 'move', least: 1, run: move },
  { name: 'copy', least: 2, run: copy },
  { name: 't', least: 1, run: copy },
  {
    name: 'join',
    least: 1,
    run: (vim, { rows, bang }) => {
      joinRows(vim, rows.from, rows.given > 1 ? rows.to - rows.from + 1 : 2, !bang)
      moveTo(vim, vim.row, firstNonBlank(lineAt(vim, vim.row)))
    },
  },
  { name: '>', least: 1, run: shift('>') },
  { name: '<', least: 1, run: shift('<') },
  {
    name: 'normal',
    least: 4,
    takesBars: true,
    run: (vim, { rows, args }) => {
      for (let row = rows.from; row <= rows.to && row < vim.lines.length; row++) {
        if (rows.given > 0) moveTo(vim, row, 0)
        feed(vim, [...keys(args), '<Esc>'])
        vim.failed = false
      }
    },
  },
  { name: 'set', least: 2, run: (vim, { args }) => setOptions(vim, args) },
  { name: 'setlocal', least: 4, run: (vim, { args }) => setOptions(vim, args) },
  {
    name: 'nohlsearch',
    least: 3,
    plain: true,
    run: vim => {
      vim.highlight = false
    },
  },
  { name: 'undo', least: 1, run: vim => undo(vim, 1) },
  { name: 'redo', least: 3, run: vim => redo(vim, 1) },
  { name: 'registers', least: 3, run: registers },
  { name: 'display', least: 2, run: registers },
  { name: 'marks', least: 5, run: marks },
  {
    name: 'mark',
    least: 2,
    run: (vim, { rows, args }) => {
      vim.marks = { ...vim.marks, [args]: { row: rows.to, col: 0 } }
    },
  },
  {
    name: 'k',
    least: 1,
    run: (vim, { rows, args }) => {
      vim.marks = { ...vim.marks, [args]: { row: rows.to, col: 0 } }
    },
  },
  { name: 'sort', least: 3, run: sort },
  { name: 'retab', least: 3, run: retab },
  { name: 'file', least: 1, run: vim => feed(vim, ['<C-g>']) },
  {
    name: 'print',
    least: 1,
    run: (vim, { rows }) => {
      say(vim, lineAt(vim, rows.to))
      moveTo(vim, rows.to, 0)
    },
  },
  {
    name: '=',
    least: 1,
    run: (vim, { rows }) => say(vim, String(rows.given === 0 ? vim.lines.length : rows.to + 1)),
  },
  {
    name: 'help',
    least: 1,
    run: vim => {
      vim.listing = HELP
    },
  },
  {
    name: 'version',
    least: 2,
    run: vim => {
      vim.listing = ['VIM - Vi IMproved 9.0']
    },
  },
  {
    name: 'syntax',
    least: 2,
    run: (vim, { args }) => {
      vim.settings = { ...vim.settings, syntax: args !== 'off' }
    },
  },
  { name: 'filetype', least: 5, run: nothing },
  { name: 'colorscheme', least: 4, run: nothing },
  { name: 'startinsert', least: 4, run: vim => feed(vim, ['i']) },
  {
    name: '!',
    least: 1,
    takesBars: true,
    run: vim => fail(vim, 'E145: Shell commands and some functionality not allowed in rvim'),
  },
]

const HELP: readonly string[] = [
  'i a o I A O   insert     Esc   back            :w :q :wq :q! ZZ   write, leave',
  'h j k l w b e move       gg G  top, bottom     /text n N          search',
  'x dd yy p P   cut, copy, put   u Ctrl-R        undo, redo',
  'v V Ctrl-V    select     > <   shift           :%s/old/new/g      replace',
  ':set number paste expandtab ts=2 sw=2          .                  repeat',
]
