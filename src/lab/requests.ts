/** Requests that checks send and `trace` explains: curl in a place of its own, with every hop recorded. */
import { createFiles } from '../lib/memory-files.ts'
import type { Io, Place } from '../lib/process.ts'
import type { Step } from '../network/packet.ts'
import { runSync } from '../shell/drive.ts'
import { createNetworkPrograms } from '../shell/programs/network-programs.ts'
import { createSession } from '../shell/session.ts'
import type { HttpOutcome, HttpTry, RunResult } from './checks/check.ts'
import { HOST } from './machine.ts'
import type { World } from './world.ts'

const PATIENCE_S = 10

/** Sends a request from a place; a failure is an outcome, not an exception. */
export function requestFrom(world: World, request: HttpTry): HttpOutcome {
  const { url, from = HOST, method, headers = [], body } = request
  const argv = [
    'curl', '-s', '-S', '-i', '--max-time', String(PATIENCE_S), ...(method === undefined ? [] : ['-X', method]),
    ...headers.flatMap((line) => ['-H', line]), ...(body === undefined ? [] : ['--data-raw', body]), url,
  ]
  const { result, steps } = traced(world, argv.map(quoted).join(' '), from)
  const hops = steps.map(({ hop, because }) => ({ hop, because }))
  if (result.exit !== 0) return { failure: result.stderr.trim(), status: 0, headers: new Map(), body: '', hops }
  return { ...parseAnswer(result.stdout), hops }
}

/** A command line such as `curl http://…`, explained: every hop with its reason, and what came of it. */
export function trace(world: World, line: string): { hops: readonly Step[]; outcome: string } {
  const { result, steps } = traced(world, line.replace(/^\s*curl\s/, 'curl -sS '), HOST)
  return { hops: steps, outcome: result.exit === 0 ? result.stdout : result.stderr.trim() }
}

function traced(world: World, line: string, place: Place): { result: RunResult; steps: readonly Step[] } {
  const stop = world.network.record()
  const said = { stdout: '', stderr: '' }
  const write = (stream: keyof typeof said): Io['stdout'] => ({ write: (text) => void (said[stream] += text) })
  const session = createSession({
    files: createFiles({ now: () => world.now }), now: () => world.now, cwd: '/',
    programs: createNetworkPrograms({ network: world.network, place: () => place, now: () => world.now, random: world.random.fork('trace') }),
  })
  const exit = runSync(session.run(line, { stdout: write('stdout'), stderr: write('stderr') }), {
    onPause: (pause) => (pause.for === 'time' ? world.advance(pause.ms) : undefined),
  })
  return { result: { exit, ...said }, steps: stop() }
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** Status line, headers and body as `curl -i` prints them; of several answers the last. */
function parseAnswer(text: string): Pick<HttpOutcome, 'status' | 'headers' | 'body'> {
  let rest = text
  let head = ''
  while (/^HTTP\//.test(rest)) {
    const end = rest.search(/\r?\n\r?\n/)
    head = end < 0 ? rest : rest.slice(0, end)
    rest = end < 0 ? '' : rest.slice(end).replace(/^\r?\n\r?\n/, '')
  }
  const [first = '', ...lines] = head.split(/\r?\n/)
  return {
    status: Number(/^HTTP\/\S+ (\d+)/.exec(first)?.[1] ?? 0),
    headers: new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])),
    body: rest,
  }
}
