/** Keeps the house in order: who may import whom, what the deterministic rooms may not use, how large a room may grow. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = path.join(import.meta.dirname, '../src')

/** The rows of docs/DESIGN.md, from the bottom. */
const ROW: Readonly<Record<string, number>> = {
  lib: -1, kinds: 0, images: 0, apiserver: 1, network: 2, pki: 2, controllers: 3, kubectl: 4, node: 4, shell: 5, lab: 6,
  cli: 7, ui: 7, http: 7,
}
/** Rooms on one row that may still know each other, each with its reason. */
const NEIGHBOURS: readonly (readonly [from: string, to: string, why: string])[] = [
  ['cli', 'ui', 'the start command opens the terminal'],
  ['cli', 'http', 'the serve command opens the door'],
  ['network', 'pki', 'a TLS hop reads certificates'],
]
const DETERMINISTIC = ['lib', 'kinds', 'images', 'apiserver', 'network', 'pki', 'controllers', 'kubectl', 'node']

const BANS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bDate\.now\(/, 'take `now` as a value: World.now, Reader.now'],
  [/\bnew Date\(\)/, 'take `now` as a value: new Date(now)'],
  [/\bMath\.random\(/, 'draw from lib/random.ts, handed in as `random`'],
  [/\blocaleCompare\(|\btoLocale\w+\(|\bIntl\./, 'compare code units: a < b ? -1 : 1'],
  [/\basync\b|\bawait\b|\bnew Promise\b|\bPromise\./, 'yield a Pause (lib/process.ts)'],
  [/\bsetTimeout\(|\bsetInterval\(|\bsetImmediate\(|\bqueueMicrotask\(/, 'answer { ms } from a reconciler, or yield a Pause'],
  [/\bprocess\.(env|argv|exit|stdout|stderr|cwd|hrtime)\b/, 'take it as a value'],
  [/from 'node:(fs|child_process|net|http|https|os|worker_threads|timers)/, 'only rows 5 to 7 touch the machine'],
  [/\bEventEmitter\b/, 'pull from the log: store.since(revision)'],
]
const LINES_MAX = 400

/** Files that may be longer, each with its reason. */
const LONG: Readonly<Record<string, string>> = {}

const files = walk(SRC).filter((f) => !f.includes('/generated/'))
const roomOf = (file: string): string => path.relative(SRC, file).split(path.sep)[0]!

describe('the house', () => {
  it('has only rooms that the plan knows', () => {
    expect(readdirSync(SRC).filter((room) => ROW[room] === undefined)).toEqual([])
  })
  it('imports only downwards', () => {
    const wrong = files.flatMap((file) => importsOf(file).flatMap((target) => {
      const [from, to] = [roomOf(file), roomOf(target)]
      if (from === to || ROW[to]! < ROW[from]! || NEIGHBOURS.some(([a, b]) => a === from && b === to)) return []
      return [`${path.relative(SRC, file)} imports ${path.relative(SRC, target)}: ${from}/ stands on row ${ROW[from]}, ${to}/ on row ${ROW[to]}`]
    }))
    expect(wrong).toEqual([])
  })
  it('keeps time, chance and the machine out of the deterministic rooms', () => {
    const wrong = files.filter((f) => DETERMINISTIC.includes(roomOf(f))).flatMap((file) =>
      codeOf(file).flatMap((line, i) => BANS.filter(([pattern]) => pattern.test(line))
        .map(([, instead]) => `${path.relative(SRC, file)}:${i + 1} ${line.trim()} – instead: ${instead}`)))
    expect(wrong).toEqual([])
  })
  it('has no crowded room', () => {
    const wrong = files.filter((f) => LONG[path.relative(SRC, f)] === undefined).flatMap((file) => {
      const lines = readFileSync(file, 'utf8').split('\n')
      const long = lines.length > LINES_MAX ? [`${path.relative(SRC, file)} has ${lines.length} lines, at most ${LINES_MAX}`] : []
      return long
    })
    expect(wrong).toEqual([])
  })
  it('says in each file’s first sentence what it is for', () => {
    const mute = files.filter((f) => !/^(#!.*\n)?\/\*\* ?\S/.test(readFileSync(f, 'utf8')) && !/^(#!.*\n)?\/\*\*\n \* \S/.test(readFileSync(f, 'utf8')))
    expect(mute.map((f) => path.relative(SRC, f))).toEqual([])
  })
  it('has no module that nothing imports', () => {
    const imported = new Set(files.flatMap(importsOf))
    const entries = ['cli/main.ts']
    const lost = files.filter((f) => !imported.has(f) && !entries.includes(path.relative(SRC, f)))
    expect(lost.map((f) => path.relative(SRC, f))).toEqual([])
  })
})

function walk(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const at = path.join(dir, e.name)
    return e.isDirectory() ? walk(at) : /\.tsx?$/.test(e.name) ? [at] : []
  })
}

/** Absolute paths of the files that a file imports, `import()` included. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
    .map((m) => path.resolve(path.dirname(file), m[1]!)).filter((f) => f.startsWith(SRC) && existsSync(f) && !f.includes('/generated/'))
}

/** Lines of code: comments and the insides of plain strings are blanked. */
function codeOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, (text) => text.replace(/[^\n]/g, ' '))
    .split('\n')
    .map((line) => (/^\s*import\b|from '/.test(line) ? line : line.replace(/'(?:[^'\\]|\\.)*'/g, "''")).replace(/(^|\s)\/\/.*$/, ''))
}
