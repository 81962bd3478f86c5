/** The terminal as a machine without a screen: keys and pastes in, lines run one after another, what is to be shown out. */
import type { Key } from '../lib/editor/key.ts'
import { cook } from './line/cooked.ts'
import { insert, press, type LineContext } from './line/press.ts'
import { emptyLine, type Effect, type LineState } from './line/state.ts'
import { createOutput, type Output } from './output.ts'
import { highlightCommand, highlightOutput } from './highlight.ts'
import type { Typed } from './keypress.ts'
import type { Board, ScreenRequest, ScreenResult, Sink, TerminalSession } from './session.ts'
import type { Theme } from './theme.ts'

export interface TerminalState {
  readonly line: LineState
  /** A line is running; `reads` when it waits for what is typed, which stands in `typed`. */
  readonly running: { readonly reads: boolean; readonly typed: string } | undefined
  readonly panel: boolean
  /** What the panel shows: 0 the tasks, then the session's own views. */
  readonly view: number
  readonly shown: { readonly title: string; readonly rows: readonly string[] } | undefined
  readonly help: boolean
  readonly board: Board
  readonly prompt: string
  readonly continuation: string
  readonly history: readonly string[]
  readonly columns: number
  readonly rows: number
  /** Grows with everything that has been printed. */
  readonly printed: number
  readonly ended: boolean
}

export interface TerminalOptions {
  readonly columns: number
  readonly rows: number
  readonly theme: Theme
  readonly panel?: boolean
  readonly view?: number
  /** Shows an editor or a pager, resolves when the learner leaves it. */
  screen(request: ScreenRequest): Promise<ScreenResult>
  /** Wipes the visible screen, and what has scrolled away when asked for it. */
  wipe(scrollBack: boolean): void
  /** The learner chose what the panel shows. */
  onPanel?(choice: { readonly panel: boolean; readonly view: number }): void
}

export interface Terminal {
  readonly output: Output
  state(): TerminalState
  subscribe(listener: () => void): () => void
  type(typed: Typed): void
  resize(columns: number, rows: number): void
  /** Resolves when the learner leaves. */
  readonly done: Promise<void>
}

