/** kubectl cp. */
import type { Io, Pause } from '../../lib/process.ts'
import { requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { containerOf } from '../containers/pod-for.ts'
import { KubectlError } from '../errors.ts'
import { absolute, baseName, joined } from '../paths.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const cp: Verb = { path: 'cp', run }

interface Spec { readonly namespace: string; readonly pod: string; readonly path: string }

/** Upstream: `kubectl/pkg/cmd/cp/cp.go`. Files travel through the container's own cat and sh. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { args } = session
  if (args.length !== 2) throw new KubectlError('source and destination are required')
  const from = parse(args[0]!)
  const to = parse(args[1]!)
  if (from.pod !== '' && to.pod !== '') throw new KubectlError('one of src or dest must be a local file specification')
  if (from.path === '' || to.path === '') throw new KubectlError('filepath can not be empty')
  if (from.pod !== '') return yield* fromPod(session, from, to.path)
  if (to.pod !== '') return yield* toPod(session, from.path, to)
  throw new KubectlError('one of src or dest must be a remote file specification')
}

const parse = (text: string): Spec => {
  const colon = text.indexOf(':')
  if (colon < 0) return { namespace: '', pod: '', path: text }
  if (colon === 0) throw new KubectlError('filespec must match the canonical format: [[namespace/]pod:]file/path')
  const parts = text.slice(0, colon).split('/')
  const path = text.slice(colon + 1)
  if (parts.length === 1) return { namespace: '', pod: parts[0]!, path }
  if (parts.length === 2) return { namespace: parts[0]!, pod: parts[1]!, path }
  throw new KubectlError('filespec must match the canonical format: [[namespace/]pod:]file/path')
}

interface Remote { readonly namespace: string; readonly pod: string; readonly container: string }

const remote = (session: Session, { namespace, pod }: Spec): Remote => {
  const where = namespace || session.namespace
  const object = session.client.object({ ...requestTo(builtInMapping('v1', 'Pod')!), verb: 'get', namespace: where, name: pod })
  return { namespace: where, pod, container: containerOf(session, object) }
}

/** Runs a command there and gathers what it says. */
function* capture(
  session: Session, at: Remote, command: readonly string[], input: string | undefined,
): Generator<Pause, { status: number; out: string; err: string }, unknown> {
  const { containers } = session.cluster
  if (!containers) throw new KubectlError('the server could not find the requested resource')
  let out = ''
  let err = ''
  let rest = input
  const io: Io = {
    ...session.io,
    stdin: { read: () => { const text = rest; rest = undefined; return text } },
    stdout: { write: text => { out += text } }, stderr: { write: text => { err += text } },
  }
  const status = yield* containers.exec(at, command, io, false)
  return { status, out, err }
}

function* fromPod(session: Session, from: Spec, to: string): Generator<Pause, number, unknown> {
  const at = remote(session, from)
  const { files, cwd } = session.io
  const listed = yield* capture(session, at, ['find', from.path, '-type', 'f'], undefined)
  if (listed.status !== 0) {
    session.warn(`tar: ${from.path.replace(/^\//, '')}: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n`)
    throw new KubectlError(`${from.path} no such file or directory`)
  }
  const found = listed.out.split('\n').filter(Boolean)
  const local = absolute(to, cwd)
  const single = found.length === 1 && found[0] === from.path
  const into = files.exists(local) && files.stat(local).type === 'directory'
  for (const path of found) {
    const { out } = yield* capture(session, at, ['cat', path], undefined)
    const target = single ? (into ? joined(local, baseName(path)) : local) : joined(local, path.slice(from.path.length).replace(/^\/+/, ''))
    files.mkdir(target.slice(0, Math.max(1, target.lastIndexOf('/'))), { recursive: true })
    files.write(target, out)
  }
  if (from.path.startsWith('/')) session.warn("tar: Removing leading `/' from member names\n")
  return 0
}

function* toPod(session: Session, from: string, to: Spec): Generator<Pause, number, unknown> {
  const { files, cwd } = session.io
  const source = absolute(from, cwd)
  if (!files.exists(source)) throw new KubectlError(`${from} doesn't exist in local filesystem`)
  const at = remote(session, to)
  const folder = yield* capture(session, at, ['test', '-d', to.path], undefined)
  const base = to.path.endsWith('/') || folder.status === 0 ? joined(to.path, baseName(source)) : to.path
  for (const path of localFiles(session, source)) {
    const target = path === source ? base : `${base}${path.slice(source.length)}`
    const parent = target.slice(0, Math.max(1, target.lastIndexOf('/')))
    if (path !== source) yield* capture(session, at, ['mkdir', '-p', parent], undefined)
    const written = yield* capture(session, at, ['sh', '-c', `cat > '${target.replaceAll("'", `'\\''`)}'`], files.readText(path))
    if (written.status !== 0) {
      session.warn(`tar: can't open '${baseName(target)}': ${written.err.trim().split(': ').at(-1)}\n`)
      session.warn(`command terminated with exit code ${written.status}\n`)
      return written.status
    }
  }
  return 0
}

const localFiles = (session: Session, path: string): string[] => {
  const { files } = session.io
  if (files.stat(path).type !== 'directory') return [path]
  return files.list(path).flatMap(name => localFiles(session, joined(path, name)))
}
