/** A page for the teacher: the class in a table, and behind each name what was tried and seen. */
import type { Format, Graded } from './format.ts'
import { escapeMarkup as x } from './format.ts'

export const html: Format = {
  name: 'html',
  extension: 'html',
  all: (list) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${x(list[0]?.title ?? 'Results')}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
summary { cursor: pointer; padding: .3rem 0; border-bottom: 1px solid #8884 } summary b { float: right }
li.pass::marker { content: '✔ ' } li.fail::marker { content: '✘ ' } dl { margin: .2rem 0 .6rem; font-size: .9em } dd { font-family: ui-monospace, monospace }
</style>
<h1>${x(list[0]?.title ?? 'Results')}</h1>
${list.map(section).join('')}</html>
`,
}

function section({ submission, grade, error }: Graded): string {
  if (grade === undefined) return `<details><summary>${x(submission)} <b>not graded</b></summary><p>${x(error ?? '')}</p></details>\n`
  const tasks = grade.tasks.map((task) => `<h3>${x(task.id)} ${task.points}/${task.max}</h3><ul>${task.checks.map((check) =>
    `<li class="${check.pass ? 'pass' : 'fail'}">${x(check.title)}${check.pass ? '' : `<dl><dt>expected</dt><dd>${x(check.expected)}</dd><dt>saw</dt><dd>${x(check.saw)}</dd></dl>`}</li>`).join('')}</ul>`)
  return `<details><summary>${x(submission)} <b>${grade.score}/${grade.max}</b></summary>${tasks.join('')}</details>\n`
}
