/** The conversation of `exec --ndjson`: one JSON request a line, one JSON answer a line, in order. */
import { createInterface } from 'node:readline'
import { loadLab } from '../lab/scenario/load.ts'
import type { Session, SessionOptions } from '../lab/session.ts'
import { openSession } from '../lab/session.ts'
import type { Entry } from '../lab/transcript.ts'

type Request = Readonly<Record<string, unknown>>

/** Each asks one thing of the session; the first whose key stands in the request answers it. */
const answers: readonly (readonly [key: string, answer: (request: Request, session: Session) => Promise<object>])[] = [
  ['run', (request, session) => session.perform(entry(request, { run: text(request, 'run') }))],
  ['write', (request, session) => {
    const { path, content } = record(request, 'write')
    if (typeof path !== 'string' || typeof content !== 'string') throw new Error('"write" takes { path, content }, both text')
    return session.perform({ write: { path, content } })
  }],
  ['settle', (_, session) => session.perform({ settle: true })],
  ['advance', (request, session) => session.perform({ advance: text(request, 'advance') })],
  ['publicDns', (request, session) => session.perform({ publicDns: record(request, 'publicDns') as Record<string, string> })],
  ['grade', async (_, session) => {
    const grade = await session.grade()
    return {
      ...grade,
      tasks: grade.tasks.map((task) => ({ ...task, checks: task.checks.map(({ pass, expected, saw, title, points }) => ({ pass, expected, saw, title, points })) })),
    }
  }],
  ['trace', (request, session) => session.trace(text(request, 'trace'))],
  ['dump', async (_, session) => session.dump() as object],
  ['undo', async (request, session) => {
    const lines = request['undo']
    if (!Number.isInteger(lines) || (lines as number) < 0) throw new Error('"undo" takes a number of lines')
    await session.undo(lines as number)
    return {}
  }],
]

export async function converse(options: SessionOptions): Promise<number> {
  let session = await openSession(options)
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    let answer: object
    try {
      const request: unknown = JSON.parse(line)
      if (typeof request !== 'object' || request === null || Array.isArray(request)) throw new Error('a request is a JSON object')
      if ('reset' in request) {
        session = await openSession(resetOptions(request as Request, options))
        answer = {}
      } else answer = await answerTo(request as Request, session)
    } catch (error) {
      answer = { error: (error as Error).message }
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  return 0
}

function answerTo(request: Request, session: Session): Promise<object> {
  const found = answers.find(([key]) => key in request)
  if (found === undefined) {
    throw new Error(`a request names one of ${[...answers.map(([key]) => key), 'reset'].join(', ')}`)
  }
  return found[1](request, session)
}

function resetOptions(request: Request, options: SessionOptions): SessionOptions {
  const { lab: _, ...rest } = options
  const seed = request['seed'] ?? options.seed
  if (!Number.isInteger(seed)) throw new Error('"seed" is a whole number')
  const lab = request['lab']
  if (lab !== undefined && typeof lab !== 'string') throw new Error('"lab" is the id of a lab')
  return { ...rest, seed: seed as number, ...(lab === undefined ? {} : { lab: loadLab(lab) }) }
}

function text(request: Request, key: string): string {
  const value = request[key]
  if (typeof value !== 'string') throw new Error(`"${key}" takes text`)
  return value
}

function record(request: Request, key: string): Readonly<Record<string, unknown>> {
  const value = request[key]
  if (typeof value !== 'object' || value === null) throw new Error(`"${key}" takes an object`)
  return value as Readonly<Record<string, unknown>>
}

function entry(request: Request, line: { run: string }): Entry {
  const from = request['from']
  if (from === undefined || from === 'host') return line
  if (typeof from !== 'string') throw new Error('"from" takes text: pod/NAMESPACE/NAME or node/NAME')
  return { ...line, from }
}
