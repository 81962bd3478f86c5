/** scenario.yaml: what is accepted, and how a mistake in it is told. */
import { describe, expect, it } from 'vitest'
import { scenarioSchema } from '../../src/lab/scenario/schema.ts'
import { parseScenario } from '../../src/lab/scenario/parse.ts'

const GOOD = `title: It does not answer
domain: Troubleshooting
difficulty: easy
minutes: 5
story: Something is wrong.
tasks:
- id: answer
  text: Make it answer.
  checks:
  - points: 3
    request:
      url: http://web/
      expect: { status: 200 }
  - guard: true
    object: { kind: Service, namespace: default, name: web }
debrief: It was the port.
`
const parse = (text: string) => parseScenario('demo', 'demo/scenario.yaml', text)
const complaint = (text: string): string => {
  try {
    parse(text)
  } catch (error) {
    return (error as Error).message
  }
  return 'accepted'
}

describe('a scenario', () => {
  it('becomes tasks with checks and points', () => {
    expect(parse(GOOD)).toEqual({
      id: 'demo', title: 'It does not answer', domain: 'Troubleshooting', competencies: [], exams: [], difficulty: 'easy', minutes: 5,
      story: 'Something is wrong.', debrief: 'It was the port.', cluster: { addons: [], nodes: 'pair' }, hints: [],
      tasks: [{
        id: 'answer', text: 'Make it answer.',
        checks: [
          { type: 'request', spec: { url: 'http://web/', expect: { status: 200 } }, points: 3, guard: false },
          { type: 'object', spec: { kind: 'Service', namespace: 'default', name: 'web' }, points: 0, guard: true },
        ],
      }],
    })
  })
  it.each([
    ['an unknown key', GOOD.replace('minutes:', 'minute:'),
      'demo/scenario.yaml:4:1: unknown key "minute"; did you mean "minutes"? Known here: title, domain, competencies, exams, difficulty, minutes, story, variants, cluster, tasks, hints, debrief'],
    ['an unknown key deep inside', GOOD.replace('{ status: 200 }', '{ statsu: 200 }'),
      'demo/scenario.yaml:13:17: unknown key "statsu"; did you mean "status"? Known here: status, body, headers, fails'],
    ['a wrong type', GOOD.replace('minutes: 5', 'minutes: five'), 'demo/scenario.yaml:4:1: "minutes" must be an integer, not "five"'],
    ['a value out of a list', GOOD.replace('easy', 'simple'), 'demo/scenario.yaml:3:1: "difficulty" must be one of easy, medium, hard, not "simple"'],
    ['something missing', GOOD.replace('debrief: It was the port.\n', ''), 'demo/scenario.yaml:1:1: the file lacks "debrief"'],
    ['a check without a type', GOOD.replace(/ {4}request:[\s\S]*?200 }\n/, ''), 'demo/scenario.yaml:10:5: a check names exactly one of command, object, request, survives'],
    ['a guard with points', GOOD.replace('- guard: true', '- guard: true\n    points: 2'), 'demo/scenario.yaml:15:5: a guard is worth no points; it takes them when it fails'],
    ['a task worth nothing', GOOD.replace('points: 3', 'points: 0'), 'demo/scenario.yaml:7:3: task "answer" is worth nothing; give a check points'],
    ['what is no YAML', 'title: "open\n', 'demo/scenario.yaml:2:1: deficient indentation'],
  ])('refuses %s', (_, text, message) => {
    expect(complaint(text)).toBe(message)
  })
})

it('has a JSON Schema for editors that says the same as the loader (`vitest -u` writes it anew)', async () => {
  const document = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'A kubedrill lab', ...scenarioSchema }
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../docs/scenario.schema.json')
})
