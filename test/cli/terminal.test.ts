/** A terminal's session over a real lab: what is journalled gives the same world again, wherever the journal was cut. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { claimJournal, openJournal, readJournal } from '../../src/cli/terminal/journal.ts'
import { createTerminalSession } from '../../src/cli/terminal/session.ts'
import { loadLab } from '../../src/lab/scenario/load.ts'
import { openSession, type Session } from '../../src/lab/session.ts'
import { parseTranscript } from '../../src/lab/transcript.ts'
import type { ScreenRequest, Sink, TerminalSession } from '../../src/ui/session.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kubedrill-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const head = { kubedrill: 'test', lab: 'critical-space', seed: 3 }
const source = loadLab('critical-space')
const lab = source.at(head.seed)

vi.stubGlobal('__VERSION__', 'test')

const digest = (session: Session): string =>
  createHash('sha256').update(JSON.stringify(session.dump())).digest('hex')

interface Opened {
  terminal: TerminalSession
  session: Session
  file: string
  said(): string
  sink: Sink
}

async function open(
  edit: (request: ScreenRequest) => string | undefined = () => undefined,
): Promise<Opened> {
  const file = path.join(folder, 'sessions', 'critical-space.jsonl')
  const session = await openSession({ lab: source, seed: head.seed })
  const terminal = createTerminalSession({
    session,
    lab,
    columns: 80,
    rows: 24,
    journal: openJournal(file, head, false),
    restart: async () => ({
      session: await openSession({ lab: source, seed: head.seed }),
      journal: openJournal(file, head, false),
    }),
  })
  let said = ''
  const sink: Sink = {
    write: (_, text) => {
      said += text
    },
    async screen(request) {
      const text = edit(request)
      return {
        exit: 0,
        writes: text === undefined ? [] : [{ path: request.path, text }],
        ...(text === undefined ? {} : { text }),
      }
    },
    reads: reading => {
      if (reading) terminal.send('typed line\n'), terminal.send(undefined)
    },
  }
  return { terminal, session, file, sink, said: () => said }
}

async function replayed(text: string): Promise<Session> {
  const saved = parseTranscript('journal', text)
  const session = await openSession({ lab: source, seed: saved.seed })
  for (const entry of saved.transcript) await session.perform(entry)
  return session
}

async function work({ terminal, sink }: Opened): Promise<void> {
  await terminal.run('kubectl create deployment web --image=nginx --replicas=3', sink)
  const watching = terminal.run('kubectl get pods -w', sink)
  setTimeout(() => terminal.abort(), 150)
  await watching
  await terminal.run('cat > typed.txt', sink)
  await terminal.run('vim abc.yaml', sink)
  await terminal.run('kubectl delete deployment web', sink)
  await terminal.command('undo', [], sink)
  await terminal.run('for i in 1 2 3; do kubectl create configmap c$i; sleep 0.05; done', sink)
  await terminal.command('hint', [], sink)
}

it('replays what was journalled into the same world', async () => {
  const opened = await open(request => `${request.text}# looked at\n`)
  await work(opened)
  opened.terminal.close?.()
  const again = await replayed(readFileSync(opened.file, 'utf8'))
  expect(digest(again)).toBe(digest(opened.session))
  expect(again.machine.files.readText('/root/typed.txt')).toBe('typed line\n')
  expect(readJournal(opened.file, 'test')?.hints).toBe(1)
  expect(readJournal(opened.file, 'another')).toBeUndefined()
})

it('lets one window at a time write a journal', () => {
  const file = path.join(folder, 'sessions', 'lab.jsonl')
  const first = claimJournal(file, process.pid)
  expect([first.file, claimJournal(file, 4_000_001).file]).toEqual([
    file,
    file.replace('.jsonl', '.4000001.jsonl'),
  ])
  first.release()
  writeFileSync(`${file}.lock`, '4000002')
  expect(claimJournal(file, process.pid).file).toBe(file)
})

it('loses no line that was begun, wherever the journal ends', async () => {
  const opened = await open()
  await work(opened)
  opened.terminal.close?.()
  const text = readFileSync(opened.file, 'utf8')
  const start = text.indexOf('\n') + 1
  for (let cut = 0; cut <= 20; cut++) {
    const kept = text.slice(0, start + Math.floor(((text.length - start) * cut) / 20))
    writeFileSync(`${opened.file}.cut`, kept)
    const head = parseTranscript('journal', kept)
    openJournal(`${opened.file}.cut`, { kubedrill: 'test', seed: 3 }, true).append({ settle: true })
    const whole = kept.slice(0, kept.lastIndexOf('\n') + 1)
    expect(readFileSync(`${opened.file}.cut`, 'utf8')).toBe(`${whole}{"settle":true}\n`)
    expect(JSON.stringify(head.transcript).length).toBeGreaterThan(1)
  }
})

it('answers its own words', async () => {
  const { terminal, sink, said } = await open()
  await terminal.command('undo', [], sink)
  await terminal.command('tasks', [], sink)
  expect(said()).toContain('There is nothing to undo.\n')
  expect(said()).toContain(lab.scenario.title)
  expect(await terminal.command('quit', [], sink)).toBe('quit')
  await terminal.run('echo hello > a.txt', sink)
  await terminal.command('reset', [], sink)
  expect(await terminal.run('cat a.txt', sink)).toBe(1)
})

it('expands the history and completes from the cluster', async () => {
  const { terminal, sink, said } = await open()
  await terminal.run('echo one', sink)
  await terminal.run('!! two', sink)
  expect(said()).toBe('one\necho one two\none two\n')
  expect(
    [
      'cat <<EOF',
      'cat <<EOF\na',
      "echo 'a",
      'for i in 1; do',
      'echo a |',
      'cat <<EOF\na\nEOF',
      'echo a',
    ].map(terminal.isIncomplete),
  ).toEqual([true, true, true, true, true, false, false])
  const complete = (text: string): string[] =>
    terminal.complete(text, text.length).candidates.map(each => each.text)
  expect(complete('kubectl get depl')).toEqual(['deployments'])
  expect(complete('k get deploy -n critical-space ')).toEqual(['webapp-pay'])
  expect(complete('kubectl describe svc/pay')).toEqual([])
  expect(complete('kubectl -n critical-space describe svc/pay')).toEqual(['pay-service'])
  expect(complete('kubectl get pods -n crit')).toEqual(['critical-space'])
  expect(complete('kubectl get pods --namespace=crit')).toEqual(['critical-space'])
  expect(complete('kubectl rollout ')).toEqual([
    'history',
    'pause',
    'restart',
    'resume',
    'status',
    'undo',
  ])
  expect(complete('kubectl get pods -o js')).toEqual(['json', 'jsonpath'])
  expect(complete('kubectl get --all')).toContain('--all-namespaces')
  expect(complete('cat ab')).toEqual(['abc.yaml'])
  expect(complete('kubectl apply -f ')).toEqual(['abc.yaml'])
  expect(complete('echo x | gre')).toContain('grep')
  expect(complete('chec')).toEqual(['check'])
})

it('travels in time', async () => {
  const { terminal, sink, said, session, file } = await open()
  const say = async (name: string, ...args: string[]): Promise<string> => {
    const from = said().length
    await terminal.command(name, args, sink)
    return said().slice(from)
  }
  await terminal.run('kubectl create configmap a --from-literal=k=1', sink)
  await terminal.run('kubectl create configmap b', sink)
  const end = digest(session)
  expect(await say('undo', '2')).toBe(
    'undone: kubectl create configmap a --from-literal=k=1\nundone: kubectl create configmap b\n',
  )
  expect(await say('timeline')).toBe(
    '   1  kubectl create configmap a --from-literal=k=1  (undone)\n   2  kubectl create configmap b  (undone)\n',
  )
  expect(await say('redo')).toBe(
    'redone: kubectl create configmap a --from-literal=k=1\nredone: kubectl create configmap b\n',
  )
  expect(digest(session)).toBe(end)
  expect(await say('changes', '1..2')).toBe('+ ConfigMap default/a\n+ ConfigMap default/b\n')
  expect(await say('goto', '1')).toBe('This is the moment after line 1.\n')
  expect(await terminal.run('kubectl get configmap b', sink)).toBe(1)
  expect(await say('redo')).toBe('There is nothing to redo.\n')
  terminal.close?.()
  expect(digest(await replayed(readFileSync(file, 'utf8')))).toBe(digest(session))
})

it('saves the session as transcript, report and cast', async () => {
  const { terminal, sink, said, session } = await open()
  await terminal.run('echo one', sink)
  await terminal.run('kubectl create namespace two', sink)
  const saved = async (name: string): Promise<string> => {
    await terminal.command('save', [path.join(folder, name)], sink)
    expect(said()).toContain(`Saved to ${path.join(folder, name)}\n`)
    return readFileSync(path.join(folder, name), 'utf8')
  }
  expect(digest(await replayed(await saved('a.json')))).toBe(digest(session))
  expect(await saved('a.md')).toContain(
    '```console\ncontrolplane ~ ➜  kubectl create namespace two\nnamespace/two created\n```\n',
  )
  const cast = (await saved('a.cast'))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(cast[0]).toMatchObject({ version: 2, width: 80 })
  expect(cast[2]).toEqual([0, 'o', 'one\r\n'])
})
