/** A session as a learner meets it: state from line to line, jobs, signals, time, limits. */
import { describe, expect, it } from 'vitest'
import type { Pause } from '../../src/lib/process.ts'
import { Signal } from '../../src/lib/process.ts'
import { runAsync, runSync } from '../../src/shell/drive.ts'
import { shellProgram } from '../../src/shell/session.ts'
import { createPrograms } from '../../src/shell/programs/index.ts'
import { createFiles } from '../../src/lib/memory-files.ts'
import { harness, START_MS, watcher } from './harness.ts'

describe('state from line to line', () => {
  it('keeps directory, variables, functions, aliases and history', () => {
    const { run } = harness({ interactive: true })
    run('mkdir -p /tmp/a; cd /tmp/a; x=5; greet() { echo "hi $1 from $PWD"; }; alias g=greet; export do="--dry-run=client"')
    expect(run('g you; echo $x $do').stdout).toBe('hi you from /tmp/a\n5 --dry-run=client\n')
    expect(run('history | tail -1').stdout).toBe('    3  history | tail -1\n')
  })
  it('speaks as an interactive bash does', () => {
    const { run } = harness({ interactive: true })
    expect(run('nosuch').stderr).toBe('bash: nosuch: command not found\n')
    expect(run('echo )').stderr).toBe("bash: syntax error near unexpected token `)'\n")
    expect(run('cat < nofile').stderr).toBe('bash: nofile: No such file or directory\n')
    expect(run('echo $((1/0)); echo unreached')).toEqual({ exit: 1, stdout: '', stderr: 'bash: 1/0: division by 0 (error token is "0")\n' })
  })
  it('names the line where it is not interactive', () => {
    expect(harness().run('echo a\nnosuch').stderr).toBe('bash: line 2: nosuch: command not found\n')
  })
  it('reads ~/.bashrc, and takes what kubectl completion prints', () => {
    const { run } = harness({ interactive: true }, { '/root/.bashrc': 'alias k=kubectl\ncomplete -F __start_kubectl k\n' })
    expect(run('alias').stdout).toBe("alias k='kubectl'\n")
    expect(run('source <(echo "__start_kubectl() { :; }"); type -t __start_kubectl').stdout).toBe('function\n')
  })
  it('goes back to a snapshot', () => {
    const { run, session, files } = harness()
    run('x=1; cd /tmp; echo one > f')
    const [before, tree] = [session.snapshot(), files.snapshot()]
    run('x=2; cd /; echo two > /tmp/f; f() { :; }')
    session.restore(before)
    files.restore(tree)
    expect(run('echo $x $PWD; pwd; cat f; type f').stdout).toBe('1 /tmp\n/tmp\none\n')
  })
})

describe('processes', () => {
  it('runs the stages of a pipeline side by side', () => {
    const { run, clock } = harness()
    expect(run('while true; do date +%S; sleep 1; done | head -3').stdout).toBe('00\n01\n02\n')
    expect(clock.now - START_MS).toBeLessThan(4000)
    expect(run('yes | head -2').stdout).toBe('y\ny\n')
  })
  it('ends a watch when its reader has enough', () => {
    const { run } = harness({ programs: new Map([['watcher', watcher]]) })
    expect(run('watcher | grep --line-buffered 3 | head -1')).toEqual({ exit: 0, stdout: 'change 3\n', stderr: '' })
    expect(run('timeout 2.5 watcher; echo $?').stdout).toBe('change 1\nchange 2\nchange 3\n124\n')
  })
  it('runs jobs in the background and tells of their end', () => {
    const { run, clock } = harness({ interactive: true })
    expect(run('sleep 5 &').stderr).toMatch(/^\[1\] \d+\n$/)
    expect(run('jobs').stdout).toBe('[1]+  Running                 sleep 5 &\n')
    clock.now += 5000
    expect(run('echo next')).toEqual({ exit: 0, stdout: 'next\n', stderr: '[1]+  Done                    sleep 5\n' })
    run('sleep 100 &')
    expect(run('kill %1; wait %1; echo $?').stdout).toBe('143\n')
  })
  it('lets Ctrl-C end what runs, and nothing else', () => {
    const { session, run } = harness({ interactive: true })
    let out = ''
    const running = session.run('echo a; sleep 100; echo never', { stdout: { write: text => { out += text } } })
    expect(running.next().value).toEqual({ for: 'time', ms: 100_000 })
    expect(running.throw(new Signal('INT'))).toEqual({ done: true, value: 130 })
    expect(out).toBe('a\n')
    expect(run('echo $?').stdout).toBe('130\n')
  })
  it('runs a trap on Ctrl-C in a script and goes on', () => {
    const { session, files } = harness({ interactive: true })
    files.write('/root/s.sh', 'trap "echo caught" INT\nsleep 100\necho after\n')
    let out = ''
    const running = session.run('bash s.sh', { stdout: { write: text => { out += text } } })
    running.next()
    expect(running.throw(new Signal('INT'))).toEqual({ done: true, value: 0 })
    expect(out).toBe('caught\nafter\n')
  })
  it('stops without a trace when its driver returns', () => {
    const { session, run } = harness()
    const running = session.run('sleep 100 | sleep 200')
    running.next()
    running.return(0)
    expect(run('ps -e | grep -c sleep').stdout).toBe('0\n')
  })
  it('is driven at the speed of the wall, too', async () => {
    const { session, clock } = harness()
    let out = ''
    const slept: number[] = []
    const exit = await runAsync(session.run('echo a; sleep 2; echo b', { stdout: { write: text => { out += text } } }), {
      sleep: async ms => { slept.push(ms); clock.now += ms },
    })
    expect({ exit, out, slept: slept.filter(ms => ms > 0) }).toEqual({ exit: 0, out: 'a\nb\n', slept: [2000] })
  })
  it('lends the screen to an editor and writes what comes back', async () => {
    const { session, files } = harness({ interactive: true }, { '/root/a.yaml': 'a: 1\n' })
    const terminal = { columns: 80, rows: 24 }
    await runAsync(session.run('vim a.yaml', { terminal }), { sleep: async () => {}, screen: async pause => ({ text: `${pause.text}b: 2\n` }) })
    expect(files.readText('/root/a.yaml')).toBe('a: 1\nb: 2\n')
  })
})

