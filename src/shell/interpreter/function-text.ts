/** Prints a function as `type` and `declare -f` do: bash re-indents its body. */
import type { ShellFunction } from './shell.ts'
import { commandText } from './command-text.ts'

export function functionText(name: string, { body }: ShellFunction): string {
  return `${name} () \n${commandText(body, 0)}`
}
