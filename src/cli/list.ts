/** kubedrill list: all labs. */
import { DEFAULT_SEED, labIds, loadLab } from '../lab/scenario/load.ts'
import { maxScoreOf } from '../lab/scenario/scenario.ts'
import { parseFlags } from './complaint.ts'

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseFlags(args, { json: { type: 'boolean' } }, 'kubedrill list [--json]')
  const labs = labIds().map((id) => loadLab(id).at(DEFAULT_SEED).scenario)
  if (values.json) {
    const rows = labs.map((lab) => ({
      id: lab.id, title: lab.title, domain: lab.domain, competencies: lab.competencies, exams: lab.exams,
      difficulty: lab.difficulty, minutes: lab.minutes, points: maxScoreOf(lab),
    }))
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
    return 0
  }
  const width = Math.max(...labs.map((lab) => lab.id.length))
  for (const domain of [...new Set(labs.map((lab) => lab.domain))].sort()) {
    process.stdout.write(`${domain}\n`)
    for (const lab of labs.filter((l) => l.domain === domain)) {
      process.stdout.write(`  ${lab.id.padEnd(width)}  ${lab.difficulty.padEnd(6)}  ${String(lab.minutes).padStart(2)} min  ${lab.title}\n`)
    }
  }
  return 0
}
