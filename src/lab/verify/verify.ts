/** Proves a lab: untouched 0, solutions full marks, mistakes red, mutants caught, replay identical, nothing given away. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Grade } from '../grade.ts'
import type { LabFolder } from '../scenario/load.ts'
import type { Session } from '../session.ts'
import { openSession } from '../session.ts'
import { behaviourOf } from './behaviour.ts'
import type { Effect } from './effect.ts'
import { effectOf } from './effect.ts'
import { mutantsOf } from './mutants.ts'

export interface Proof {
  readonly lab: string
  readonly sound: boolean
  readonly untouched: number
  readonly solutions: readonly { readonly name: string; readonly ok: boolean; readonly score: number; readonly max: number }[]
  readonly mistakes: readonly { readonly name: string; readonly ok: boolean }[]
  readonly mutants: { readonly caught: number; readonly alike: number; readonly survived: readonly string[] }
  readonly replay: boolean
  readonly bundle: boolean
  /** What falls short, in words. */
  readonly problems: readonly string[]
}

const SEEDS = [1, 2, 3]

export async function verify(lab: LabFolder): Promise<Proof> {
  const problems: string[] = []
  const open = (seed = SEEDS[0]!): Promise<Session> => openSession({ lab, seed })
  const untouched = (await (await open()).grade()).score
  if (untouched !== 0) problems.push(`untouched it scores ${untouched}`)
  const solutions = await tryAll(lab.solutions(), async (name, script) => {
    const grades: Grade[] = []
    for (const seed of SEEDS) grades.push(await (await played(open, script, seed)).grade())
    const worst = grades.sort((a, b) => a.score / a.max - b.score / b.max)[0]!
    const ok = worst.score === worst.max
    if (!ok) problems.push(`solution ${name} scores ${worst.score} of ${worst.max}: ${firstFailure(worst)}`)
    return { name, ok, score: worst.score, max: worst.max }
  })
  if (solutions.length < 2) problems.push('there are fewer than two solutions')
  const mistakes = await tryAll(lab.mistakes(), async (name, script) => {
    const complaint = complaintAbout(script, await (await played(open, script)).grade())
    if (complaint !== undefined) problems.push(`mistake ${name}: ${complaint}`)
    return { name, ok: complaint === undefined }
  })
  const mutants = await tryMutants(lab, open)
  problems.push(...mutants.survived.map((name) => `mutant survived: ${name}`))
  const replay = await replaysAlike(lab, open)
  if (!replay) problems.push('the same transcript gave another world')
  const leaks = leaksOf(lab)
  problems.push(...leaks)
  return {
    lab: lab.scenario.id, sound: problems.length === 0, untouched, solutions, mistakes, mutants, replay, bundle: leaks.length === 0, problems,
  }
}

async function tryAll<T>(scripts: ReadonlyMap<string, string>, one: (name: string, script: string) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (const [name, script] of scripts) results.push(await one(name, script))
  return results
}

async function played(open: (seed?: number) => Promise<Session>, script: string, seed?: number): Promise<Session> {
  const session = await open(seed)
  await session.perform({ write: { path: '/tmp/answer.sh', content: script } })
  await session.perform({ run: 'source /tmp/answer.sh' })
  return session
}

/** The first line of a mistake names the tasks that must stay red: `# red: page, lasting`; all others must be green. */
function complaintAbout(script: string, grade: Grade): string | undefined {
  const named = /^#\s*red:\s*(.+)$/m.exec(script.split('\n')[0] ?? '')
  if (named === null) return 'its first line must say "# red: TASK, TASK"'
  const red = named[1]!.split(',').map((id) => id.trim())
  for (const task of grade.tasks) {
    const full = task.points === task.max
    if (red.includes(task.id) && full) return `task ${task.id} is green, it must be red`
    if (!red.includes(task.id) && !full) return `task ${task.id} is red (${firstFailure({ ...grade, tasks: [task] })})`
  }
  return red.find((id) => !grade.tasks.some((t) => t.id === id)) === undefined ? undefined : 'it names a task that the lab does not have'
}

function firstFailure(grade: Grade): string {
  const check = grade.tasks.flatMap((t) => t.checks).find((c) => !c.pass)
  return check === undefined ? 'no check failed' : `${check.title}: expected ${check.expected}, saw ${check.saw}`
}

/** Every mutant of every solution: caught, or behaves like the solution, or survived. */
async function tryMutants(lab: LabFolder, open: () => Promise<Session>): Promise<Proof['mutants']> {
  const untouched = objectsOf(await open())
  let caught = 0
  let alike = 0
  const survived: string[] = []
  for (const [name, script] of lab.solutions()) {
    const solved = await played(open, script)
    const wanted = await behaviourOf(await solved.trial())
    for (const mutant of mutantsOf(effectOf(untouched, objectsOf(solved)))) {
      const session = await open()
      apply(session, mutant.effect)
      const grade = await session.grade()
      if (grade.score < grade.max) caught++
      else if (sameLines(await behaviourOf(await session.trial()), wanted)) alike++
      else survived.push(`${name}: ${mutant.name}`)
    }
  }
  return { caught, alike, survived }
}

const objectsOf = (session: Session): AnyObj[] => session.world.dump().objects as AnyObj[]
const sameLines = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')

/** Puts a mutant's objects into the world as an administrator would; what the API refuses stays out. */
function apply(session: Session, effect: Effect): void {
  for (const object of effect.removed) session.put(object, 'remove')
  for (const object of effect.put) session.put(object, 'put')
}

async function replaysAlike(lab: LabFolder, open: () => Promise<Session>): Promise<boolean> {
  const script = [...lab.solutions().values()][0] ?? 'true'
  const [one, two] = [await played(open, script), await played(open, script)]
  if (JSON.stringify(one.dump()) !== JSON.stringify(two.dump())) return false
  await one.perform({ run: 'kubectl get all -A' })
  await one.undo(1)
  return JSON.stringify(one.dump()) === JSON.stringify(two.dump())
}

/** The learner gets story, tasks and files; none of these may hold a line of a solution that is not in the files. */
function leaksOf(lab: LabFolder): string[] {
  const given = [lab.scenario.story, ...lab.scenario.tasks.map((t) => t.text), ...lab.cluster.values()].join('\n')
  return [...lab.solutions()].flatMap(([name, script]) =>
    script.split('\n').filter((line) => line.startsWith('kubectl') && given.includes(line)).map((line) => `the story gives away ${name}: ${line}`))
}