describe('limits', () => {
  it.each([
    ['while :; do :; done', 'bash: stopped after 10000 commands\n'],
    ['f() { f | f & }; f; wait', 'bash: fork: retry: Resource temporarily unavailable\n'],
    ['while echo aaaaaaaaaaaaaaaaaaaa; do :; done', 'bash: stopped after 1000 characters of output\n'],
    ['f() { f; }; f', 'bash: f: maximum function nesting level exceeded (20)\n'],
    ['x=a; while :; do x=$x$x; done', 'bash: nested too deeply\n'],
  ])('%s ends with a clear sentence', (line, sentence) => {
    const { run } = harness({ interactive: true, limits: { commandsMax: 10_000, processesMax: 20, outputCharsMax: 1000, functionDepthMax: 20 } })
    expect(run(line).stderr.replace(/^\[\d+\] \d+\n/gm, '')).toBe(sentence)
    expect(run('echo alive').stdout).toBe('alive\n')
  })
})

describe('a container', () => {
  const shell = (options: { init?: boolean; name?: string } = {}) => {
    const clock = { now: START_MS }
    const programs = createPrograms({ now: () => clock.now, random: () => 0.5 })
    const program = shellProgram({ programs, now: () => clock.now, ...options })
    let out = ''
    const output = { write: (text: string) => { out += text } }
    const start = (script: string) => program(['-c', script], {
      stdin: { read: () => undefined }, stdout: output, stderr: output, files: createFiles({ now: () => clock.now }),
      env: new Map([['PATH', '/bin:/usr/bin']]), cwd: '/', run: () => { throw new Error('no other programs') },
    })
    return { clock, start, said: () => out }
  }

  it('runs the same interpreter on virtual time', () => {
    const { clock, start, said } = shell()
    const running = start('while true; do echo hi; sleep 5; done')
    const waits: number[] = []
    if (typeof running === 'number') throw new Error('it ended')
    for (let round = 0; round < 3; round++) {
      const pause = running.next().value as Pause & { ms: number }
      waits.push(pause.ms)
      clock.now += pause.ms
    }
    expect({ waits, said: said() }).toEqual({ waits: [5000, 5000, 5000], said: 'hi\nhi\nhi\n' })
  })
  it('ignores signals as process 1, unless it traps them', () => {
    const deaf = shell({ init: true }).start('sleep 100')
    if (typeof deaf === 'number') throw new Error('it ended')
    deaf.next()
    expect(deaf.throw(new Signal('TERM')).done).toBe(false)

    const polite = shell({ init: true })
    const running = polite.start('trap "echo bye; exit 0" TERM; while true; do sleep 1; done')
    if (typeof running === 'number') throw new Error('it ended')
    running.next()
    running.throw(new Signal('TERM'))
    polite.clock.now += 1000
    expect(running.next()).toEqual({ done: true, value: 0 })
    expect(polite.said()).toBe('bye\n')
  })
  it('speaks as its shell does', () => {
    const dash = shell()
    expect(runSync(dash.start('nosuch; cat < nofile'))).toBe(2)
    expect(dash.said()).toBe('sh: 1: nosuch: not found\nsh: 1: cannot open nofile: No such file\n')
  })
})
