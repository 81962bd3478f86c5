/** Nano: an editor without modes, its keys in the two bottom rows. */
import type { Editor, Frame, Span } from './frame.ts'
import { typed, type Key } from './key.ts'
import { after, before, fit, width } from './width.ts'
import { yamlStyles } from './yaml.ts'

export interface NanoSettings {
  readonly path: string
  readonly text: string
  readonly columns: number
  readonly rows: number
  readonly isNew?: boolean
  readonly message?: string
}

interface Snapshot {
  readonly lines: readonly string[]
  readonly row: number
  readonly col: number
}

/** A question in the bottom row. */
interface Ask {
  readonly question: string
  readonly text: string
  /** Takes one letter instead of a text. */
  readonly letters?: boolean
  answer(text: string): void
}

export function createNano(settings: NanoSettings): Editor {
  let { columns, rows } = settings
  let lines: readonly string[] =
    settings.text === '' ? [''] : settings.text.replace(/\n$/, '').split('\n')
  let saved = lines
  let row = 0
  let col = 0
  let top = 0
  let want = 0
  let cut: { readonly lines: readonly string[]; readonly open: boolean } = {
    lines: [],
    open: false,
  }
  let undos: Snapshot[] = []
  let redos: Snapshot[] = []
  let ask: Ask | undefined
  let lastSearch = ''
  let message: string | undefined =
    settings.message ?? (settings.isNew ? '[ New File ]' : `[ Read ${count(lines.length)} ]`)
  let exit: number | undefined
  const writes: { path: string; text: string }[] = []

  const line = (): string => lines[row] ?? ''
  const height = (): number => Math.max(1, rows - 4)
  const place = (newRow: number, newCol: number, keep = false): void => {
    row = Math.max(0, Math.min(newRow, lines.length - 1))
    col = Math.max(0, Math.min(newCol, line().length))
    if (!keep) want = col
    if (row < top || row >= top + height()) top = Math.max(0, row - Math.floor(height() / 2))
  }
  const splice = (from: number, removed: number, ...added: string[]): void => {
    undos = [...undos.slice(-UNDOS_MAX), { lines, row, col }]
    redos = []
    lines = [...lines.slice(0, from), ...added, ...lines.slice(from + removed)]
    if (lines.length === 0) lines = ['']
  }
  const type = (text: string): void => {
    splice(row, 1, line().slice(0, col) + text + line().slice(col))
    place(row, col + text.length)
  }
  const travel = (from: Snapshot[], to: Snapshot[], done: string): void => {
    const step = from.pop()
    if (!step) {
      message = `[ Nothing to ${done === 'Undid' ? 'undo' : 'redo'} ]`
      return
    }
    to.push({ lines, row, col })
    lines = step.lines
    place(step.row, step.col)
    message = `[ ${done} action ]`
  }
  const write = (path: string, thenLeave: boolean): void => {
    const text =
      lines.length === 1 && lines[0] === '' ? '' : `${lines.join('\n').replace(/\n$/, '')}\n`
    writes.push({ path, text })
    saved = lines
    message = `[ Wrote ${count(text === '' ? 0 : text.split('\n').length - 1)} ]`
    if (thenLeave) exit = 0
  }
  const askPath = (thenLeave: boolean): void => {
    ask = {
      question: 'File Name to Write: ',
      text: settings.path,
      answer: path => write(path, thenLeave),
    }
  }
  const leave = (): void => {
    if (lines === saved) {
      exit = 0
      return
    }
    ask = {
      question: 'Save modified buffer?  (Y/N, ^C cancels) ',
      text: '',
      letters: true,
      answer: letter => {
        if (letter === 'y') askPath(true)
        else if (letter === 'n') exit = 0
      },
    }
  }
  const find = (text: string): void => {
    const wanted = (text || lastSearch).toLowerCase()
    lastSearch = text || lastSearch
    for (let step = 0; step <= lines.length; step++) {
      const at = (row + step) % lines.length
      const found = (lines[at] ?? '').toLowerCase().indexOf(wanted, step === 0 ? col + 1 : 0)
      if (found < 0 || wanted === '') continue
      if (row + step >= lines.length) message = '[ Search Wrapped ]'
      return place(at, found)
    }
    message = `[ "${lastSearch}" not found ]`
  }

  const COMMANDS: Readonly<Record<Key, () => void>> = {
    '<C-x>': leave,
    '<C-o>': () => askPath(false),
    '<C-s>': () => write(settings.path, false),
    '<C-w>': () => {
      ask = {
        question: lastSearch ? `Search [${lastSearch}]: ` : 'Search: ',
        text: '',
        answer: find,
      }
    },
    '<M-w>': () => find(''),
    '<C-k>': () => {
      cut = { lines: [...(cut.open ? cut.lines : []), line()], open: true }
      splice(row, 1)
      place(row, 0)
    },
    '<M-6>': () => {
      cut = { lines: [...(cut.open ? cut.lines : []), line()], open: true }
      place(row + 1, 0)
    },
    '<C-u>': () => {
      if (cut.lines.length === 0) return
      splice(row, 0, ...cut.lines)
      place(row + cut.lines.length, 0)
    },
    '<CR>': () => {
      splice(row, 1, line().slice(0, col), line().slice(col))
      place(row + 1, 0)
    },
    '<Tab>': () => type('\t'),
    '<BS>': () => {
      if (col > 0) {
        const from = before(line(), col)
        splice(row, 1, line().slice(0, from) + line().slice(col))
        place(row, from)
      } else if (row > 0) {
        const above = lines[row - 1] ?? ''
        splice(row - 1, 2, above + line())
        place(row - 1, above.length)
      }
    },
    '<Del>': () => {
      if (col < line().length)
        splice(row, 1, line().slice(0, col) + line().slice(after(line(), col)))
      else if (row + 1 < lines.length) splice(row, 2, line() + (lines[row + 1] ?? ''))
    },
    '<Left>': () =>
      col > 0 ? place(row, before(line(), col)) : row > 0 && place(row - 1, Infinity),
    '<Right>': () =>
      col < line().length
        ? place(row, after(line(), col))
        : row + 1 < lines.length && place(row + 1, 0),
    '<Up>': () => place(row - 1, want, true),
    '<Down>': () => place(row + 1, want, true),
    '<Home>': () => place(row, 0),
    '<End>': () => place(row, Infinity),
    '<PageUp>': () => place(row - height() + 2, want, true),
    '<PageDown>': () => place(row + height() - 2, want, true),
    '<M-\\>': () => place(0, 0),
    '<M-/>': () => place(lines.length - 1, Infinity),
    '<M-u>': () => travel(undos, redos, 'Undid'),
    '<M-e>': () => travel(redos, undos, 'Redid'),
    '<C-c>': () => {
      message = `[ line ${row + 1}/${lines.length} (${Math.floor(((row + 1) * 100) / lines.length)}%), col ${width(line().slice(0, col)) + 1}/${width(line()) + 1} ]`
    },
    '<C-_>': () => {
      ask = {
        question: 'Enter line number, column number: ',
        text: '',
        answer: text => place(Number.parseInt(text, 10) - 1 || 0, 0),
      }
    },
  }

  const answer = (key: Key): void => {
    const open = ask as Ask
    if (key === '<C-c>' || key === '<Esc>') {
      ask = undefined
      message = '[ Cancelled ]'
    } else if (open.letters) {
      if (!/^[ynYN]$/.test(key)) return
      ask = undefined
      open.answer(key.toLowerCase())
    } else if (key === '<CR>') {
      ask = undefined
      open.answer(open.text)
    } else if (key === '<BS>' || key === '<C-h>') ask = { ...open, text: open.text.slice(0, -1) }
    else if (typed(key) !== undefined) ask = { ...open, text: open.text + key }
  }

  return {
    press(key) {
      message = undefined
      if (ask) return answer(key)
      const name = ALIASES[key] ?? key
      if (name !== '<C-k>' && name !== '<M-6>') cut = { ...cut, open: false }
      const command = COMMANDS[name]
      if (command) command()
      else if (typed(key) !== undefined) type(key)
    },
    resize(newColumns, newRows) {
      columns = newColumns
      rows = newRows
      place(row, col, true)
    },
    frame(): Frame {
      const title = `  GNU nano 6.2${settings.path.padStart(Math.floor((columns + settings.path.length) / 2) - 14)}`
      const modified = lines === saved ? '' : 'Modified'
      const head: Span[] = [
        {
          text: fit(title.padEnd(columns - modified.length - 1) + modified, columns - 1).padEnd(
            columns,
          ),
          style: 'title',
        },
      ]
      // A line longer than the screen is shown in portions around the cursor.
      const shift = (at: number): number =>
        at === row
          ? Math.floor(Math.max(0, screenCol(line(), col)) / (columns - 1)) * (columns - 1)
          : 0
      const body = Array.from({ length: height() }, (_, at) =>
        textRow(lines[top + at], settings.path, shift(top + at), columns),
      )
      const bottom = ask
        ? [
            {
              text: fit((ask.question + ask.text).padEnd(columns), columns),
              style: 'status' as const,
            },
          ]
        : [
            {
              text:
                message === undefined
                  ? ''
                  : message.padStart(Math.floor((columns + message.length) / 2)),
              style: 'plain' as const,
            },
          ]
      const cursor = ask
        ? { row: rows - 3, column: Math.min(columns - 1, width(ask.question + ask.text)) }
        : { row: row - top + 1, column: Math.min(columns - 1, screenCol(line(), col) - shift(row)) }
      const shown = [
        head,
        ...body,
        bottom,
        ...HELP.map((text): Span[] => [{ text: fit(text, columns), style: 'plain' }]),
      ]
      return { rows: shown.slice(0, rows), cursor, cursorShape: 'bar' }
    },
    writes,
    get exit() {
      return exit
    },
  }
}

