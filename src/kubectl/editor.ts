/** Lends a text to the user's editor. */
import { type Pause, Signal } from '../lib/process.ts'
import { KubectlError } from './errors.ts'
import type { Session } from './session.ts'

/** Answers the edited text and the file it stands in. Upstream: `kubectl/pkg/cmd/util/editor/editor.go`. */
export function* edit(session: Session, text: string): Generator<Pause, { text: string; path: string }, unknown> {
  const { files, env } = session.io
  const path = `/tmp/kubectl-edit-${String(Math.floor(session.cluster.random() * 2 ** 31))}.yaml`
  files.mkdir('/tmp', { recursive: true })
  files.write(path, text, { mode: 0o600 })
  const editor = env.get('KUBE_EDITOR') || env.get('EDITOR') || 'vi'
  const needsShell = /["'\\]/.test(editor)
  const argv = needsShell ? ['bash', '-c', `${editor} "${path}"`] : [...editor.split(' '), path]
  let status: number
  try {
    status = yield* session.io.run(argv, session.io)
  } catch (error) {
    if (error instanceof Signal) throw error
    throw new KubectlError(`unable to launch the editor ${JSON.stringify(editor)}`)
  }
  if (status === 127) throw new KubectlError(`unable to launch the editor ${JSON.stringify(editor)}`)
  if (status !== 0) {
    throw new KubectlError(`there was a problem with the editor ${JSON.stringify(needsShell ? `bash -c ${editor}` : editor)}`)
  }
  return { text: files.readText(path), path }
}
