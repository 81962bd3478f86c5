/** Moodle's Virtual Programming Lab: comments and a grade on standard output. */
import type { Format } from './format.ts'
import { checksOf, evidence } from './format.ts'

export const vpl: Format = {
  name: 'vpl',
  extension: 'txt',
  one({ grade, error }) {
    if (grade === undefined) return `Comment :=>>${line(error ?? '')}\nGrade :=>>0\n`
    const tasks = grade.tasks.map((task) => `Comment :=>>${task.id}: ${task.points}/${task.max}\n`).join('')
    const failed = checksOf(grade).filter(({ check }) => !check.pass)
      .map(({ check }) => `-${line(check.title)}\n${line(evidence(check))}\n`)
    return `${tasks}${failed.length === 0 ? '' : `<|--\n${failed.join('')}--|>\n`}Grade :=>>${grade.score}\n`
  },
}

/** What looks like VPL's own marks must not stand in a student's output. */
const line = (text: string): string => text.replace(/\s+/g, ' ').replaceAll(':=>>', ':= >>').replaceAll('<|--', '<| --').replaceAll('--|>', '-- |>')
