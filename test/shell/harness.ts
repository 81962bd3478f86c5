/** A session with its files and a clock that jumps, for tests. */
import { createFiles, type MemoryFiles } from '../../src/lib/memory-files.ts'
import type { Program } from '../../src/lib/process.ts'
import { runSync } from '../../src/shell/drive.ts'
import { createSession, type Session, type SessionOptions } from '../../src/shell/session.ts'

interface Said { readonly exit: number; readonly stdout: string; readonly stderr: string }

export interface Harness {
  readonly session: Session
  readonly files: MemoryFiles
  readonly clock: { now: number }
  run(line: string): Said
}

export const START_MS = Date.UTC(2026, 5, 1, 9)

export function harness(options: Partial<SessionOptions> & { files?: never } = {}, initial: Readonly<Record<string, string>> = {}): Harness {
  const clock = { now: START_MS }
  const files = createFiles({ now: () => clock.now, initial: { '/root/': '', '/tmp/': '', ...initial } })
  const session = createSession({ now: () => clock.now, ...options, files })
  return {
    session, files, clock,
    run(line) {
      let [stdout, stderr] = ['', '']
      const running = session.run(line, { stdout: { write: text => { stdout += text } }, stderr: { write: text => { stderr += text } } })
      const exit = runSync(running, { onPause: pause => { if ('ms' in pause) clock.now += pause.ms ?? 0 } })
      return { exit, stdout, stderr }
    },
  }
}

/** A program that waits for the cluster, as `kubectl get -w` does: a line a change. */
export const watcher: Program = function* (_, io) {
  for (let line = 1; ; line++) {
    io.stdout.write(`change ${line}\n`)
    yield { for: 'change', ms: 1000 }
  }
}
