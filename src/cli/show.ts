/** kubedrill show LAB: story and tasks, nothing of the answer. */
import { DEFAULT_SEED, loadLab } from '../lab/scenario/load.ts'
import { maxScoreOf, pointsOf } from '../lab/scenario/scenario.ts'
import { Complaint } from './complaint.ts'

export async function run(args: readonly string[]): Promise<number> {
  if (args.length !== 1) throw new Complaint('show takes one lab', 'Usage: kubedrill show LAB', 2)
  const { scenario } = loadLab(args[0]!).at(DEFAULT_SEED)
  const tasks = scenario.tasks.map((task) => `- ${task.text.trim().replaceAll('\n', '\n  ')} (${pointsOf(task)} points)\n`)
  process.stdout.write(`${scenario.title}
${scenario.id} · ${scenario.domain} · ${scenario.difficulty} · ${scenario.minutes} min · ${maxScoreOf(scenario)} points

${scenario.story.trim()}

${tasks.join('')}`)
  return 0
}
