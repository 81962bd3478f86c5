/** Opens the terminal on the real screen: keyboard, resize, takeover by editors, and leaving everything as it was. */
import { render, type Instance } from 'ink'
import { emitKeypressEvents } from 'node:readline'
import type { Key } from '../lib/editor/key.ts'
import { keyboard, type Keypress, type Typed } from './keypress.ts'
import { showScreen } from './screen/show.ts'
import { externalEditor } from './screen/external.ts'
import type { ScreenRequest, ScreenResult, TerminalSession } from './session.ts'
import { createTerminal } from './terminal.ts'
import { themeFrom } from './theme.ts'
import { App } from './view/app.tsx'
import { layout } from './view/layout.ts'
import { unfold } from './view/unfold.ts'

export interface OpenOptions {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly panel?: boolean
  readonly view?: number
  onPanel?(choice: { readonly panel: boolean; readonly view: number }): void
  /** Opens files in this program instead of the editor inside, e.g. `$EDITOR`. */
  readonly editor?: string
  /** What was typed before the terminal could listen. */
  readonly early?: readonly Typed[]
}

/** Resolves when the learner leaves. */
export async function openTerminal(session: TerminalSession, options: OpenOptions): Promise<void> {
  const { stdin, stdout } = options
  const theme = themeFrom(options.env)
  let ink: Instance | undefined
  let firstBlock = 0
  let toScreen: ((key: Key) => void) | undefined

  const terminal = createTerminal(session, {
    columns: stdout.columns,
    rows: stdout.rows,
    theme,
    ...(options.panel === undefined ? {} : { panel: options.panel }),
    ...(options.view === undefined ? {} : { view: options.view }),
    ...(options.onPanel ? { onPanel: options.onPanel } : {}),
    screen: takeOver,
    wipe: scrollBack => {
      hide()
      stdout.write(`\x1b[H\x1b[2J${scrollBack ? '\x1b[3J' : ''}`)
      show()
    },
  })

  function show(): void {
    const app = <App terminal={terminal} session={session} theme={theme} firstBlock={firstBlock} />
    ink = render(app, {
      stdout,
      stdin,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 60,
      incrementalRendering: false,
    })
  }

  /** Takes the living part off the screen; what has scrolled away stays. */
  function hide(): void {
    if (!ink) return
    ink.rerender(null)
    ink.unmount()
    ink = undefined
    // Ink ends with a line break of its own.
    stdout.write('\x1b[1A\r\x1b[J')
    firstBlock = terminal.output.blocks.length
  }

  async function takeOver(request: ScreenRequest): Promise<ScreenResult> {
    hide()
    try {
      if (options.editor !== undefined && request.program !== 'less')
        return externalEditor(request, options.editor, stdin)
      return await showScreen(request, {
        stdout,
        theme,
        listen: handler => {
          toScreen = handler
        },
      })
    } finally {
      toScreen = undefined
      show()
    }
  }

  const onTyped = (typed: Typed): void => {
    if (!toScreen) return terminal.type(typed)
    if ('key' in typed) return toScreen(typed.key)
    for (const character of typed.paste)
      toScreen(character === '\n' ? '<CR>' : character === '\t' ? '<Tab>' : character)
  }
  const onKeypress = keyboard(onTyped)
  const onResize = (): void => {
    const shown = ink !== undefined
    if (shown && stdout.columns < terminal.state().columns) {
      stdout.write(
        unfold(
          layout(terminal.state(), terminal.output, session.elapsedMs(), session.commands, theme),
          stdout.columns,
        ),
      )
    }
    // Ink would first draw the old rows at the new width.
    if (shown) hide()
    terminal.resize(stdout.columns, stdout.rows)
    if (shown) show()
  }
  const listener = (text: string | undefined, press: Keypress): void => onKeypress(text, press)

  emitKeypressEvents(stdin, { escapeCodeTimeout: ESCAPE_MS } as never)
  stdin.setRawMode(true)
  stdin.resume()
  stdin.on('keypress', listener)
  stdout.on('resize', onResize)
  stdout.write(`${PASTE_ON}\r\x1b[J`)
  for (const typed of options.early ?? []) onTyped(typed)
  show()
  try {
    await terminal.done
  } finally {
    ink?.unmount()
    stdout.write(PASTE_OFF)
    stdin.off('keypress', listener)
    stdout.off('resize', onResize)
    stdin.setRawMode(false)
    stdin.pause()
    session.close?.()
  }
}

const PASTE_ON = '\x1b[?2004h'
const PASTE_OFF = '\x1b[?2004l'
/** How long a lone Escape waits for the rest of a key's code. */
const ESCAPE_MS = 25
