/** kubedrill grade: judges hand-ins, each in a world of its own. */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Format, Graded } from '../lab/formats/format.ts'
import { formats } from '../lab/formats/index.ts'
import type { LabFolder } from '../lab/scenario/load.ts'
import { DEFAULT_SEED, loadLab } from '../lab/scenario/load.ts'
import { gradeSubmission } from '../lab/submission.ts'
import { Complaint, parseFlags } from './complaint.ts'

const FORMATS = formats.map((f) => f.name).join('|')
const USAGE = `kubedrill grade LAB SUBMISSION… [--format ${FORMATS}] [--out PATH] [--shard I/N]`

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    format: { type: 'string' }, out: { type: 'string' }, shard: { type: 'string' },
  }, USAGE)
  const [id, ...named] = positionals
  if (id === undefined || named.length === 0) throw new Complaint('grade takes a lab and at least one submission', `Usage: ${USAGE}`, 2)
  const format = formats.find((f) => f.name === (values.format ?? 'text'))
  if (format === undefined) throw new Complaint(`there is no format "${values.format}"`, `Formats: ${FORMATS}`, 2)
  const lab = loadLab(id)
  const graded: Graded[] = []
  for (const submission of shardOf(named, values.shard)) graded.push(await gradeOne(lab, submission))
  write(format, graded, values.out)
  return graded.some((g) => g.error !== undefined) ? 2 : 0
}

/** The I-th of N parts of the list, for a class that is graded on several machines. */
function shardOf(submissions: readonly string[], shard: string | undefined): readonly string[] {
  if (shard === undefined) return submissions
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(shard) ?? []
  if (part === undefined || Number(part) < 1 || Number(part) > Number(of)) {
    throw new Complaint(`--shard takes I/N with I from 1 to N, not ${JSON.stringify(shard)}`, '', 2)
  }
  return submissions.filter((_, i) => i % Number(of) === Number(part) - 1)
}

/** One document for all, or one for each: then --out names a folder when there are several. */
function write(format: Format, graded: readonly Graded[], out: string | undefined): void {
  if (format.all !== undefined) put(format.all(graded), out)
  else if (out === undefined || graded.length === 1) put(graded.map((g) => format.one!(g)).join(''), out)
  else {
    mkdirSync(out, { recursive: true })
    for (const g of graded) writeFileSync(path.join(out, `${path.basename(g.submission)}.${format.extension}`), format.one!(g))
  }
}

function put(text: string, out: string | undefined): void {
  if (out === undefined) process.stdout.write(text)
  else writeFileSync(out, text)
}

async function gradeOne(lab: LabFolder, submission: string): Promise<Graded> {
  const at = Date.now()
  const head = { lab: lab.id, title: lab.at(DEFAULT_SEED).scenario.title, submission, at }
  try {
    const grade = await gradeSubmission(lab, filesOf(submission))
    return { ...head, grade, tookMs: Date.now() - at }
  } catch (error) {
    return { ...head, error: (error as Error).message, tookMs: Date.now() - at }
  }
}

/** A file, or all files of a folder in the order of their names. */
function filesOf(submission: string): Map<string, string> {
  if (!existsSync(submission)) throw new Error('there is no such file or folder')
  const files = statSync(submission).isDirectory() ? readdirSync(submission).sort().map((name) => path.join(submission, name)) : [submission]
  return new Map(files.filter((file) => statSync(file).isFile()).map((file) => [file, readFileSync(file, 'utf8')]))
}
