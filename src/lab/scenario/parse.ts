/** scenario.yaml becomes a Scenario, or an error that names file, line and column. */
import { checks } from '../checks/index.ts'
import type { CheckSpec, Scenario, Task } from './scenario.ts'
import { scenarioSchema } from './schema.ts'
import { complaintsAbout } from './shape.ts'
import type { Source } from './source.ts'
import { SourceError, parseSource } from './source.ts'

/** Throws SourceError at the first thing that is wrong. */
export function parseScenario(id: string, file: string, text: string): Scenario {
  const source = parseSource(file, text)
  const complaint = complaintsAbout(source.value, scenarioSchema)[0]
  if (complaint !== undefined) throw new SourceError(file, source.at(complaint.path), complaint.problem)
  const raw = source.value as Record<string, any>
  const seen = new Set<string>()
  return {
    id,
    title: raw['title'], domain: raw['domain'], competencies: raw['competencies'] ?? [], exams: raw['exams'] ?? [],
    difficulty: raw['difficulty'], minutes: raw['minutes'], story: raw['story'], debrief: raw['debrief'],
    cluster: { addons: [], nodes: 'pair', ...raw['cluster'] },
    tasks: raw['tasks'].map((task: any, i: number) => parseTask(task, ['tasks', i], source, seen)),
    hints: (raw['hints'] ?? []).map((hint: any) => ({ cost: 0, ...hint })),
  }
}

function parseTask(task: any, path: readonly (string | number)[], source: Source, seen: Set<string>): Task {
  if (seen.has(task.id)) throw new SourceError(source.file, source.at([...path, 'id']), `task "${task.id}" stands there twice`)
  seen.add(task.id)
  const parsed = task.checks.map((check: any, i: number) => parseCheck(check, [...path, 'checks', i], source))
  if (parsed.every((c: CheckSpec) => c.points === 0)) {
    throw new SourceError(source.file, source.at(path), `task "${task.id}" is worth nothing; give a check points`)
  }
  return { id: task.id, text: task.text, checks: parsed }
}

function parseCheck(check: any, path: readonly (string | number)[], source: Source): CheckSpec {
  const types = checks.map((c) => c.type)
  const named = Object.keys(check).filter((key) => types.includes(key))
  if (named.length !== 1) {
    throw new SourceError(source.file, source.at(path), `a check names exactly one of ${types.join(', ')}`)
  }
  const guard = check.guard === true
  if (guard && (check.points ?? 0) > 0) {
    throw new SourceError(source.file, source.at([...path, 'points']), 'a guard is worth no points; it takes them when it fails')
  }
  return {
    type: named[0]!, spec: check[named[0]!], guard, points: guard ? 0 : (check.points ?? 1),
    ...(check.title === undefined ? {} : { title: check.title }),
  }
}
