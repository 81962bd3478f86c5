/** Command substitution and process substitution. */
import type { List } from '../syntax/ast.ts'
import type { Steps } from '../kernel.ts'
import { captureStream, createPipe, type Stream, textStream } from '../streams.ts'
import { resolvePath } from '../../lib/path.ts'
import { runLists } from './lists.ts'
import { shellMain, spawnShell } from './processes.ts'
import { forkShell, type Shell } from './shell.ts'
import { expandText } from './expand.ts'

/** `$( … )`: the output without its trailing newlines; the status is kept in the shell. */
export function* substitute(sh: Shell, lists: readonly List[]): Steps<string> {
  const only = lists.length === 1 ? lists[0]?.first.commands[0] : undefined
  if (
    only?.type === 'simple' &&
    only.words.length === 0 &&
    only.assignments.length === 0 &&
    only.redirects.length === 1
  ) {
    const redirect = only.redirects[0]
    if (redirect?.op === '<' && lists[0]?.rest.length === 0) {
      const path = yield* expandText(sh, redirect.target)
      if (sh.host.files.exists(resolvePath(sh.cwd, path)))
        return sh.host.files.readText(resolvePath(sh.cwd, path)).replace(/\n+$/, '')
    }
  }
  const capture = captureStream(sh.host.limits.outputCharsMax)
  const sub = forkShell(sh)
  sub.fds.set(1, capture)
  if (!sub.switches.has('inherit_errexit')) sub.options.delete('errexit')
  sh.status = yield* shellMain(sub, runLists(sub, lists))
  sh.substituted = true
  return capture.text().replace(/\n+$/, '').replaceAll('\0', '')
}

/** `<( … )` as a word: the command runs to its end, and the word is a file with its output. */
export function* processPath(
  sh: Shell,
  direction: '<' | '>',
  lists: readonly List[],
): Steps<string> {
  const path = `/dev/fd/${63 - sh.afterCommand.length}`
  const { files } = sh.host
  files.mkdir('/dev/fd', { recursive: true })
  if (direction === '<') {
    const capture = captureStream(sh.host.limits.outputCharsMax)
    const sub = forkShell(sh)
    sub.fds.set(1, capture)
    yield* shellMain(sub, runLists(sub, lists))
    files.write(path, capture.text())
    sh.afterCommand.push(function* () {
      files.remove(path)
    })
  } else {
    files.write(path, '')
    sh.afterCommand.push(function* () {
      const sub = forkShell(sh)
      sub.fds.set(0, textStream(files.readText(path)))
      yield* shellMain(sub, runLists(sub, lists))
      files.remove(path)
    })
  }
  return path
}

/** `< <( … )` and `> >( … )`: a real pipe to a process that runs alongside. */
export function processStream(sh: Shell, direction: '<' | '>', lists: readonly List[]): Stream {
  const { reader, writer } = createPipe()
  const sub = forkShell(sh)
  sub.fds.set(direction === '<' ? 1 : 0, direction === '<' ? writer : reader)
  spawnShell(sub, runLists(sub, lists), 'bash')
  const ours = direction === '<' ? reader : writer
  ours.retain?.()
  return ours
}
