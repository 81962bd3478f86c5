/** kubectl run. */
import { applyJsonPatch } from '../../apiserver/patch/json-patch.ts'
import { mergePatch } from '../../apiserver/patch/merge.ts'
import type { Json } from '../../apiserver/patch/schema.ts'
import { strategicMergePatch } from '../../apiserver/patch/strategic.ts'
import { typeNameOf } from '../../kinds/kind.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { goQuote } from '../../lib/go-quote.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { commandLine, CHANGE_CAUSE } from '../change.ts'
import { attachTo, waitForPod } from '../containers/attach.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { ExitError, KubectlError, usageError } from '../errors.ts'
import { environmentNameComplaint } from '../generate/sources.ts'
import { parsePairs } from '../generate/pairs.ts'
import type { Session } from '../session.ts'
import { typedOrder } from '../typed-order.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject } from '../write.ts'
import { waitGone } from './delete.ts'

export const run: Verb = { path: 'run', required: ['image'], run: start }

const POLICIES = new Set(['Always', 'OnFailure', 'Never'])
const PULL_POLICIES = new Set(['', 'Always', 'IfNotPresent', 'Never'])

/** Upstream: `kubectl/pkg/cmd/run/run.go`. */
function* start(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  const dryRun = dryRunOf(session)
  const attached = flags.bool('stdin') || flags.bool('tty') || flags.bool('attach')
  validate(session, dryRun, attached)
  const name = args[0]!
  const pod = podFor(session, name)
  const printer = new ResultPrinter(session, dryRun)
  const mapping = builtInMapping('v1', 'Pod')!
  const created = dryRun === 'client' ? pod : createObject(session, mapping, session.namespace, pod, dryRun)
  if (flags.bool('expose')) exposePod(session, name, pod, dryRun, printer)
  if (!attached) {
    printer.print(mapping, dryRun === 'client' ? created : typedOrder(created) as AnyObj, 'created', true)
    return 0
  }
  const info: Info = { mapping, namespace: session.namespace, name, source: '', object: created }
  if (flags.bool('quiet') === false && !flags.bool('rm') && dryRun !== 'none') printer.print(mapping, created, 'created', true)
  return yield* attached1(session, info)
}

function* attached1(session: Session, info: Info): Generator<Pause, number, unknown> {
  const { flags } = session
  const timeout = flags.duration('pod-running-timeout')
  let status = 0
  try {
    yield* waitForPod(session, info, timeout)
    status = yield* attachTo(session, info, info.name, { stdin: flags.bool('stdin'), tty: flags.bool('tty'), quiet: flags.bool('quiet') })
  } finally {
    if (flags.bool('rm')) {
      session.client.request({
        ...requestTo(info.mapping), verb: 'delete', name: info.name, namespace: session.namespace,
        options: { propagationPolicy: 'Background' },
      })
    }
  }
  if (flags.bool('rm')) {
    yield* waitGone(session, [info])
    session.print(`pod "${info.name}" deleted from ${session.namespace} namespace\n`)
  }
  if (status !== 0 && flags.string('restart') === 'Never') {
    session.warn(`pod ${session.namespace}/${info.name} terminated (Error)\n`)
    throw new ExitError(status)
  }
  return status
}

const validate = (session: Session, dryRun: DryRun, attached: boolean): void => {
  const { flags, args, dash } = session
  const image = flags.string('image')
  if (args.length === 0 || dash === 0) throw usageError('run', 'NAME is required for run')
  if (image === '') throw new KubectlError('--image is required')
  if (!validImage(image)) throw new KubectlError(`Invalid image name ${goQuote(image)}: invalid reference format`)
  if (flags.bool('tty') && !flags.bool('stdin')) {
    throw usageError('run', '-i/--stdin is required for containers with -t/--tty=true')
  }
  if (flags.bool('expose') && flags.string('port') === '') throw usageError('run', '--port must be set when exposing a service')
  if (!POLICIES.has(flags.string('restart'))) throw usageError('run', `invalid restart policy: ${flags.string('restart')}`)
  if (flags.bool('rm') && !attached) throw usageError('run', '--rm should only be used for attached containers')
  if (attached && dryRun !== 'none') {
    throw usageError('run', "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)")
  }
  if (!PULL_POLICIES.has(flags.string('image-pull-policy'))) {
    throw usageError('run', `invalid image pull policy: ${flags.string('image-pull-policy')}`)
  }
}

