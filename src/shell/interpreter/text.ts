/** Runs shell text: a line from the prompt, a script, `eval`, `source`, a trap. Each line is parsed when its turn comes. */
import type { Steps } from '../kernel.ts'
import { createCursor, type ParserOptions } from '../syntax/cursor.ts'
import { faultText, SyntaxFault } from '../syntax/fault.ts'
import { parseLine } from '../syntax/parse.ts'
import { dialectSyntax } from './dialect.ts'
import { ExpansionFailure } from './flow.ts'
import { runLists } from './lists.ts'
import { complain, fdOf, type Shell } from './shell.ts'

export interface TextOptions {
  /** Line number of the first line. */
  readonly line?: number
  /** Stands before a syntax error's line number: `-c: ` or `eval: `. */
  readonly origin?: string
  /** The text is all there is of an interactive line: errors name no line. */
  readonly prompt?: boolean
  /** It is `eval`, `source` or a trap: a failed expansion ends the line that they stand on. */
  readonly nested?: boolean
}

function parserOptions(sh: Shell): ParserOptions {
  return {
    alias: name => (sh.switches.has('expand_aliases') ? sh.aliases.get(name) : undefined),
    extglob: () => sh.switches.has('extglob'),
  }
}

/** The status of the last command; 2 after a syntax error. */
export function* runText(sh: Shell, text: string, options: TextOptions = {}): Steps<number> {
  const cursor = createCursor(text, parserOptions(sh), options.line ?? 1)
  for (;;) {
    let lists: ReturnType<typeof parseLine>
    try {
      lists = parseLine(cursor)
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault
      const where = (line: number) =>
        options.prompt ? `${sh.label}: ` : `${sh.label}: ${options.origin ?? ''}line ${line}: `
      const { dialect } = sh
      if (dialect !== 'bash')
        complain(
          Object.assign(sh, { line: fault.line }),
          dialectSyntax(dialect, fault.kind, fault.token),
        )
      else fdOf(sh, 2).write?.(faultText(fault, where, text, options.line ?? 1, options.prompt))
      return (sh.status = 2)
    }
    for (const warning of cursor.warnings.splice(0)) {
      sh.line = warning.line
      complain(sh, warning.text)
    }
    if (!lists) return sh.status
    if (sh.options.has('verbose'))
      fdOf(sh, 2).write?.(`${lists.map(list => list.source).join('; ')}\n`)
    try {
      yield* runLists(sh, lists)
    } catch (thrown) {
      if (
        !(thrown instanceof ExpansionFailure) ||
        options.nested ||
        (thrown.fatal && !sh.interactive)
      )
        throw thrown
      if (!thrown.told) complain(sh, thrown.text)
      sh.status = 1
    }
  }
}