function textRow(line: string | undefined, path: string, shift: number, columns: number): Span[] {
  if (line === undefined) return []
  const styles = /\.ya?ml$/.test(path) ? yamlStyles(line) : []
  const spans: Span[] = []
  let column = 0
  for (const [at, character] of [...line].entries()) {
    const text = character === '\t' ? ' '.repeat(8 - (column % 8)) : character
    column += width(text)
    if (column <= shift) continue
    if (column - shift >= columns) return [...spans, { text: '>', style: 'status' }]
    spans.push({ text, style: styles[at] ?? 'plain' })
  }
  return spans
}

function screenCol(line: string, col: number): number {
  let column = 0
  for (const character of line.slice(0, col))
    column += character === '\t' ? 8 - (column % 8) : width(character)
  return column
}

function count(lines: number): string {
  return `${lines} ${lines === 1 ? 'line' : 'lines'}`
}

const ALIASES: Readonly<Record<Key, Key>> = {
  '<C-m>': '<CR>',
  '<C-j>': '<CR>',
  '<C-i>': '<Tab>',
  '<C-h>': '<BS>',
  '<C-d>': '<Del>',
  '<C-b>': '<Left>',
  '<C-f>': '<Right>',
  '<C-p>': '<Up>',
  '<C-n>': '<Down>',
  '<C-a>': '<Home>',
  '<C-e>': '<End>',
  '<C-y>': '<PageUp>',
  '<C-v>': '<PageDown>',
}
const HELP: readonly string[] = [
  '^G Help      ^O Write Out ^W Where Is  ^K Cut       M-U Undo     ^C Location',
  '^X Exit      ^S Save      M-W Next     ^U Paste     M-E Redo     ^_ Go To Line',
]
const UNDOS_MAX = 500
