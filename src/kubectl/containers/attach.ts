/** Joining the main process of a container, for run, attach and debug. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, fetchObject } from '../client/builder.ts'
import { KubectlError, ServerError } from '../errors.ts'
import type { Session } from '../session.ts'

export interface AttachOptions { readonly stdin: boolean; readonly tty: boolean; readonly quiet: boolean }

/** Until the pod's container runs, or is through already. */
export function* waitForPod(session: Session, info: Info, timeoutMs: number): Generator<Pause, void, unknown> {
  const ends = session.cluster.now() + timeoutMs
  let told = false
  for (;;) {
    const pod = fetchObject(session, info)
    const phase = (pod['status'] as any)?.phase
    const ready = (pod['status'] as any)?.containerStatuses?.some((c: any) => c.state?.running) && phase === 'Running'
    if (ready || phase === 'Succeeded' || phase === 'Failed') return
    const left = ends - session.cluster.now()
    if (left <= 0) throw new KubectlError('timed out waiting for the condition')
    if (!told && session.io.terminal) told = true
    yield { for: 'change', ms: left }
  }
}

/** The exit status of what ran there. */
export function* attachTo(
  session: Session, info: Info, container: string, options: AttachOptions,
): Generator<Pause, number, unknown> {
  const containers = session.cluster.containers
  const pod = fetchObject(session, info)
  const at = { namespace: info.namespace ?? '', pod: info.name, container }
  const phase = (pod['status'] as any)?.phase
  if (phase === 'Succeeded' || phase === 'Failed' || !containers) {
    for (const line of containers?.log(at, false) ?? []) session.print(`${line.text}\n`)
    return exitCode(pod, container)
  }
  if (!options.quiet && options.stdin) {
    session.warn('All commands and output from this session will be recorded in container logs, including ' +
      'credentials and sensitive information passed through the command prompt.\n')
    session.warn("If you don't see a command prompt, try pressing enter.\n")
  }
  return yield* containers.attach(at, session.io, options.tty)
}

const exitCode = (pod: AnyObj, container: string): number => {
  const status = (pod['status'] as any)?.containerStatuses?.find((c: any) => c.name === container)
  return status?.state?.terminated?.exitCode ?? 0
}

/** pods/exec and pods/attach are asked for first, so that the server can refuse. */
export const checkStream = (session: Session, info: Info, container: string): void => {
  const pod = fetchObject(session, info)
  const spec = pod['spec'] as any
  const names = [...(spec.containers ?? []), ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])]
    .map((c: any) => c.name)
  if (!names.includes(container)) throw badRequest(`container ${container} is not valid for pod ${info.name}`)
  if (!spec.nodeName) throw badRequest(`pod ${info.name} does not have a host assigned`)
}

export const badRequest = (message: string): ServerError =>
  new ServerError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'BadRequest', code: 400, message })
