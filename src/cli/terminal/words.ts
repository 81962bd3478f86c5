/** The words that the terminal answers itself: check, hint, solution, tasks, undo, reset, save, help, quit. */
import type { Grade, TaskResult } from '../../lab/grade.ts'
import type { Lab } from '../../lab/scenario/scenario.ts'
import { pointsOf } from '../../lab/scenario/scenario.ts'
import type { Session } from '../../lab/session.ts'
import type { Entry } from '../../lab/transcript.ts'
import { themeFrom } from '../../ui/theme.ts'
import { inline, markdown } from '../../ui/view/markdown.ts'
import type { Standing } from './board.ts'
import type { Journal } from './journal.ts'
import { save } from './save.ts'
import { traceWord } from './trace.ts'
import { travelWords } from './travel.ts'

export interface WordContext {
  readonly lab: Lab & { readonly solutions?: ReadonlyMap<string, string> }
  readonly session: Session
  readonly journal: Journal
  standing: Standing
  readonly columns: number
  /** What was undone last stands first; typing anything new forgets it. */
  undone: readonly (readonly Entry[])[]
  /** The world's clock has jumped. */
  jumped(): void
  reset(): Promise<void>
}

export interface Word {
  readonly name: string
  readonly summary: string
  run(
    context: WordContext,
    args: readonly string[],
    say: (text: string) => void,
  ): Promise<'quit' | void>
}

const check: Word = {
  name: 'check',
  summary: 'tries out what you have done, task by task',
  async run(context, _, say) {
    const grade = await context.session.grade(context.standing.hints)
    context.standing = { ...context.standing, grade }
    for (const [at, task] of grade.tasks.entries()) {
      say(
        `${sign(task)} ${inline(oneLine(context.lab.scenario.tasks[at]?.text ?? task.id), themeFrom(process.env))} (${task.points}/${task.max})\n`,
      )
      for (const result of task.checks) {
        say(`    ${result.pass ? '✔' : '✘'} ${result.title}\n`)
        if (!result.pass)
          say(
            `        expected  ${indented(result.expected)}\n        saw       ${indented(result.saw)}\n`,
          )
      }
    }
    say(`Score ${grade.score} of ${grade.max}${costOf(context, grade)}\n`)
    if (grade.tasks.every(task => task.points >= task.max))
      say(`\nSolved.\n\n${pretty(context.lab.scenario.debrief, context)}`)
  },
}

const hint: Word = {
  name: 'hint',
  summary: 'shows the next hint; it costs what it says',
  async run(context, _, say) {
    const { hints } = context.lab.scenario
    const next = hints[context.standing.hints]
    if (next === undefined)
      return say(hints.length === 0 ? 'This lab has no hints.\n' : 'There are no more hints.\n')
    context.journal.append({ hint: true })
    context.standing = { ...context.standing, hints: context.standing.hints + 1 }
    say(
      pretty(
        `Hint ${context.standing.hints} of ${hints.length}${next.cost > 0 ? ` (costs ${next.cost})` : ''}: ${next.text}`,
        context,
      ),
    )
  },
}

const solution: Word = {
  name: 'solution',
  summary: 'gives up: shows a way that works, and why',
  async run(context, _, say) {
    context.journal.append({ solution: true })
    context.standing = { ...context.standing, solution: true }
    const script = [...(context.lab.solutions ?? [])][0]
    if (script !== undefined) say(`${script[1].trim()}\n\n`)
    say(pretty(context.lab.scenario.debrief, context))
  },
}

const tasks: Word = {
  name: 'tasks',
  summary: 'shows the story and the tasks in full',
  async run(context, _, say) {
    const {
      lab: { scenario },
      standing,
    } = context
    say(`${scenario.title}\n\n${pretty(scenario.story, context)}\n`)
    for (const task of scenario.tasks) {
      const points = standing.grade?.tasks.find(each => each.id === task.id)?.points ?? 0
      say(pretty(`- ${oneLine(task.text)} (${points}/${pointsOf(task)})`, context))
    }
  },
}

const reset: Word = {
  name: 'reset',
  summary: 'begins the lab anew',
  async run(context, _, say) {
    const { file } = context.journal
    await context.reset()
    say(
      `The lab is as it was at the start.${file === '' ? '' : ` The session before it is kept in ${file}.old`}\n`,
    )
  },
}

const help: Word = {
  name: 'help',
  summary: 'shows these words',
  async run(_, __, say) {
    for (const word of WORDS) say(`  ${word.name.padEnd(10)}${word.summary}\n`)
    say('Everything else is the shell: kubectl (k), curl, vim, pipes, loops. F1 shows the keys.\n')
  },
}

const quit: Word = {
  name: 'quit',
  summary: 'leaves; the session goes on when you come back',
  async run() {
    return 'quit'
  },
}

export const WORDS: readonly Word[] = [
  check,
  hint,
  solution,
  tasks,
  traceWord,
  ...travelWords,
  reset,
  save,
  help,
  quit,
]

function sign(task: TaskResult): string {
  return task.points >= task.max ? '✔' : task.points > 0 ? '◐' : '✘'
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ')
}

/** Markdown for this screen. */
function pretty(text: string, context: WordContext): string {
  return `${markdown(text, Math.min(context.columns, 100), themeFrom(process.env)).join('\n')}\n`
}

function indented(text: string): string {
  return text.trimEnd().replaceAll('\n', `\n${' '.repeat(18)}`)
}

function costOf({ lab, standing }: WordContext, grade: Grade): string {
  const cost = lab.scenario.hints.slice(0, standing.hints).reduce((sum, each) => sum + each.cost, 0)
  const earned = grade.tasks.reduce((sum, task) => sum + task.points, 0)
  return cost > 0 && earned > 0 ? ` (${Math.min(cost, earned)} off for hints)` : ''
}
