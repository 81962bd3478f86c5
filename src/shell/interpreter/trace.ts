/** What `set -x` prints before a command runs. */
import { fdOf, type Shell } from './shell.ts'

export function traceText(sh: Shell, text: string): void {
  if (!sh.options.has('xtrace')) return
  const mark = (sh.variables.value('PS4') ?? '+ ').replace(/^./, first =>
    first.repeat(sh.subshellDepth + 1),
  )
  fdOf(sh, 2).write?.(`${mark}${text}\n`)
}
