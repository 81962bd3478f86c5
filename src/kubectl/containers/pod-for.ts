/** Which pod and which container a command means: POD, TYPE/NAME, --container. */
import type { AnyObj } from '../../kinds/object.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { listObjects, requestTo } from '../client/builder.ts'
import { type Mapping, builtInMapping } from '../client/mapper.ts'
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'

const pods = (): Mapping => builtInMapping('v1', 'Pod')!

/** The pod behind "web", "pod/web" or "deploy/web". Upstream: `kubectl/pkg/polymorphichelpers/attachablepodforobject.go`. */
export const attachablePod = (session: Session, word: string): AnyObj => {
  const { object, mapping } = namedObject(session, word)
  if (mapping.kind.kind === 'Pod') return object
  const found = podsOf(session, object, mapping).sort(byActivity)
  if (found.length === 0) throw new KubectlError('timed out waiting for the condition')
  return found[0]!
}

/** What TYPE/NAME or a bare pod's name leads to. */
export const namedObject = (session: Session, word: string): { object: AnyObj; mapping: Mapping } => {
  const slash = word.indexOf('/')
  const mapping = slash < 0 ? pods() : session.mapper.byArgument(word.slice(0, slash))
  const name = slash < 0 ? word : word.slice(slash + 1)
  const object = session.client.object({
    ...requestTo(mapping), verb: 'get', name, ...(mapping.namespaced ? { namespace: session.namespace } : {}),
  })
  return { object, mapping }
}

/** The pods of a workload or a Service. */
export const podsOf = (session: Session, object: AnyObj, mapping: Mapping): AnyObj[] => {
  const selector = selectorText(object, mapping)
  return [...listObjects(session, pods(), { selector })]
}

const selectorText = (object: AnyObj, { kind }: Mapping): string => {
  const spec = object['spec'] as any
  const name = object.metadata.name
  if (kind.kind === 'Service') {
    if (!spec.selector || Object.keys(spec.selector).length === 0) {
      throw new KubectlError(`cannot attach to *v1.Service: invalid service '${name}': Service is defined without a selector`)
    }
    return pairs(spec.selector)
  }
  if (kind.kind === 'ReplicationController') return pairs(spec.selector)
  if (!spec?.selector) throw new KubectlError(`cannot attach to *${object.apiVersion.split('/').at(-1)}.${kind.kind}: not implemented`)
  const expressions = (spec.selector.matchExpressions ?? []).map((e: any) => e.operator === 'Exists' ? e.key
    : e.operator === 'DoesNotExist' ? `!${e.key}` : `${e.key} ${e.operator === 'In' ? 'in' : 'notin'} (${e.values.join(',')})`)
  return [pairs(spec.selector.matchLabels ?? {}), ...expressions].filter(Boolean).join(',')
}

const pairs = (labels: Record<string, string>): string =>
  Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',')

const isReady = (pod: AnyObj): boolean =>
  (pod['status']?.conditions ?? []).some((c: any) => c.type === 'Ready' && c.status === 'True')

const PHASES = ['Running', 'Unknown', 'Pending', 'Succeeded', 'Failed']

/** The most useful pod first: bound, running, ready, older. Upstream: `kubectl/pkg/util/podutils/podutils.go`. */
export const byActivity = (a: AnyObj, b: AnyObj): number => {
  const bound = Number(Boolean(b['spec']?.nodeName)) - Number(Boolean(a['spec']?.nodeName))
  if (bound !== 0) return bound
  const phase = PHASES.indexOf(a['status']?.phase) - PHASES.indexOf(b['status']?.phase)
  if (phase !== 0) return phase
  const ready = Number(isReady(b)) - Number(isReady(a))
  if (ready !== 0) return ready
  const left = a.metadata.creationTimestamp ?? ''
  const right = b.metadata.creationTimestamp ?? ''
  return left < right ? -1 : left > right ? 1 : 0
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container'

/** Names of all containers, init and ephemeral ones marked as kubectl lists them. */
const allNames = (pod: AnyObj): string => {
  const spec = pod['spec'] as any
  return [
    ...spec.containers.map((c: any) => c.name), ...(spec.initContainers ?? []).map((c: any) => `${c.name} (init)`),
    ...(spec.ephemeralContainers ?? []).map((c: any) => `${c.name} (ephem)`),
  ].join(', ')
}

export const containerNames = (pod: AnyObj): string[] => {
  const spec = pod['spec'] as any
  return [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].map((c: any) => c.name)
}

/** The container asked for, or the default one, told about when there are several. */
export const containerOf = (session: Session, pod: AnyObj, quiet = false): string => {
  const asked = session.flags.string('container')
  if (asked !== '') return asked
  const spec = pod['spec'] as any
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER]
  if (annotated !== undefined && containerNames(pod).includes(annotated)) return annotated
  const [first] = spec.containers
  const several = containerNames(pod).length > 1
  if (several && !quiet) session.warn(`Defaulted container ${goQuote(first.name)} out of: ${allNames(pod)}\n`)
  return first.name
}
