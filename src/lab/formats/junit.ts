/** JUnit XML: a suite a submission, a case a check. */
import type { Format, Graded } from './format.ts'
import { checksOf, escapeMarkup as x, evidence } from './format.ts'

export const junit: Format = {
  name: 'junit',
  extension: 'xml',
  all: (list) => `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${list.map(suite).join('')}</testsuites>\n`,
}

function suite({ lab, submission, grade, error, at, tookMs }: Graded): string {
  const checks = checksOf(grade)
  const failures = checks.filter(({ check }) => !check.pass).length
  const head = `name="${x(submission)}" tests="${Math.max(checks.length, 1)}" failures="${failures}" errors="${grade === undefined ? 1 : 0}" ` +
    `skipped="0" assertions="${checks.length}" time="${(tookMs / 1000).toFixed(3)}" timestamp="${new Date(at).toISOString().slice(0, 19)}"`
  const cases = checks.map(({ task, check }) => {
    const open = `    <testcase name="${x(check.title)}" classname="${x(`${lab}.${task.id}`)}" time="0"`
    return check.pass ? `${open}/>\n` : `${open}>\n      <failure message="${x(evidence(check))}" type="check">expected: ${x(check.expected)}\nsaw: ${x(check.saw)}</failure>\n    </testcase>\n`
  })
  if (grade === undefined) cases.push(`    <testcase name="${x(submission)}" classname="${x(lab)}" time="0">\n      <error message="${x(error ?? '')}" type="submission"/>\n    </testcase>\n`)
  const properties = grade === undefined ? '' : `    <properties>\n      <property name="score" value="${grade.score}"/>\n      <property name="max" value="${grade.max}"/>\n    </properties>\n`
  return `  <testsuite ${head}>\n${properties}${cases.join('')}  </testsuite>\n`
}
