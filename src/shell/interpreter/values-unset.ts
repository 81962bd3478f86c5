/** What `set -u` says about a parameter that is not set. */
import type { ParameterPart } from '../syntax/ast.ts'
import { ExpansionFailure } from './flow.ts'
import type { Shell } from './shell.ts'

export function complainNothing(
  sh: Shell,
  part: ParameterPart,
  subscript: string | undefined,
): void {
  if (
    !sh.options.has('nounset') ||
    part.name === '@' ||
    part.name === '*' ||
    subscript === '@' ||
    subscript === '*'
  )
    return
  const name = /^\d/.test(part.name) ? `$${part.name}` : part.name
  throw new ExpansionFailure(
    `${name}${subscript === undefined ? '' : `[${subscript}]`}: unbound variable`,
    true,
  )
}
