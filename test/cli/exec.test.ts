/** The contract of `kubedrill exec`, driven as acceptance runs drive it: the built command in a process of its own. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.join(import.meta.dirname, '../..')
const kubedrill = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/kubedrill.js', ...args], { cwd: ROOT, encoding: 'utf8', input })
  return { status, stdout, stderr }
}
const converse = (...requests: unknown[]): unknown[] =>
  kubedrill(['exec', '--ndjson'], requests.map((r) => (typeof r === 'string' ? r : JSON.stringify(r))).join('\n'))
    .stdout.trimEnd().split('\n').map((line) => JSON.parse(line))

describe('exec', () => {
  it('runs lines in one shell and ends with the last status', () => {
    expect(kubedrill(['exec', '-c', 'x=1; cd /tmp', '-c', 'echo $x $PWD', '-c', '(exit 3)'])).toEqual({ status: 3, stdout: '1 /tmp\n', stderr: '' })
  })
  it('reads lines from standard input', () => {
    expect(kubedrill(['exec'], 'echo one\necho two >&2\n')).toEqual({ status: 0, stdout: 'one\n', stderr: 'two\n' })
  })
  it('says what is wrong with its own arguments', () => {
    expect(kubedrill(['exec', 'no-such-lab'])).toMatchObject({ status: 1, stdout: '' })
    expect(kubedrill(['exec', 'no-such-lab']).stderr).toContain('kubedrill: there is no lab "no-such-lab"; kubedrill list shows all: ')
    expect(kubedrill(['exec', '--sede', '1'])).toEqual({
      status: 2, stdout: '',
      stderr: "kubedrill: Unknown option '--sede'\nUsage: kubedrill exec [LAB] [--seed N] [--addons A,B] [-c LINE]… | --ndjson\n",
    })
    expect(kubedrill(['exec', '--seed', 'x']).stderr).toBe('kubedrill: --seed takes a whole number, not "x"\n')
    expect(kubedrill(['frobnicate'])).toEqual({
      status: 2, stdout: '', stderr: 'kubedrill: there is no command "frobnicate"\nRun "kubedrill help" to see all of them.\n',
    })
  })
})

describe('exec --ndjson', () => {
  it('answers each request in order', () => {
    const [run, write, cat, settle, advance] = converse(
      { run: 'echo hi; echo no >&2; false' }, { write: { path: '/root/a/b.txt', content: 'text\n' } }, { run: 'cat /root/a/b.txt' },
      { settle: true }, { advance: '61d' },
    ) as [object, object, object, { now: string }, { now: string }]
    expect(run).toEqual({ exit: 1, stdout: 'hi\n', stderr: 'no\n' })
    expect(write).toEqual({})
    expect(cat).toEqual({ exit: 0, stdout: 'text\n', stderr: '' })
    expect(Date.parse(advance.now) - Date.parse(settle.now)).toBe(61 * 86_400_000)
  })
  it('answers an error and goes on', () => {
    expect(converse('{oops', '[1]', { what: 1 }, { advance: 'soon' }, { undo: -1 }, { grade: true }, { run: 'echo on' })).toEqual([
      { error: expect.stringContaining('JSON') },
      { error: 'a request is a JSON object' },
      { error: 'a request names one of run, write, settle, advance, publicDns, grade, trace, dump, undo, reset' },
      { error: '"soon" is no duration: write 90s, 15m, 2h or 40d' },
      { error: '"undo" takes a number of lines' },
      { error: 'there is no lab to grade: open one by its id' },
      { exit: 0, stdout: 'on\n', stderr: '' },
    ])
  })
  it('undoes lines and starts afresh', () => {
    const [, before, , , after, , fresh] = converse(
      { run: 'echo a > f' }, { dump: true }, { run: 'echo b >> f' }, { undo: 1 }, { dump: true }, { reset: true, seed: 9 }, { run: 'cat f' },
    )
    expect(after).toEqual(before)
    expect(fresh).toEqual({ exit: 1, stdout: '', stderr: 'cat: f: No such file or directory\n' })
  })
})
