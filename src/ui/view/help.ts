/** The help that F1 or a `?` on an empty line shows. */
import type { Command } from '../session.ts'
import type { Theme } from '../theme.ts'
import { cut } from './rows.ts'

export function helpRows(
  commands: readonly Command[],
  columns: number,
  rowsMax: number,
  theme: Theme,
): string[] {
  const entries: readonly (readonly [string, string])[] = [
    ...commands.map(({ name, summary }) => [name, summary] as const),
    ...KEYS,
  ]
  const rows = entries.map(([name, summary]) =>
    cut(`${theme.paint('command', name.padEnd(WIDEST))}  ${summary}`, columns),
  )
  return [
    theme.paint('strong', 'Everything else is the shell: kubectl, curl, vim, pipes, loops …'),
    ...rows,
  ].slice(0, rowsMax)
}

const KEYS: readonly (readonly [string, string])[] = [
  ['Tab', 'completes; again to choose, Enter takes, Esc leaves'],
  ['→', 'takes the grey suggestion (Alt-F: a word of it)'],
  ['↑ Ctrl-R', 'earlier lines; search in them'],
  ['Ctrl-A E W K Y _', 'start, end, cut word, cut rest, paste, undo'],
  ['Ctrl-X Ctrl-E', 'writes the line in vim'],
  ['Ctrl-C Ctrl-D Ctrl-L', 'stop, leave, clear the screen'],
  ['F2 F3', 'shows or folds the panel; tasks, objects, events'],
]

const WIDEST = 20
