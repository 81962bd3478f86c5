/** kubedrill grade: judges hand-ins, each in a world of its own. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Graded } from '../lab/formats/format.ts'
import { formats } from '../lab/formats/index.ts'
import type { LabFolder } from '../lab/scenario/load.ts'
import { loadLab } from '../lab/scenario/load.ts'
import { gradeSubmission } from '../lab/submission.ts'
import { Complaint, parseFlags } from './complaint.ts'

const USAGE = 'kubedrill grade LAB SUBMISSION… [--format text|json] [--out PATH]'

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, { format: { type: 'string' }, out: { type: 'string' } }, USAGE)
  const [id, ...submissions] = positionals
  if (id === undefined || submissions.length === 0) throw new Complaint('grade takes a lab and at least one submission', `Usage: ${USAGE}`, 2)
  const format = formats.find((f) => f.name === (values.format ?? 'text'))
  if (format === undefined) throw new Complaint(`there is no format "${values.format}"`, `Formats: ${formats.map((f) => f.name).join(', ')}`, 2)
  const lab = loadLab(id)
  let text = ''
  let unreadable = false
  for (const submission of submissions) {
    const graded = await gradeOne(lab, submission, submissions.length > 1)
    unreadable ||= graded.error !== undefined
    text += format.one(graded)
  }
  if (values.out === undefined) process.stdout.write(text)
  else writeFileSync(values.out, text)
  return unreadable ? 2 : 0
}

async function gradeOne(lab: LabFolder, submission: string, named: boolean): Promise<Graded> {
  const head = { lab: lab.scenario.id, ...(named ? { submission } : {}) }
  try {
    return { ...head, grade: await gradeSubmission(lab, filesOf(submission)) }
  } catch (error) {
    return { ...head, submission, error: (error as Error).message }
  }
}

/** A file, or all files of a folder in the order of their names. */
function filesOf(submission: string): Map<string, string> {
  if (!existsSync(submission)) throw new Error('there is no such file or folder')
  const files = statSync(submission).isDirectory() ? readdirSync(submission).sort().map((name) => path.join(submission, name)) : [submission]
  return new Map(files.filter((file) => statSync(file).isFile()).map((file) => [file, readFileSync(file, 'utf8')]))
}
