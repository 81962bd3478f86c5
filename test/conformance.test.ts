/** Replays the recordings of the real Kubernetes and the behaviour cases through the built command; floors only rise. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..')
const REPLAY_MS = 30 * 60_000

const replays = [
  { name: 'recordings of kubectl', script: 'kubernetes/replay-exec.mjs', floors: 'floors-kubernetes.json' },
  { name: 'routing cases', script: 'routing/run.mjs', floors: 'floors-routing.json' },
]

describe.each(replays)('$name', ({ script, floors }) => {
  const at = (file: string): string => path.join(ROOT, 'test/conformance', file)
  it('pass no topic under its floor', { timeout: REPLAY_MS }, () => {
    const run = spawnSync(process.execPath, [at(script), '--bin', 'node dist/kubedrill.js', '--quiet', '--floor', at(floors)].filter((a) => a !== '--quiet' || script.includes('exec')), {
      cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20,
    })
    const lines = run.stdout.trimEnd().split('\n')
    process.stdout.write(`${lines.filter((l) => /^\S+ +\d+\/\d+$|passed,/.test(l)).join('\n')}\n`)
    expect(lines.filter((l) => l.startsWith('under its floor')), run.stderr).toEqual([])
    expect(run.status).toBe(0)
    expect(Object.keys(JSON.parse(readFileSync(at(floors), 'utf8'))).length).toBeGreaterThan(0)
  })
})