/** github.com/distribution/reference. */
const validImage = (image: string): boolean =>
  /^(?:(?:[a-zA-Z\d](?:[a-zA-Z\d-]*[a-zA-Z\d])?(?:\.[a-zA-Z\d](?:[a-zA-Z\d-]*[a-zA-Z\d])?)*|\[[\da-fA-F:]+\])(?::\d+)?\/)?[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z\d]*(?:[-_+.][A-Za-z][A-Za-z\d]*)*:[\da-fA-F]{32,})?$/
    .test(image)

/** Upstream: `kubectl/pkg/generate/versioned/run.go` BasicPod. */
const podFor = (session: Session, name: string): AnyObj => {
  const { flags, args } = session
  const words = args.slice(1)
  const labels = flags.changed('labels') && flags.string('labels') === '' ? undefined
    : flags.string('labels') === '' ? { run: name } : parsePairs(flags.string('labels'), 'label')
  const annotations = annotationsOf(session)
  const pull = flags.string('image-pull-policy')
  const container = {
    name, image: flags.string('image'),
    ...(words.length > 0 ? { [flags.bool('command') ? 'command' : 'args']: words } : {}),
    ...portOf(flags.string('port')), ...environment(flags.list('env')), resources: {},
    ...(pull === '' ? {} : { imagePullPolicy: pull }),
    ...(flags.bool('stdin') ? { stdin: true, ...(flags.bool('leave-stdin-open') ? {} : { stdinOnce: true }) } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
  }
  const pod = {
    kind: 'Pod', apiVersion: 'v1',
    metadata: {
      name, ...(session.namespaceGiven ? { namespace: session.namespace } : {}),
      ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}),
    },
    spec: { containers: [container], restartPolicy: flags.string('restart'), dnsPolicy: 'ClusterFirst' },
    status: {},
  }
  return typedOrder(overridden(session, pod)) as AnyObj
}

const annotationsOf = (session: Session): Record<string, string> | undefined => {
  const given = session.flags.list('annotations')
  const cause = session.flags.bool('record') ? { [CHANGE_CAUSE]: commandLine(session) } : undefined
  if (given.length === 0) return cause
  return { ...parsePairs(given.join(','), 'annotation'), ...cause }
}

const portOf = (text: string): object => {
  if (text === '') return {}
  if (!/^[-+]?\d+$/.test(text)) throw new KubectlError(`strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`)
  return { ports: [{ containerPort: Number(text) }] }
}

const environment = (given: readonly string[]): object => {
  if (given.length === 0) return {}
  const env = given.map(text => {
    const equals = text.indexOf('=')
    const name = text.slice(0, Math.max(equals, 0))
    if (equals <= 0 || environmentNameComplaint(name) !== undefined) throw new KubectlError(`invalid env: ${text}`)
    return { name, value: text.slice(equals + 1) }
  })
  return { env }
}

const overridden = (session: Session, pod: object): object => {
  const { flags } = session
  const text = flags.string('overrides')
  if (text === '') return pod
  let patch: unknown
  try {
    patch = JSON.parse(text)
  } catch {
    throw new KubectlError('Invalid JSON Patch')
  }
  switch (flags.string('override-type')) {
    case 'json': return applyJsonPatch(pod, patch) as object
    case 'strategic': return strategicMergePatch(pod as Json, patch as Json, typeNameOf('', 'v1', 'Pod'))
    case 'merge': return mergePatch(pod, patch) as object
    default: throw new KubectlError(`invalid override type: ${flags.string('override-type')}`)
  }
}

const exposePod = (session: Session, name: string, pod: AnyObj, dryRun: DryRun, printer: ResultPrinter): void => {
  const port = Number(session.flags.string('port'))
  const service = typedOrder({
    kind: 'Service', apiVersion: 'v1',
    metadata: { name, ...(session.namespaceGiven ? { namespace: session.namespace } : {}) },
    spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: pod.metadata.labels },
    status: { loadBalancer: {} },
  } as object) as AnyObj
  const mapping = builtInMapping('v1', 'Service')!
  const created = dryRun === 'client' ? service : createObject(session, mapping, session.namespace, service, dryRun)
  printer.print(mapping, created, 'created', true)
  if (printer.printsObject) session.print(session.flags.string('output') === 'yaml' ? '---\n' : '')
}
