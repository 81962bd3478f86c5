/** A grade as people read it. */
import type { Grade } from '../grade.ts'
import type { Format } from './format.ts'

export const text: Format = {
  name: 'text',
  extension: 'txt',
  one: ({ submission, grade, error }) => `${submission}: ${grade === undefined ? `${error}\n` : gradeText(grade)}`,
}

export function gradeText(grade: Grade): string {
  const lines = [`${grade.score} of ${grade.max} points`]
  for (const task of grade.tasks) {
    lines.push('', `${task.points === task.max ? '✔' : task.points > 0 ? '◐' : '✘'} ${task.id} (${task.points}/${task.max})`)
    for (const check of task.checks) {
      lines.push(`  ${check.pass ? '✔' : '✘'} ${check.title}`)
      if (!check.pass) lines.push(`      expected: ${check.expected}`, `      saw:      ${check.saw}`)
      if (!check.pass && check.guard) lines.push('      This was fine before; while it fails, the task is worth nothing.')
    }
  }
  return `${lines.join('\n')}\n`
}
