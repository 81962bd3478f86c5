/** Gives the whole terminal to an editor or pager: draws its rows, only those that changed, until it is done. */
import type { Key } from '../../lib/editor/key.ts'
import { createLess } from '../../lib/editor/less.ts'
import { createNano } from '../../lib/editor/nano.ts'
import { createVim } from '../../lib/editor/vim/vim.ts'
import type { Editor, Frame } from '../../lib/editor/frame.ts'
import type { ScreenRequest, ScreenResult } from '../session.ts'
import type { Theme } from '../theme.ts'
import { paintSpan } from './paint.ts'

export interface ScreenOptions {
  readonly stdout: NodeJS.WriteStream
  readonly theme: Theme
  /** Says who gets the keys from now on. */
  listen(handler: (key: Key) => void): void
}

function openEditor(request: ScreenRequest, columns: number, rows: number): Editor {
  const settings = {
    path: request.path,
    text: request.text,
    columns,
    rows,
    isNew: request.isNew ?? false,
    readOnly: request.readOnly ?? false,
    ...(request.message === undefined ? {} : { message: request.message }),
    ...(request.start === undefined ? {} : { start: request.start }),
    ...(request.rc === undefined ? {} : { rc: request.rc }),
    ...(request.read === undefined ? {} : { read: request.read }),
  }
  if (request.program === 'less') return createLess(settings)
  return request.program === 'nano' ? createNano(settings) : createVim(settings)
}

export function showScreen(request: ScreenRequest, options: ScreenOptions): Promise<ScreenResult> {
  const { stdout, theme } = options
  const editor = openEditor(request, stdout.columns, stdout.rows)
  let drawn: string[] = []
  const draw = (): void => {
    const frame = editor.frame()
    const rows = frame.rows.map(row => row.map(span => paintSpan(span, theme)).join(''))
    let out = '\x1b[?25l'
    for (const [at, row] of rows.entries()) {
      if (row !== drawn[at]) out += `\x1b[${at + 1};1H\x1b[0m${row}\x1b[0m\x1b[K`
    }
    drawn = rows
    stdout.write(
      `${out}${SHAPES[frame.cursorShape]}\x1b[${frame.cursor.row + 1};${frame.cursor.column + 1}H\x1b[?25h`,
    )
  }
  return new Promise(resolve => {
    const onResize = (): void => {
      editor.resize(stdout.columns, stdout.rows)
      drawn = []
      stdout.write('\x1b[2J')
      draw()
    }
    let drawing = false
    options.listen(key => {
      if (editor.exit !== undefined) return
      editor.press(key)
      if (editor.exit === undefined) {
        // A paste is many keys at once: they are drawn together.
        if (!drawing)
          setImmediate(() => {
            drawing = false
            if (editor.exit === undefined) draw()
          })
        drawing = true
        return
      }
      stdout.off('resize', onResize)
      stdout.write('\x1b[0 q\x1b[?1049l\x1b[?25h')
      resolve(resultOf(request, editor))
    })
    stdout.on('resize', onResize)
    stdout.write('\x1b[?1049h\x1b[2J')
    draw()
  })
}

function resultOf(request: ScreenRequest, editor: Editor): ScreenResult {
  const last = editor.writes.findLast(write => write.path === request.path)
  const result = { writes: editor.writes, exit: editor.exit ?? 0 }
  return last ? { ...result, text: last.text } : result
}

const SHAPES: Readonly<Record<Frame['cursorShape'], string>> = {
  block: '\x1b[2 q',
  bar: '\x1b[6 q',
  underline: '\x1b[4 q',
}
