// Records what the real bash on this machine says: `node test/conformance/bash/record.mjs` fills in exit, stdout and stderr of every case.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dump, load } from 'js-yaml'

const here = new URL('.', import.meta.url).pathname
for (const name of readdirSync(here).filter(each => each.endsWith('.yaml'))) {
  const cases = load(readFileSync(join(here, name), 'utf8'))
  const recorded = cases.map(each => {
    const run = typeof each === 'string' ? each : each.run
    const cwd = mkdtempSync(join(tmpdir(), 'bash-'))
    const { status, stdout, stderr } = spawnSync('bash', ['-c', run], {
      cwd, encoding: 'utf8', input: '', timeout: 20_000,
      env: { PATH: process.env.PATH, HOME: '/root', USER: 'root', LANG: 'C.UTF-8', TZ: 'UTC' },
    })
    rmSync(cwd, { recursive: true, force: true })
    return { run, exit: status, stdout: stdout.replaceAll(cwd, '/work'), stderr: stderr.replaceAll(cwd, '/work') }
  })
  writeFileSync(join(here, name), dump(recorded, { lineWidth: -1 }))
}
