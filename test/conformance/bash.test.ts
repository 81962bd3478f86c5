/** Every recording of the real bash, replayed. */
import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { createFiles } from '../../src/lib/memory-files.ts'
import { runSync } from '../../src/shell/drive.ts'
import { createSession } from '../../src/shell/session.ts'

interface Recording { readonly run: string; readonly exit: number; readonly stdout: string; readonly stderr: string }

const folder = new URL('./bash/', import.meta.url)

function replay(run: string): Omit<Recording, 'run'> {
  let now = Date.UTC(2026, 0, 1)
  const files = createFiles({ now: () => now, initial: { '/work/': '', '/root/': '', '/tmp/': '', '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n' } })
  const session = createSession({ files, now: () => now, cwd: '/work' })
  const said = { stdout: '', stderr: '' }
  const io = { stdout: { write: (text: string) => { said.stdout += text } }, stderr: { write: (text: string) => { said.stderr += text } } }
  const exit = runSync(session.run(`bash -c ${quote(run)}`, io), {
    onPause: pause => { if ('ms' in pause) now += pause.ms ?? 0 },
  })
  return { exit, ...said }
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

for (const name of readdirSync(folder).filter(each => each.endsWith('.yaml'))) {
  describe(name, () => {
    const recordings = load(readFileSync(new URL(name, folder), 'utf8')) as Recording[]
    it.each(recordings)('$run', ({ run, ...recorded }) => {
      expect(replay(run)).toEqual(recorded)
    })
  })
}
