/** kubectl logs. */
import { timestamp } from '../../kinds/age.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { goQuote } from '../../lib/go-quote.ts'
import type { Pause } from '../../lib/process.ts'
import { listObjects, requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import type { LogLine } from '../cluster.ts'
import { badRequest } from '../containers/attach.ts'
import { byActivity, containerNames, containerOf, namedObject, podsOf } from '../containers/pod-for.ts'
import { KubectlError, ServerError, usageError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const logs: Verb = { path: 'logs', run }

interface Stream { readonly pod: AnyObj; readonly container: string }

const SELECTOR_TAIL = 10
const POLL_MS = 1000

/** Upstream: `kubectl/pkg/cmd/logs/logs.go`, `polymorphichelpers/logsforobject.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  validate(session)
  const streams = streamsOf(session)
  const most = flags.int('max-log-requests')
  if (flags.bool('follow') && streams.length > most) {
    throw new KubectlError(`you are attempting to follow ${streams.length} log streams, but maximum allowed concurrency is ` +
      `${most}, use --max-log-requests to increase the limit`)
  }
  const shown = new Map<Stream, number>()
  for (const stream of streams) shown.set(stream, show(session, stream, 0))
  if (!flags.bool('follow')) return 0
  for (;;) {
    let alive = false
    for (const stream of streams) {
      if (running(session, stream)) alive = true
      shown.set(stream, show(session, stream, shown.get(stream)!))
    }
    if (!alive) return 0
    // A log grows without a change in the cluster.
    yield { for: 'change', ms: POLL_MS }
  }
}

const validate = (session: Session): void => {
  const { flags, args } = session
  const selector = flags.string('selector')
  if (args.length === 0 && selector === '') {
    throw usageError('logs', "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n" +
      'POD or TYPE/NAME is a required argument for the logs command')
  }
  if (args.length > 2) throw usageError('logs', "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command")
  if (args.length > 0 && selector !== '') throw usageError('logs', 'only a selector (-l) or a POD name is allowed')
  if (args.length === 2 && flags.string('container') !== '') throw new KubectlError('only one of -c or an inline [CONTAINER] arg is allowed')
  if (flags.bool('all-containers') && flags.string('container') !== '') throw new KubectlError('--all-containers=true should not be specified with container name ' + flags.string('container'))
  if (flags.changed('tail') && flags.int('tail') < -1) throw new KubectlError('--tail must be greater than or equal to -1')
  if (flags.string('since-time') !== '' && flags.duration('since') !== 0) throw new KubectlError('at most one of `sinceTime` or `sinceSeconds` may be specified')
}

const streamsOf = (session: Session): Stream[] => {
  const { flags, args } = session
  const selector = flags.string('selector')
  const pods = selector !== ''
    ? [...listObjects(session, builtInMapping('v1', 'Pod')!, { selector })]
    : podsFor(session, args[0]!)
  if (pods.length === 0 && selector !== '') {
    session.warn(`No resources found in ${session.namespace} namespace.\n`)
  }
  return pods.flatMap(pod => containersFor(session, pod).map(container => ({ pod, container })))
}

const podsFor = (session: Session, word: string): AnyObj[] => {
  let found: ReturnType<typeof namedObject>
  try {
    found = namedObject(session, word)
  } catch (error) {
    if (!(error instanceof ServerError) || error.reason !== 'NotFound') throw error
    throw new KubectlError(`error from server (NotFound): ${error.message} in namespace ${goQuote(session.namespace)}`)
  }
  if (found.mapping.kind.kind === 'Pod') return [found.object]
  const pods = podsOf(session, found.object, found.mapping).sort(byActivity)
  if (session.flags.bool('all-pods')) return pods
  if (pods.length === 0) throw new KubectlError('timed out waiting for the condition')
  if (pods.length > 1) session.warn(`Found ${pods.length} pods, using pod/${pods[0]!.metadata.name}\n`)
  return [pods[0]!]
}

const containersFor = (session: Session, pod: AnyObj): readonly string[] => {
  const { flags, args } = session
  const spec = pod['spec'] as any
  if (flags.bool('all-containers')) {
    return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map((c: any) => c.name)
  }
  const name = args[1] ?? containerOf(session, pod)
  if (!containerNames(pod).includes(name)) throw new KubectlError(`container ${name} is not valid for pod ${pod.metadata.name}`)
  return [name]
}

const fresh = (session: Session, { pod }: Stream): AnyObj | undefined => {
  try {
    return session.client.object({
      ...requestTo(builtInMapping('v1', 'Pod')!), verb: 'get', name: pod.metadata.name, namespace: pod.metadata.namespace ?? '',
    })
  } catch (error) {
    if (error instanceof ServerError) return undefined
    throw error
  }
}

const running = (session: Session, stream: Stream): boolean => {
  const pod = fresh(session, stream)
  const status = statusOf(pod, stream.container)
  return pod !== undefined && (status?.state?.running !== undefined || status?.state?.waiting !== undefined)
}

const statusOf = (pod: AnyObj | undefined, container: string): any => {
  const status = (pod?.['status'] ?? {}) as any
  return [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])]
    .find((c: any) => c.name === container)
}

/** Prints what is new since `from` lines; answers how many lines there are now. */
const show = (session: Session, stream: Stream, from: number): number => {
  const { flags } = session
  const { namespace = '', name } = stream.pod.metadata
  const previous = flags.bool('previous')
  if (from === 0) {
    mayRead(session, namespace, name)
    const pod = fresh(session, stream) ?? stream.pod
    if (!pod['spec']?.nodeName) return 0
    const why = refusal(pod, stream.container, previous)
    if (why !== undefined) {
      if (flags.bool('ignore-errors')) {
        session.warn(`${why.message}\n`)
        return 0
      }
      if (!flags.bool('follow')) throw why
      return 0
    }
  }
  const lines = session.cluster.containers?.log({ namespace, pod: name, container: stream.container }, previous) ?? []
  const selected = from === 0 ? selectLines(session, lines) : lines.slice(from)
  for (const line of selected) session.print(lineText(session, stream, line))
  return Math.max(lines.length, from)
}

/** The server is asked first, so that it can refuse. */
const mayRead = (session: Session, namespace: string, name: string): void => {
  try {
    session.client.request({
      ...requestTo(builtInMapping('v1', 'Pod')!), verb: 'get', subresource: 'log', namespace, name,
    })
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    if (error.reason === 'Forbidden' || error.reason === 'Unauthorized') throw error
  }
}

/** Upstream: `pkg/kubelet/kubelet_pods.go` validateContainerLogStatus. */
const refusal = (pod: AnyObj, container: string, previous: boolean): KubectlError | undefined => {
  const status = statusOf(pod, container)
  const about = `container ${goQuote(container)} in pod ${goQuote(pod.metadata.name)}`
  const last = status?.lastState?.terminated
  if (previous) return last ? undefined : badRequest(`previous terminated ${about} not found`)
  if (!status) return badRequest(`${about} is waiting to start: ContainerCreating`)
  if (status.state?.running || status.state?.terminated || last) return undefined
  const reason = status.state?.waiting?.reason
  if (reason === 'ErrImagePull') return badRequest(`${about} is waiting to start: image can't be pulled`)
  if (reason === 'ImagePullBackOff') return badRequest(`${about} is waiting to start: trying and failing to pull image`)
  return badRequest(reason ? `${about} is waiting to start: ${reason}` : `${about} is waiting to start - no logs yet`)
}

const selectLines = (session: Session, lines: readonly LogLine[]): readonly LogLine[] => {
  const { flags } = session
  const sinceMs = flags.duration('since')
  const sinceTime = flags.string('since-time')
  let from = sinceMs > 0 ? session.cluster.now() - sinceMs : 0
  if (sinceTime !== '') {
    from = Date.parse(sinceTime)
    if (Number.isNaN(from)) throw new KubectlError(`parsing time ${goQuote(sinceTime)} as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuote(sinceTime)} as "2006"`)
  }
  let selected = lines.filter(line => line.atMs >= from)
  const tail = flags.changed('tail') ? flags.int('tail') : flags.string('selector') !== '' ? SELECTOR_TAIL : -1
  if (tail >= 0) selected = tail === 0 ? [] : selected.slice(-tail)
  const bytes = flags.int('limit-bytes')
  if (bytes <= 0) return selected
  let left = bytes
  const limited: LogLine[] = []
  for (const line of selected) {
    if (left <= 0) break
    limited.push({ atMs: line.atMs, text: line.text.slice(0, left) })
    left -= line.text.length + 1
  }
  return limited
}

const lineText = (session: Session, { pod, container }: Stream, line: LogLine): string => {
  const { flags } = session
  const prefixed = flags.bool('prefix') || flags.bool('all-pods')
  const prefix = prefixed ? `[pod/${pod.metadata.name}/${container}] ` : ''
  const time = flags.bool('timestamps') ? `${nano(line.atMs)} ` : ''
  return `${prefix}${time}${line.text}\n`
}

const nano = (ms: number): string => {
  const whole = timestamp(ms).slice(0, -1)
  const part = ms % 1000
  return part === 0 ? `${whole}.000000000Z` : `${whole}.${String(part).padStart(3, '0')}000000Z`
}
