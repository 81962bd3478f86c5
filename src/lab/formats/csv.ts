/** A row a submission for the whole class, a column a task. */
import type { Format } from './format.ts'

export const csv: Format = {
  name: 'csv',
  extension: 'csv',
  all(list) {
    const tasks = list.find((g) => g.grade !== undefined)?.grade?.tasks.map((t) => t.id) ?? []
    const rows = list.map(({ submission, lab, grade, error }) =>
      [submission, lab, grade?.score ?? '', grade?.max ?? '', ...tasks.map((_, i) => grade?.tasks[i]?.points ?? ''), error ?? ''])
    return [['submission', 'lab', 'score', 'max', ...tasks, 'error'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
  },
}

/** RFC 4180; a leading sign that a spreadsheet would run as a formula is defused. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
