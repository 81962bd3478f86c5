/** `kubedrill start` fed from a pipe. Needs a built dist/. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const built = existsSync('dist/kubedrill.js')
const start = (input: string) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['dist/kubedrill.js', 'start'], {
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { stdout, stderr, status }
}

describe.skipIf(!built)(`from a pipe${built ? '' : ' (skipped: dist/ is not built)'}`, () => {
  it('runs lines, those over several rows too, and ends with the last status', () => {
    expect(start('for i in 1 2; do\necho $i\ndone\ncat <<EOF\na $((1 + 1))\nEOF\nfalse\n')).toEqual(
      { stdout: '1\n2\na 2\n', stderr: '', status: 1 },
    )
  })
  it('knows the words of the terminal', () => {
    expect(start('echo one\nundo\ntimeline\nquit\necho two\n').stdout).toBe(
      'one\nundone: echo one\n   1  echo one  (undone)\n',
    )
  })
})
