/** echo: what it prints for its arguments. */
import { echoText } from '../syntax/ansi.ts'

export function echo(args: readonly string[], escapesByDefault = false): string {
  let escapes = escapesByDefault
  let newline = true
  let at = 0
  for (; /^-[neE]+$/.test(args[at] ?? ''); at++) {
    for (const letter of (args[at] ?? '').slice(1)) {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
  }
  const text = args.slice(at).join(' ')
  if (!escapes) return newline ? `${text}\n` : text
  const { text: expanded, stop } = echoText(text)
  return newline && !stop ? `${expanded}\n` : expanded
}
