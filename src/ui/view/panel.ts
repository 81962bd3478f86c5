/** The task panel: title, story, tasks; folded into one row where there is no room for it. */
import type { Board, Task } from '../session.ts'
import { highlightOutput } from '../highlight.ts'
import type { Theme } from '../theme.ts'
import { inline, markdown } from './markdown.ts'
import { cut, pad, wrapWords } from './rows.ts'

/** The panel with its frame, at most so many rows high; the story gives way before the tasks do. */
export function panelRows(board: Board, columns: number, rowsMax: number, theme: Theme): string[] {
  const inner = columns - 4
  const tasks = board.tasks.flatMap(task => taskRows(task, inner, theme))
  const room = Math.max(0, rowsMax - 2 - tasks.length - 1)
  const story = markdown(board.story, inner, theme)
  const shown =
    story.length <= room
      ? story
      : [
          ...story.slice(0, Math.max(0, room - 1)),
          theme.paint('muted', '… `tasks` shows all of it'),
        ]
  const body = [...shown, ...(shown.length > 0 ? [''] : []), ...tasks].slice(
    0,
    Math.max(0, rowsMax - 2),
  )
  return frame(board.title, body, columns, theme)
}

/** Another view in the same frame; a row that is too long goes on below itself. */
export function viewRows(
  view: { readonly title: string; readonly rows: readonly string[] },
  columns: number,
  rowsMax: number,
  theme: Theme,
): string[] {
  const body = view.rows.flatMap(row => wrapWords(highlightOutput(row, theme), columns - 4, '  '))
  const room = Math.max(0, rowsMax - 2)
  const shown =
    body.length <= room
      ? body
      : [
          ...body.slice(0, Math.max(0, room - 1)),
          theme.paint('muted', `… ${body.length - room + 1} more`),
        ]
  return frame(view.title, shown, columns, theme)
}

/** One row instead of the panel: the first task that is still open. */
export function foldedPanel(board: Board, columns: number, theme: Theme): string {
  const open = board.tasks.find(task => task.status !== 'passed')
  const text =
    open === undefined
      ? theme.paint('good', '✔ every task is done')
      : `${sign(open, theme)} ${inline(open.text.replace(/\s*\n\s*/g, ' '), theme)}`
  return cut(text, columns)
}

/** Everything in full, for the `tasks` command and narrow windows. */
function taskRows(task: Task, columns: number, theme: Theme): string[] {
  const points = theme.paint('muted', `${task.earned}/${task.points}`)
  const lines = wrapWords(
    `${inline(task.text.trim().replace(/\s*\n\s*/g, ' '), theme)} ${points}`,
    columns - 2,
  )
  return lines.map((line, at) => (at === 0 ? `${sign(task, theme)} ${line}` : `  ${line}`))
}

function sign(task: Task, theme: Theme): string {
  switch (task.status) {
    case 'passed':
      return theme.paint('good', '✔')
    case 'failed':
      return theme.paint('bad', '✘')
    case 'partial':
      return theme.paint('warning', '◐')
    case 'open':
      return theme.paint('muted', '○')
  }
}

function frame(title: string, body: readonly string[], columns: number, theme: Theme): string[] {
  const edge = (text: string): string => theme.paint('border', text)
  const name = cut(title, columns - 6)
  const top = `${edge('╭─')} ${theme.paint('title', name)} ${edge(`${'─'.repeat(Math.max(0, columns - 5 - pad(name, 0).length))}╮`)}`
  const middle = body.map(
    row => `${edge('│')} ${pad(cut(row, columns - 4), columns - 4)} ${edge('│')}`,
  )
  return [top, ...middle, edge(`╰${'─'.repeat(columns - 2)}╯`)]
}
