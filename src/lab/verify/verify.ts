/** Proves a lab: untouched 0, solutions full marks, mistakes red, mutants caught, replay identical, nothing given away. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Trial } from '../checks/check.ts'
import type { Grade } from '../grade.ts'
import { isSolved } from '../grade.ts'
import type { AuthoredLab, LabFolder } from '../scenario/load.ts'
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
  readonly solutions: readonly Tried[]
  readonly mistakes: readonly Tried[]
  readonly mutants: { readonly caught: number; readonly alike: number; readonly survived: readonly string[] }
  readonly replay: boolean
  readonly bundle: boolean
  /** What falls short, in words. */
  readonly problems: readonly string[]
}

/** Every promise is kept on each of these; mutants are tried on the first. */
const SEEDS = [1, 2, 3, 4, 5]

export async function verify(lab: LabFolder): Promise<Proof> {
  const problems: string[] = []
  const tries = { solutions: new Map<string, Tried>(), mistakes: new Map<string, Tried>() }
  let untouched = 0
  for (const seed of SEEDS) {
    const variant = lab.at(seed)
    const open = (): Promise<Session> => openSession({ lab, seed })
    const score = (await (await open()).grade()).score
    if (score !== 0) problems.push(`untouched it scores ${score} with seed ${seed}`)
    untouched = Math.max(untouched, score)
    for (const [name, script] of variant.solutions) {
      const grade = await (await played(open, script)).grade()
      const failed = grade.score < grade.max ? `scores ${grade.score} of ${grade.max}: ${firstFailure(grade)}` : undefined
      note(tries.solutions, name, seed, failed, problems, 'solution')
    }
    if (variant.solutions.size < 2) problems.push(`there are fewer than two solutions with seed ${seed}`)
    for (const [name, script] of variant.mistakes) {
      note(tries.mistakes, name, seed, complaintAbout(script, await (await played(open, script)).grade()), problems, 'mistake')
    }
  }
  const first = lab.at(SEEDS[0]!)
  const open = (): Promise<Session> => openSession({ lab, seed: SEEDS[0]! })
  const mutants = await tryMutants(first, open)
  problems.push(...mutants.survived.map((name) => `mutant survived: ${name}`))
  const replay = await replaysAlike(first, open)
  if (!replay) problems.push('the same transcript gave another world')
  const leaks = leaksOf(first)
  problems.push(...leaks)
  return {
    lab: lab.id, sound: problems.length === 0, untouched,
    solutions: [...tries.solutions.values()], mistakes: [...tries.mistakes.values()], mutants, replay, bundle: leaks.length === 0, problems,
  }
}

interface Tried {
  readonly name: string
  readonly ok: boolean
}

/** A script is fine when it is fine on every seed that has it. */
function note(tried: Map<string, Tried>, name: string, seed: number, failed: string | undefined, problems: string[], what: string): void {
  tried.set(name, { name, ok: (tried.get(name)?.ok ?? true) && failed === undefined })
  const told = problems.some((p) => p.startsWith(`${what} ${name} `))
  if (failed !== undefined && !told) problems.push(`${what} ${name} with seed ${seed}: ${failed}`)
}

async function played(open: () => Promise<Session>, script: string): Promise<Session> {
  const session = await open()
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
async function tryMutants(lab: AuthoredLab, open: () => Promise<Session>): Promise<Proof['mutants']> {
  const untouched = objectsOf(await open())
  const mutated = async (effect: Effect): Promise<Trial> => {
    const session = await open()
    for (const object of effect.removed) session.put(object, 'remove')
    for (const object of effect.put) session.put(object, 'put')
    return session.trial()
  }
  let caught = 0
  let alike = 0
  const survived: string[] = []
  for (const [name, script] of lab.solutions) {
    const solved = await played(open, script)
    const effect = effectOf(untouched, objectsOf(solved))
    const wanted = (await behaviourOf(solved.trial())).join('\n')
    for (const mutant of mutantsOf(effect)) {
      const again = (): Promise<Trial> => mutated(mutant.effect)
      if (!(await isSolved(lab.scenario, await again(), again))) caught++
      else if ((await behaviourOf(await again())).join('\n') === wanted) alike++
      else survived.push(`${name}: ${mutant.name}`)
    }
  }
  return { caught, alike, survived }
}

const objectsOf = (session: Session): AnyObj[] => session.world.dump().objects as AnyObj[]
async function replaysAlike(lab: AuthoredLab, open: () => Promise<Session>): Promise<boolean> {
  const script = [...lab.solutions.values()][0] ?? 'true'
  const [one, two] = [await played(open, script), await played(open, script)]
  if (JSON.stringify(one.dump()) !== JSON.stringify(two.dump())) return false
  await one.perform({ run: 'kubectl get all -A' })
  await one.undo(1)
  return JSON.stringify(one.dump()) === JSON.stringify(two.dump())
}

/** The learner gets story, tasks and files; none of these may hold a line of a solution that is not in the files. */
function leaksOf(lab: AuthoredLab): string[] {
  const given = [lab.scenario.story, ...lab.scenario.tasks.map((t) => t.text), ...lab.cluster.values()].join('\n')
  return [...lab.solutions].flatMap(([name, script]) =>
    script.split('\n').filter((line) => line.startsWith('kubectl') && given.includes(line)).map((line) => `the story gives away ${name}: ${line}`))
}
