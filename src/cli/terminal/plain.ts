/** The terminal for screen readers and dumb terminals: plain lines in, plain lines out, nothing drawn over. */
import { createInterface, type Interface } from 'node:readline'
import type { Sink, TerminalSession } from '../../ui/session.ts'
import { externalEditor } from '../../ui/screen/external.ts'
import { uncoloured } from '../../ui/theme.ts'

export interface PlainOptions {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  /** Opens files; without it editors are refused. */
  readonly editor: string | undefined
}

/** Resolves when the learner leaves. */
export async function openPlain(
  session: TerminalSession,
  { stdin, stdout, editor }: PlainOptions,
): Promise<void> {
  const history = session.history().toReversed()
  const lines = createInterface({
    input: stdin,
    output: stdout,
    terminal: stdin.isTTY === true,
    history,
    completer: (text: string) => {
      const { from, candidates } = session.complete(text, text.length)
      return [candidates.map(candidate => candidate.text), text.slice(from)]
    },
  })
  const sink: Sink = {
    write: (_, text) => void stdout.write(uncoloured(text)),
    async screen(request) {
      if (request.program === 'less') {
        stdout.write(request.text)
        return { exit: 0, writes: [] }
      }
      if (editor === undefined) {
        stdout.write(
          'Without a screen, files are edited by your own program: start again with --editor PROGRAM.\n',
        )
        return { exit: 1, writes: [] }
      }
      lines.pause()
      const result = externalEditor(request, editor, stdin)
      lines.resume()
      return result
    },
  }
  let open = ''
  let running = false
  const leave = new Promise<void>(resolve => lines.once('close', resolve))
  const ask = (): void => {
    lines.setPrompt(uncoloured(open === '' ? session.prompt() : session.continuation()))
    lines.prompt()
  }
  lines.on('SIGINT', () => {
    stdout.write('^C\n')
    if (running) return session.abort()
    open = ''
    clearTyped(lines)
    ask()
  })
  lines.on('line', line => {
    if (running) return session.send(`${line}\n`)
    const text = open + line
    if (session.isIncomplete(text)) {
      open = `${text}\n`
      return ask()
    }
    open = ''
    running = true
    void run(session, text, sink).then(goesOn => {
      running = false
      if (goesOn) ask()
      else lines.close()
    })
  })
  ask()
  await leave
  session.close?.()
}

/** False when the learner leaves. */
async function run(session: TerminalSession, text: string, sink: Sink): Promise<boolean> {
  const [name = '', ...args] = text.trim().split(/\s+/)
  if (session.commands.some(command => command.name === name))
    return (await session.command(name, args, sink)) !== 'quit'
  if (name !== '') await session.run(text, sink)
  return !session.ended()
}

function clearTyped(lines: Interface): void {
  lines.write(null, { ctrl: true, name: 'e' })
  lines.write(null, { ctrl: true, name: 'u' })
}
