/** The pager: a window over text that scrolls and searches. */
import type { Editor, Frame, Span } from './frame.ts'
import { typed, type Key } from './key.ts'
import { fit, width } from './width.ts'

export interface LessSettings {
  readonly path: string
  readonly text: string
  readonly columns: number
  readonly rows: number
}

export function createLess(settings: LessSettings): Editor {
  const source = settings.text
    .replace(/\x1b\[[0-9;]*m/g, '')
    .replace(/\n$/, '')
    .split('\n')
  let { columns, rows } = settings
  let lines = folded(source, columns)
  let top = 0
  let typedKeys = ''
  let prompt: { readonly mark: '/' | '?'; readonly text: string } | undefined
  let search: { readonly regexp: RegExp; readonly forward: boolean } | undefined
  let message: string | undefined = settings.path
  let exit: number | undefined

  const height = (): number => Math.max(1, rows - 1)
  const lastTop = (): number => Math.max(0, lines.length - height())
  const move = (by: number): void => {
    top = Math.max(0, Math.min(lastTop(), top + by))
  }

  const find = (forward: boolean, from: number): void => {
    if (!search) {
      message = 'No previous regular expression'
      return
    }
    for (let row = from; row >= 0 && row < lines.length; row += forward ? 1 : -1) {
      search.regexp.lastIndex = 0
      if (search.regexp.test(lines[row] ?? '')) {
        top = Math.min(row, Math.max(0, lines.length - 1))
        return
      }
    }
    message = 'Pattern not found'
  }
  const repeat = (same: boolean): void => {
    const forward = search ? search.forward === same : true
    find(forward, forward ? top + 1 : top - 1)
  }
  const submit = (): void => {
    if (!prompt) return
    const { mark, text } = prompt
    prompt = undefined
    if (text !== '') search = { regexp: regexpOf(text), forward: mark === '/' }
    find(mark === '/', mark === '/' ? top : top - 1)
  }
  const type = (key: Key): void => {
    const open = prompt as NonNullable<typeof prompt>
    if (key === '<CR>') submit()
    else if (key === '<Esc>' || key === '<C-c>' || (open.text === '' && key === '<BS>'))
      prompt = undefined
    else if (key === '<BS>' || key === '<C-h>') prompt = { ...open, text: open.text.slice(0, -1) }
    else if (key === '<C-u>') prompt = { ...open, text: '' }
    else if (typed(key) !== undefined) prompt = { ...open, text: open.text + key }
  }

  const press = (key: Key): void => {
    message = undefined
    if (prompt) return type(key)
    if (/^[0-9:Z]$/.test(key) && !(key === 'Z' && typedKeys === 'Z')) {
      typedKeys += key
      return
    }
    const before = typedKeys
    typedKeys = ''
    const count = Number(/^\d+$/.exec(before)?.[0] ?? 0)
    if (before === ':' && key === 'q') exit = 0
    else COMMANDS[key]?.({ count })
  }
  const COMMANDS: Readonly<Record<Key, (order: { count: number }) => void>> = {
    ...each('q Q Z <C-c>', () => {
      exit = 0
    }),
    ...each('<Space> f <C-f> <C-v> <PageDown>', ({ count }) => move(count || height())),
    ...each('b <C-b> <M-v> <PageUp>', ({ count }) => move(-(count || height()))),
    ...each('d <C-d>', ({ count }) => move(count || Math.floor(height() / 2))),
    ...each('u <C-u>', ({ count }) => move(-(count || Math.floor(height() / 2)))),
    ...each('j e <C-e> <C-n> <CR> <Down>', ({ count }) => move(count || 1)),
    ...each('k y <C-y> <C-p> <Up>', ({ count }) => move(-(count || 1))),
    ...each('g < <Home>', ({ count }) => {
      top = Math.min(lastTop(), Math.max(0, (count || 1) - 1))
    }),
    ...each('G > <End>', ({ count }) => {
      top = Math.min(lastTop(), count === 0 ? Infinity : count - 1)
    }),
    '/': () => {
      prompt = { mark: '/', text: '' }
    },
    '?': () => {
      prompt = { mark: '?', text: '' }
    },
    ...each('n', () => repeat(true)),
    ...each('N', () => repeat(false)),
    '=': () => {
      message = `${settings.path} lines ${top + 1}-${Math.min(lines.length, top + height())}/${lines.length}`
    },
    ...each('h H', () => {
      message = 'space b: pages  d u: half  j k: lines  g G: ends  / ? n N: search  q: quit'
    }),
  }

  return {
    press,
    resize(newColumns, newRows) {
      columns = newColumns
      rows = newRows
      lines = folded(source, columns)
      top = Math.min(top, lastTop())
    },
    frame(): Frame {
      const shown = Array.from({ length: height() }, (_, at): Span[] => {
        const line = lines[top + at]
        return line === undefined ? [{ text: '~', style: 'nonText' }] : marked(line, search?.regexp)
      })
      const atEnd = top + height() >= lines.length
      const text = prompt
        ? prompt.mark + prompt.text
        : (message ?? (atEnd ? '(END)' : `:${typedKeys.replace(/^:/, '')}`))
      const status: Span[] = [
        {
          text: fit(text, columns - 1),
          style: prompt || (message === undefined && !atEnd) ? 'plain' : 'status',
        },
      ]
      return {
        rows: [...shown, status],
        cursor: { row: rows - 1, column: Math.min(columns - 1, width(text)) },
        cursorShape: 'block',
      }
    },
    writes: [],
    get exit() {
      return exit
    },
  }
}

/** One command under several keys, written as a list of them. */
function each<T>(keys: string, command: T): Record<Key, T> {
  return Object.fromEntries(keys.split(' ').map(key => [key === '<Space>' ? ' ' : key, command]))
}

function regexpOf(text: string): RegExp {
  try {
    return new RegExp(text, 'g')
  } catch {
    return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'g')
  }
}

function folded(source: readonly string[], columns: number): string[] {
  return source.flatMap(line => {
    const rows: string[] = []
    let rest = line.replaceAll('\t', '        ')
    while (width(rest) > columns) {
      const row = fit(rest, columns) || rest.slice(0, 1)
      rows.push(row)
      rest = rest.slice(row.length)
    }
    return [...rows, rest]
  })
}

function marked(line: string, regexp: RegExp | undefined): Span[] {
  if (!regexp) return [{ text: line, style: 'plain' }]
  const spans: Span[] = []
  let at = 0
  for (const match of line.matchAll(regexp)) {
    if (match[0] === '') continue
    spans.push(
      { text: line.slice(at, match.index), style: 'plain' },
      { text: match[0], style: 'search' },
    )
    at = match.index + match[0].length
  }
  return [...spans, { text: line.slice(at), style: 'plain' }]
}
