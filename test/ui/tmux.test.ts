/** The terminal as it really runs, in tmux: a lab solved by keystrokes alone. Needs tmux and a built dist/. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const program = path.resolve('dist/kubedrill.js')
const missing = spawnSync('tmux', ['-V']).error
  ? 'tmux is not on this machine'
  : existsSync(program)
    ? undefined
    : 'dist/ is not built'
const server = `kubedrill-test-${process.pid}`
const state = mkdtempSync(path.join(tmpdir(), 'kubedrill-tmux-'))
const tmux = (...args: string[]): string =>
  execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], { encoding: 'utf8' })

const screen = (): string[] => {
  const rows = tmux('capture-pane', '-p', '-t', 'd')
    .split('\n')
    .map(row => row.trimEnd().replace(/ \d+m · hints/, ' 0m · hints'))
  while (rows.at(-1) === '') rows.pop()
  return rows
}
const keys = (...names: string[]): string => tmux('send-keys', '-t', 'd', ...names)
const type = (text: string): string => tmux('send-keys', '-t', 'd', '-l', '--', text)
const resize = (columns: number, rows: number): string =>
  tmux('resize-window', '-t', 'd', '-x', String(columns), '-y', String(rows))

/** Waits for a screen that fits; shows the last one when none came. */
async function until(fits: (rows: readonly string[]) => boolean): Promise<string[]> {
  for (let turn = 0; turn < 100; turn++) {
    const rows = screen()
    if (fits(rows)) return rows
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`this screen never came to be right:\n${screen().join('\n')}`)
}
const shows =
  (text: string) =>
  (rows: readonly string[]): boolean =>
    rows.some(row => row.includes(text))
/** The prompt waits: it is the last row before the footer, and empty. */
const ready = (rows: readonly string[]): boolean => /^controlplane \S+ ➜$/.test(rows.at(-3) ?? '')
const run = async (line: string): Promise<string[]> => {
  type(line)
  await until(rows => rows.at(-3) === `controlplane ~ ➜  ${line}`)
  keys('Enter')
  return until(ready)
}
const start = (): void => {
  tmux(
    'new-session',
    '-d',
    '-x',
    '80',
    '-y',
    '24',
    '-s',
    'd',
    `cd ${state} && XDG_STATE_HOME=${state} NO_COLOR=1 ${process.execPath} ${program} start critical-space; sleep 60`,
  )
}

afterAll(() => {
  if (missing === undefined) spawnSync('tmux', ['-L', server, 'kill-server'])
  rmSync(state, { recursive: true, force: true })
})

describe.skipIf(missing !== undefined)(
  `in tmux${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const task = '○ A request for /pay at the ingress controller arrives at the payment applicati…'
    const status = (score: string): string =>
      `critical-space · ${score} · 0m · hints 0/3`.padEnd(80 - 22) + 'check · hint · F1 help'

    it('opens at 80×24 with prompt, task and status', async () => {
      start()
      const rows = await until(shows('F1 help'))
      expect(rows.slice(-3)).toEqual(['controlplane ~ ➜', task, status('0/10')])
    })

    it('forgives typos, completes, finds again', async () => {
      expect(await run('kubctl get pods')).toContain('bash: kubctl: command not found')
      type('kubectl get depl')
      keys('Tab')
      type('-n crit')
      keys('Tab')
      const rows = await until(shows('kubectl get deployments -n critical-space'))
      expect(rows.at(-3)).toBe('controlplane ~ ➜  kubectl get deployments -n critical-space')
      keys('Enter')
      await until(shows('webapp-pay'))
      await until(ready)
      keys('C-r')
      type('kubc')
      expect((await until(shows('`kubc'))).at(-3)).toBe("(reverse-i-search)`kubc': kubctl get pods")
      keys('C-g')
      await until(ready)
      keys('Up')
      expect((await until(rows => !ready(rows))).at(-3)).toBe(
        'controlplane ~ ➜  kubectl get deployments -n critical-space',
      )
      keys('C-c')
      await until(ready)
    })

    it('stops a watch with Ctrl-C', async () => {
      await run('clear')
      type('kubectl get deployments -n critical-space -w')
      keys('Enter')
      await until(shows('webapp-pay'))
      await until(shows('Ctrl-C stops'))
      keys('C-c')
      expect((await until(ready)).at(-4)).toBe('^C')
    })

    it('folds at 60 columns and comes back', async () => {
      await run('clear')
      resize(120, 30)
      await until(shows('╭─ Customers cannot reach the payment page ─╮'))
      resize(60, 24)
      const narrow = await until(rows => shows('0/10 · 0m')(rows) && !shows('╭')(rows))
      expect(narrow.some(row => /[╭│╰]/.test(row))).toBe(false)
      resize(80, 24)
      expect((await until(rows => rows.at(-1) === status('0/10'))).slice(-3)).toEqual([
        'controlplane ~ ➜',
        task,
        status('0/10'),
      ])
    })

    it('runs 200 pasted lines in their order', async () => {
      const lines = Array.from({ length: 200 }, (_, at) => `echo line ${at + 1}`)
      tmux('set-buffer', '-b', 'paste', `${lines.join('\n')}\n`)
      tmux('paste-buffer', '-p', '-b', 'paste', '-t', 'd')
      await until(shows('echo line 200'))
      const rows = await until(ready)
      expect(rows.slice(-7)).toEqual([
        'controlplane ~ ➜  echo line 199',
        'line 199',
        'controlplane ~ ➜  echo line 200',
        'line 200',
        'controlplane ~ ➜',
        task,
        status('0/10'),
      ])
    })

    it('mends the lab with vim and solves it', async () => {
      type('vim abc.yaml')
      keys('Enter')
      await until(shows('"abc.yaml" 19L'))
      type('/example')
      keys('Enter')
      type('hD')
      const edited = await until(rows => rows.includes('  ingressClassName: nginx'))
      expect(edited.slice(7, 10)).toEqual(['spec:', '  ingressClassName: nginx', '  rules:'])
      type(':wq')
      keys('Enter')
      await until(ready)
      await run('kubectl apply -f abc.yaml')
      type('check')
      keys('Enter')
      expect((await until(shows('10/10'))).slice(-2)).toEqual([
        '✔ every task is done',
        `critical-space · ★ 10/10 · 0m · hints 0/3`.padEnd(58) + 'check · hint · F1 help',
      ])
    })

    it('goes on after it was killed', async () => {
      await run('kubectl create configmap kept')
      tmux('kill-server')
      await new Promise(resolve => setTimeout(resolve, 300))
      start()
      await until(shows('Going on where you were'))
      await until(ready)
      expect(shows('kept   0')(await run('kubectl get configmap kept'))).toBe(true)
    })
  },
)
