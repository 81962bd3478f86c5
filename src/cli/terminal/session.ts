/** A lab's session as the terminal wants it: lines at the wall's pace, journalled, with the words that go beyond the shell. */
import { performance } from 'node:perf_hooks'
import type { Live, ScreenAnswer } from '../../lab/live.ts'
import type { RunResult } from '../../lab/checks/check.ts'
import type { Lab } from '../../lab/scenario/scenario.ts'
import type { Session } from '../../lab/session.ts'
import type { Entry } from '../../lab/transcript.ts'
import type { Pause } from '../../lib/process.ts'
import type { ScreenRequest, Sink, TerminalSession } from '../../ui/session.ts'
import { boardOf, type Standing } from './board.ts'
import { complete } from './complete.ts'
import type { Journal } from './journal.ts'
import { eventsView, objectsView } from './views.ts'
import { WORDS, type WordContext } from './words.ts'
import { wallPace, type WallPace } from './wall-pace.ts'

export interface TerminalOptions {
  readonly session: Session
  readonly lab: Lab
  readonly journal: Journal
  /** What had been reached before, when the session goes on. */
  readonly standing?: Partial<Standing>
  readonly columns: number
  readonly rows: number
  /** Throws the session away and begins a new one. */
  restart(): Promise<{ session: Session; journal: Journal }>
}

export function createTerminalSession(options: TerminalOptions): TerminalSession {
  let { session, journal } = options
  let standing: Standing = { hints: 0, solution: false, ...options.standing }
  let size = { columns: options.columns, rows: options.rows }
  let running: WallPace | undefined
  let undone: readonly (readonly Entry[])[] = []
  const began = performance.now()
  let anchor = { wallMs: performance.now(), worldMs: session.world.now }
  const shell = () => session.machine.shell

  /** The world catches up with the time that passed at the prompt. */
  const catchUp = async (): Promise<void> => {
    const behind = Math.round(
      performance.now() - anchor.wallMs - (session.world.now - anchor.worldMs),
    )
    if (behind <= 0) return
    const entry = { waitMs: behind }
    journal.append(entry)
    await session.perform(entry)
  }
  const setAnchor = (): void => {
    anchor = { wallMs: performance.now(), worldMs: session.world.now }
  }

  const run = async (typed: string, sink: Sink): Promise<number> => {
    const expansion = shell().expandHistory(typed)
    const line = expansion === undefined ? typed : expandedLine(expansion, sink)
    if (line === undefined) return 1
    await catchUp()
    undone = []
    const live: Live = { ...size }
    journal.append({ run: line, live: { ...live } })
    running = wallPace(session.world, live, {
      screen: pause => onScreen(pause, sink),
      reads: reading => sink.reads?.(reading),
    })
    try {
      const answer = await session.perform(
        { run: line, live },
        (stream, text) => sink.write(stream, text),
        running,
      )
      return (answer as RunResult).exit
    } finally {
      running = undefined
      if (live.stop ?? live.typed ?? live.screens) journal.append({ live })
    }
  }

  const onScreen = async (
    pause: Extract<Pause, { for: 'screen' }>,
    sink: Sink,
  ): Promise<ScreenAnswer> => {
    const { files } = session.machine
    const absolute = (name: string): string =>
      name.startsWith('/') ? name : `${shell().cwd}/${name}`
    const read = (name: string): string | undefined => {
      try {
        return files.readText(absolute(name))
      } catch {
        return undefined
      }
    }
    const shownPath = pause.path.startsWith(`${shell().cwd}/`)
      ? pause.path.slice(shell().cwd.length + 1)
      : pause.path
    const rc = read('/root/.vimrc')
    const request: ScreenRequest = {
      program: pause.program,
      path: shownPath,
      text: pause.text,
      isNew: pause.path !== '' && !files.exists(absolute(pause.path)),
      read,
      ...(rc === undefined ? {} : { rc }),
      ...(pause.readOnly ? { readOnly: true } : {}),
      ...(pause.start === undefined ? {} : { start: pause.start }),
    }
    const result = await sink.screen(request)
    const others = result.writes
      .filter(write => write.path !== shownPath)
      .map(({ path, text }) => ({ path: absolute(path), text }))
    return {
      status: result.exit,
      ...(result.text === undefined ? {} : { text: result.text }),
      ...(others.length > 0 ? { others } : {}),
    }
  }

  const context: WordContext = {
    lab: options.lab,
    get session() {
      return session
    },
    get journal() {
      return journal
    },
    get standing() {
      return standing
    },
    set standing(next) {
      standing = next
    },
    get columns() {
      return size.columns
    },
    get undone() {
      return undone
    },
    set undone(next) {
      undone = next
    },
    jumped: setAnchor,
    async reset() {
      journal.close()
      ;({ session, journal } = await options.restart())
      standing = { hints: 0, solution: false }
      undone = []
      setAnchor()
    },
  }

  return {
    prompt: () => session.prompt(),
    continuation: () => shell().prompt('PS2'),
    isIncomplete: text => shell().needsMore(text),
    complete: (text, cursor) => complete(session, WORDS, text, cursor),
    lineMode: () => (shell().shell.options.has('vi') ? 'vi' : 'emacs'),
    history: () => shell().history,
    run,
    ended: () => session.ended,
    send: input => running?.send(input),
    abort: () => running?.abort(),
    commands: WORDS,
    async command(name, args, sink) {
      // Only what looks at the world needs its time; travelling brings its own.
      if (name === 'check' || name === 'trace') await catchUp()
      return WORDS.find(word => word.name === name)?.run(context, args, text =>
        sink.write('out', text),
      )
    },
    views: [() => objectsView(session), () => eventsView(session)],
    board: () => boardOf(options.lab, standing),
    elapsedMs: () => performance.now() - began,
    resize(columns, rows) {
      size = { columns, rows }
    },
    close: () => journal.close(),
  }
}

/** What `!!` and its like became is shown before it runs, or the reason why it doesn't. */
function expandedLine(expansion: object, sink: Sink): string | undefined {
  const { line, error } = expansion as { line?: string; error?: string }
  if (line === undefined) sink.write('err', `${error ?? ''}\n`)
  else sink.write('out', `${line}\n`)
  return line
}
