/** kubectl exec and attach. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, build, requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { attachTo, checkStream } from '../containers/attach.ts'
import { attachablePod, containerOf } from '../containers/pod-for.ts'
import { ExitError, KubectlError, ServerError, usageError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const exec: Verb = { path: 'exec', run: runExec }

/** Upstream: `kubectl/pkg/cmd/exec/exec.go`. */
function* runExec(session: Session): Generator<Pause, number, unknown> {
  const { flags, args, dash } = session
  const fromFile = flags.list('filename').length > 0
  if (args.length === 0 && !fromFile) throw new KubectlError('pod, type/name or --filename must be specified')
  if (dash < 0 && args.length > 1) {
    throw usageError('exec', 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead')
  }
  const command = dash < 0 ? [] : args.slice(dash)
  if (command.length === 0) throw new KubectlError('you must specify at least one command for the container')
  const pod = fromFile ? yield* podFromFile(session) : attachablePod(session, args[0]!)
  const phase = pod['status']?.phase
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  }
  const container = containerOf(session, pod, flags.bool('quiet'))
  const info = infoOf(pod)
  checkStream(session, info, container)
  mayConnect(session, info, 'exec')
  const { containers } = session.cluster
  if (!containers) throw new KubectlError('the server could not find the requested resource')
  const tty = flags.bool('tty')
  if (tty && !session.io.terminal) session.warn('Unable to use a TTY - input is not a terminal or the right kind of file\n')
  const io = flags.bool('stdin') ? session.io : { ...session.io, stdin: { read: () => undefined } }
  const at = { namespace: info.namespace ?? '', pod: info.name, container }
  const status = yield* containers.exec(at, command, io, tty)
  if (status !== 0) {
    session.warn(`command terminated with exit code ${status}\n`)
    throw new ExitError(status)
  }
  return 0
}

function* podFromFile(session: Session): Generator<Pause, AnyObj, unknown> {
  const { infos, errors } = yield* build(session, { files: true, args: [] })
  if (errors[0]) throw errors[0]
  const info = infos[0]!
  return attachablePod(session, `${info.mapping.resource}/${info.name}`)
}

const infoOf = (pod: AnyObj): Info => ({
  mapping: builtInMapping('v1', 'Pod')!, namespace: pod.metadata.namespace, name: pod.metadata.name, source: '', object: pod,
})

const mayConnect = (session: Session, info: Info, subresource: string): void => {
  try {
    session.client.request({
      ...requestTo(info.mapping), verb: 'create', subresource, name: info.name, namespace: info.namespace ?? '',
    })
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    if (error.reason === 'Forbidden' || error.reason === 'Unauthorized') throw error
  }
}

/** Upstream: `kubectl/pkg/cmd/attach/attach.go`. */
export const attach: Verb = { path: 'attach', run: runAttach }

function* runAttach(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (args.length === 0) throw new KubectlError('at least 1 argument is required for attach')
  if (args.length > 2) throw new KubectlError('expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ' + `${args.length}: [${args.join(' ')}]`)
  if (flags.duration('pod-running-timeout') <= 0) {
    throw usageError('attach', '--pod-running-timeout must be higher than zero')
  }
  const pod = attachablePod(session, args.length === 2 ? `${args[0]}/${args[1]}` : args[0]!)
  const phase = pod['status']?.phase
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new KubectlError(`cannot attach a container in a completed pod; current phase is ${phase}`)
  }
  const container = containerOf(session, pod, flags.bool('quiet'))
  const info = infoOf(pod)
  if (!flags.bool('quiet')) {
    session.warn('All commands and output from this session will be recorded in container logs, including credentials ' +
      "and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n")
  }
  checkStream(session, info, container)
  mayConnect(session, info, 'attach')
  const status = yield* attachTo(session, info, container, { stdin: flags.bool('stdin'), tty: flags.bool('tty'), quiet: true })
  return status
}
