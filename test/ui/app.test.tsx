/** The terminal as the learner sees it, in Ink's test renderer: whole screens for whole keystrokes. */
import { render } from 'ink-testing-library'
import { afterEach, describe, expect, it } from 'vitest'
import { keys } from '../../src/lib/editor/key.ts'
import { createTerminal, type Terminal } from '../../src/ui/terminal.ts'
import { PLAIN } from '../../src/ui/theme.ts'
import { App } from '../../src/ui/view/app.tsx'
import { fakeSession, type FakeSession } from './fake-session.ts'

let unmount: (() => void) | undefined
afterEach(() => unmount?.())

function open(
  columns = 80,
  rows = 24,
): { terminal: Terminal; session: FakeSession; screen(): string } {
  const session = fakeSession()
  const terminal = createTerminal(session, {
    columns,
    rows,
    theme: PLAIN,
    wipe: () => {},
    screen: request =>
      Promise.resolve({
        text: `${request.text}# saved\n`,
        writes: [{ path: request.path, text: `${request.text}# saved\n` }],
        exit: 0,
      }),
  })
  const shown = render(<App terminal={terminal} session={session} theme={PLAIN} firstBlock={0} />)
  unmount = shown.unmount
  return { terminal, session, screen: () => shown.lastFrame() ?? '' }
}

async function type(terminal: Terminal, notation: string): Promise<void> {
  for (const key of keys(notation)) terminal.type({ key })
  await idle(terminal)
}

async function idle(terminal: Terminal): Promise<void> {
  do await new Promise(resolve => setTimeout(resolve, 30))
  while (terminal.state().running && !terminal.state().running?.reads && !endless(terminal))
}
const endless = (terminal: Terminal): boolean =>
  terminal.output.blocks.some(block => block.text.includes('stream'))

describe('80 columns', () => {
  it('prints under the prompt, with the task and the status below', async () => {
    const { terminal, screen } = open()
    await type(terminal, 'echo hello<CR>')
    expect(screen()).toBe(
      [
        'controlplane ~ ➜ echo hello',
        'hello',
        'controlplane ~ ➜',
        '○ Make /pay reachable through the Ingress controller',
        'critical-space · 0/15 · 12m · hints 0/3                   check · hint · F1 help',
      ].join('\n'),
    )
  })

  it('says what it cannot find and goes on', async () => {
    const { terminal, screen } = open()
    await type(terminal, 'kubctl<CR>check<CR>')
    expect(screen()).toBe(
      [
        'controlplane ~ ➜ kubctl',
        'bash: kubctl: command not found',
        'controlplane ~ ➜ check',
        '✔ reach 10/10',
        'controlplane ~ ➜',
        '○ Leave the Service as it is',
        'critical-space · 10/15 · 12m · hints 0/3                  check · hint · F1 help',
      ].join('\n'),
    )
  })

  it('stops a stream with Ctrl-C', async () => {
    const { terminal, screen } = open()
    await type(terminal, 'stream<CR>')
    await new Promise(resolve => setTimeout(resolve, 90))
    expect(terminal.state().running).toBeDefined()
    await type(terminal, '<C-c>')
    expect(terminal.state().running).toBeUndefined()
    expect(screen()).toMatch(/^controlplane ~ ➜ stream\n(line \d+\n)+\^C\ncontrolplane ~ ➜\n/)
  })

  it('runs pasted lines in their order, the open one stays', async () => {
    const { terminal, session } = open()
    terminal.type({
      paste: `${Array.from({ length: 200 }, (_, at) => `echo ${at}`).join('\n')}\necho 'two\nrows'\nlast`,
    })
    await idle(terminal)
    expect(session.ran).toEqual([
      ...Array.from({ length: 200 }, (_, at) => `echo ${at}`),
      "echo 'two\nrows'",
    ])
    expect(terminal.state().line.text).toBe('last')
  })

  it('hands typed lines to the program that reads', async () => {
    const { terminal, screen } = open()
    await type(terminal, 'cat<CR>')
    await type(terminal, 'ab<BS>c<CR>')
    expect(screen().split('\n').slice(0, 3)).toEqual(['controlplane ~ ➜ cat', 'ac', 'AC'])
    await type(terminal, '<C-d>')
    expect(terminal.state().running).toBeUndefined()
  })

  it('shows the menu, help and the search', async () => {
    const { terminal, screen } = open()
    await type(terminal, 'kubectl de<Tab>')
    expect(screen().split('\n').slice(0, 2)).toEqual([
      'controlplane ~ ➜ kubectl de',
      'deployments  describe',
    ])
    await type(terminal, '<Esc><C-u>?')
    expect(screen()).toContain('grades what stands now')
    await type(terminal, 'echo x<CR>')
    await type(terminal, '<C-r>ec')
    expect(screen()).toContain("(reverse-i-search)`ec': \x1b[7mec\x1b[27mho x")
  })

  it('edits a file on the whole screen and ends with exit', async () => {
    const { terminal, session } = open()
    await type(terminal, 'vim abc.yaml<CR>')
    expect(session.files.get('abc.yaml')).toMatch(/# saved\n$/)
    await type(terminal, '<C-d>')
    expect(terminal.state().ended).toBe(true)
  })
})

describe('120 columns', () => {
  it('puts the panel beside the newest lines and keeps wide ones whole', async () => {
    const { terminal, screen } = open(120, 30)
    await type(terminal, 'wide<CR>')
    expect(screen().split('\n')).toEqual([
      'controlplane ~ ➜ wide',
      ...['wide '.repeat(60).trimEnd()],
      `${'narrow'.padEnd(75)}╭─ The pay page answers 404 ────────────────╮`,
      `${'controlplane ~ ➜'.padEnd(75)}│ The team runs webapp-pay in               │`,
      `${''.padEnd(75)}│ critical-space.                           │`,
      `${''.padEnd(75)}│                                           │`,
      `${''.padEnd(75)}│ Customers see an error page.              │`,
      `${''.padEnd(75)}│                                           │`,
      `${''.padEnd(75)}│ ○ Make /pay reachable through the Ingress │`,
      `${''.padEnd(75)}│   controller 0/10                         │`,
      `${''.padEnd(75)}│ ○ Leave the Service as it is 0/5          │`,
      `${''.padEnd(75)}╰───────────────────────────────────────────╯`,
      `critical-space · 0/15 · 12m · hints 0/3${' '.repeat(59)}check · hint · F1 help`,
    ])
  })

  it('folds at 60 columns and comes back', async () => {
    const { terminal, screen } = open(120, 30)
    terminal.resize(60, 30)
    await idle(terminal)
    expect(screen()).not.toContain('╭')
    terminal.resize(120, 30)
    await idle(terminal)
    expect(screen()).toContain('╭─ The pay page')
  })
})
