/** A shell at a terminal of its own, such as `kubectl exec -it … -- sh`: prompt, line, prompt, line, until exit. */
import type { Steps } from '../kernel.ts'
import type { Stream } from '../streams.ts'
import { createCursor } from '../syntax/cursor.ts'
import { SyntaxFault } from '../syntax/fault.ts'
import { parseLine } from '../syntax/parse.ts'
import { parseQuotedText } from '../syntax/word.ts'
import { expandParts } from './expand.ts'
import { Fields } from './fields.ts'
import { promptText } from './prompt.ts'
import type { Shell } from './shell.ts'
import { runText } from './text.ts'

/** Runs what is typed line by line; the end of input leaves like exit. */
export function* runTyped(sh: Shell, stdin: Stream): Steps<number> {
  sh.interactive = true
  if (sh.variables.value('PS1') === undefined) sh.variables.put('PS1', { value: usualPrompt(sh) })
  if (sh.variables.value('PS2') === undefined) sh.variables.put('PS2', { value: '> ' })
  let text = ''
  for (;;) {
    sh.fds.get(2)?.write?.(shownPrompt(sh, text === '' ? 'PS1' : 'PS2'))
    const line = yield* typedLine(stdin)
    if (line === undefined) {
      sh.fds.get(2)?.write?.('\n')
      return sh.status
    }
    text += line
    if (isIncomplete(text.replace(/\n$/, ''))) continue
    yield* runText(sh, text, { prompt: true })
    text = ''
  }
}

/** The text is a command that is not finished: a quote, loop or here-document is open. */
export function isIncomplete(text: string): boolean {
  // A here-document is only asked for at the end of its line.
  const cursor = createCursor(`${text}\n`)
  try {
    while (parseLine(cursor));
  } catch (fault) {
    return fault instanceof SyntaxFault && fault.incomplete
  }
  return cursor.warnings.length > 0 || /(^|[^\\])(\\\\)*\\\n?$/.test(text)
}

/** PS1 or PS2 with its escapes and expansions worked out. */
export function shownPrompt(sh: Shell, name: 'PS1' | 'PS2'): string {
  const text = promptText(sh, sh.variables.value(name) ?? '')
  const fields = new Fields('text', '')
  const steps = expandParts(sh, parseQuotedText(text).parts, fields, true)
  for (let rounds = 0; rounds < ROUNDS_MAX; rounds++) {
    const { done, value } = steps.next()
    if (done) return fields.text
    if (value.for !== 'turn') break
  }
  return text
}

/** One line with its end; what came behind it is given back. Undefined at the end of input. */
function* typedLine(stdin: Stream): Steps<string | undefined> {
  let text = ''
  for (;;) {
    const chunk = stdin.read?.()
    if (chunk === undefined) return text === '' ? undefined : text
    text += chunk
    const end = text.indexOf('\n') + 1
    if (end > 0) {
      stdin.unread?.(text.slice(end))
      return text.slice(0, end)
    }
    if (chunk === '')
      yield stdin.ready ? { for: 'ready', ready: () => stdin.ready?.() ?? true } : { for: 'input' }
  }
}

/** What the shells of images prompt with for root. */
function usualPrompt(sh: Shell): string {
  if (sh.dialect === 'bash') return 'root@\\h:\\w# '
  return sh.dialect === 'ash' ? '\\w # ' : '# '
}

const ROUNDS_MAX = 1000