export function createTerminal(session: TerminalSession, options: TerminalOptions): Terminal {
  const { theme } = options
  const output = createOutput()
  const listeners = new Set<() => void>()
  const waiting: Typed[] = []
  let leave: () => void = () => {}
  let drawing: ReturnType<typeof setTimeout> | undefined
  const done = new Promise<void>(resolve => {
    leave = resolve
  })

  let state: TerminalState = {
    line: emptyLine(),
    running: undefined,
    panel: options.panel ?? true,
    view: options.view ?? 0,
    shown: session.views?.[(options.view ?? 0) - 1]?.(),
    help: false,
    board: session.board(),
    prompt: session.prompt(),
    continuation: session.continuation(),
    history: session.history(),
    columns: options.columns,
    rows: options.rows,
    printed: 0,
    ended: false,
  }
  const set = (change: Partial<TerminalState>): void => {
    state = { ...state, ...change }
    clearTimeout(drawing)
    drawing = undefined
    for (const listener of listeners) listener()
  }
  /** Output draws at most once a frame; keys draw at once. */
  const drawSoon = (): void => {
    drawing ??= setTimeout(() => set({ printed: state.printed + 1 }), FRAME_MS)
  }
  const context: LineContext = {
    get history() {
      return state.history
    },
    get vi() {
      return session.lineMode?.() === 'vi'
    },
    isIncomplete: text => session.isIncomplete(text),
    complete: (text, cursor) => completeWith(session, text, cursor),
  }

  const sink: Sink = {
    write(stream, text) {
      const at = text.lastIndexOf(WIPE)
      if (at >= 0 && text.startsWith(WIPE_ALL, at + WIPE.length)) {
        output.endLine()
        output.clear()
        options.wipe(true)
      } else if (at >= 0 || output.picture !== undefined) {
        output.paint(at >= 0 ? text.slice(at + WIPE.length) : output.picture + text)
        return drawSoon()
      }
      const shown = at < 0 ? text : text.slice(at + WIPE.length)
      output.write(stream === 'err' ? paintRows(shown, theme) : highlightRows(shown, theme))
      drawSoon()
    },
    screen: request => options.screen(request),
    reads: reading => set({ running: state.running && { ...state.running, reads: reading } }),
  }

  const refresh = (): Partial<TerminalState> => ({
    board: session.board(),
    prompt: session.prompt(),
    continuation: session.continuation(),
    history: session.history(),
    shown: session.views?.[state.view - 1]?.(),
  })

  /** Puts the finished line into the output, as it stood behind the prompt. */
  const echo = (text: string, mark = ''): void => {
    const rows = highlightCommand(text, theme).split('\n')
    output.write(`${state.prompt}${rows.join(`\n${state.continuation}`)}${mark}\n`)
  }

  const submit = async (text: string, shown = true): Promise<void> => {
    if (shown) echo(text)
    // The shell itself says `exit` behind the prompt.
    else output.write(state.prompt)
    set({ line: emptyLine(state.line.kills), running: { reads: false, typed: '' }, help: false })
    const [name = '', ...args] = text.trim().split(/\s+/)
    try {
      if (session.commands.some(command => command.name === name)) {
        if ((await session.command(name, args, sink)) === 'quit') return finish()
      } else if (text.trim() !== '') await session.run(text, sink)
    } catch (error) {
      output.endLine()
      output.write(
        `${theme.paint('bad', `kubedrill: ${error instanceof Error ? error.message : String(error)}`)}\n`,
      )
    }
    output.paint(undefined)
    output.endLine()
    if (session.ended()) return finish()
    set({ ...refresh(), running: undefined, printed: state.printed + 1 })
    pump()
  }

  const finish = (): void => {
    set({ ...refresh(), running: undefined, ended: true })
    leave()
  }

  const act = (effect: Effect): void => {
    switch (effect.do) {
      case 'submit':
        void submit(effect.line)
        return
      case 'eof':
        void submit('exit', false)
        return
      case 'clear':
        output.clear()
        options.wipe(false)
        set({})
        return
      case 'help':
        set({ help: !state.help })
        return
      case 'edit':
        void editLine()
        return
      case 'interrupt':
        echo(state.line.text, '^C')
        set({ line: emptyLine(state.line.kills), help: false })
    }
  }

  const editLine = async (): Promise<void> => {
    set({ running: { reads: false, typed: '' } })
    const { text } = await options.screen({
      program: 'vim',
      path: '/tmp/bash-fc',
      text: state.line.text,
    })
    const edited =
      text === undefined ? state.line : insert(emptyLine(state.line.kills), text.trimEnd())
    set({ line: edited, running: undefined })
    pump()
  }

  const whileRunning = (event: Typed): boolean => {
    const running = state.running
    if (!running) return false
    if ('key' in event && event.key === '<C-c>') {
      waiting.length = 0
      output.write(`${running.typed}^C`)
      output.endLine()
      set({ running: { ...running, typed: '' } })
      session.abort()
      return true
    }
    if (!running.reads) return false
    readInput(event, running.typed)
    return true
  }

  const readInput = (event: Typed, before: string): void => {
    const { typed, give, end } = cook(before, event)
    if (give !== undefined) {
      output.write(give)
      session.send(give)
    }
    if (end) session.send(undefined)
    set({ running: state.running && { ...state.running, typed } })
  }

  const atPrompt = (event: Typed): void => {
    if ('paste' in event) {
      set({ line: insert(state.line, event.paste) })
      return
    }
    if (event.key === '<F2>' || event.key === '<F3>') {
      const views = (session.views?.length ?? 0) + 1
      const panel = event.key === '<F2>' ? !state.panel : true
      const view = event.key === '<F3>' && state.panel ? (state.view + 1) % views : state.view
      options.onPanel?.({ panel, view })
      set({ panel, view, shown: session.views?.[view - 1]?.() })
      return
    }
    const wasHelp = state.help
    const pressed = press(state.line, event.key, context)
    set({ line: pressed.line, help: wasHelp && pressed.effect?.do === 'help' })
    if (pressed.effect?.do === 'help') set({ help: !wasHelp })
    else if (pressed.effect) act(pressed.effect)
  }

  /** Handles what was typed while a line ran, up to the next line that runs. */
  function pump(): void {
    while (waiting.length > 0 && !state.ended) {
      const event = waiting[0] as Typed
      if (state.running && !state.running.reads) return
      waiting.shift()
      if (!whileRunning(event)) atPrompt(event)
    }
  }

  return {
    output,
    done,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    type(event) {
      if (state.ended) return
      if ('key' in event && event.key === '<C-c>' && whileRunning(event)) return
      for (const part of 'paste' in event && !state.running?.reads
        ? pastedLines(event.paste)
        : [event])
        waiting.push(part)
      pump()
    },
    resize(columns, rows) {
      session.resize?.(columns, rows)
      set({ columns, rows })
    },
  }
}

/** Pasted lines run like typed ones, each in its turn; a last one without its end stays to be looked at. */
function pastedLines(text: string): Typed[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at): Typed[] => {
    const parts: Typed[] = line === '' ? [] : [{ paste: line }]
    return at < lines.length - 1 ? [...parts, { key: '<CR>' satisfies Key }] : parts
  })
}

/** A completion that breaks must not break the line. */
function completeWith(
  session: TerminalSession,
  text: string,
  cursor: number,
): ReturnType<TerminalSession['complete']> {
  try {
    return session.complete(text, cursor)
  } catch {
    return { from: cursor, candidates: [] }
  }
}

function paintRows(text: string, theme: Theme): string {
  return text
    .split('\n')
    .map(row => theme.paint('bad', row))
    .join('\n')
}

function highlightRows(text: string, theme: Theme): string {
  return text
    .split('\n')
    .map(row => highlightOutput(row, theme))
    .join('\n')
}

const FRAME_MS = 16
/** What `clear` and `watch` print to begin with an empty screen. */
const WIPE = '\x1b[H\x1b[2J'
/** And the scroll-back with it, which only `clear` wants. */
const WIPE_ALL = '\x1b[3J'
