/** The pods behind a Service and the ports that they offer it. */
import type { Api } from '../../apiserver/api.ts'
import { matchesLabels } from '../../apiserver/selectors.ts'
import { timestamp } from '../../kinds/age.ts'
import { Pod } from '../../kinds/core/pod.ts'
import { Service } from '../../kinds/core/service.ts'
import type { Pod as PodObject, Service as ServiceObject, ServicePort } from '../../kinds/generated/api-types.ts'
import type { ObjectKey } from '../../kinds/object.ts'
import type { Change } from '../../apiserver/store.ts'
import { fnv128a } from '../../lib/fnv.ts'
import type { Watch } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { isReady, isTerminal } from '../pods.ts'

export const LAST_CHANGE = 'endpoints.kubernetes.io/last-change-trigger-time'
export const HEADLESS = 'service.kubernetes.io/headless'

/** pkg/controller/util/endpoint, ShouldPodBeInEndpoints */
const counts = (pod: PodObject, terminating: boolean): boolean =>
  !isTerminal(pod) && pod.status?.podIP !== undefined && (terminating || pod.metadata.deletionTimestamp === undefined)

export function podsBehind(service: ServiceObject, terminating: boolean, api: Api): PodObject[] {
  const selector = service.spec.selector ?? {}
  return api.list(Pod, service.metadata.namespace).filter((pod) => matchesLabels(selector, pod.metadata.labels) && counts(pod, terminating))
}

/** A pod's change concerns a Service when its membership, its address or its readiness does. */
export const podWatch: Watch<PodObject> = {
  kind: Pod,
  keysFor(pod, { api }, change) {
    if (!matters(change)) return NONE
    return api.list(Service, pod.metadata.namespace)
      .filter((s) => s.spec.selector !== undefined && matchesLabels(s.spec.selector, pod.metadata.labels)).map(keyOf)
  },
}

const NONE: readonly ObjectKey[] = []

function matters({ before, after }: Change): boolean {
  const [was, is] = [before as PodObject | undefined, after as PodObject | undefined]
  return was === undefined || is === undefined || was.metadata.labels !== is.metadata.labels || was.status?.podIP !== is.status?.podIP ||
    was.metadata.deletionTimestamp !== is.metadata.deletionTimestamp || isReady(was) !== isReady(is) || isTerminal(was) !== isTerminal(is)
}

/** The number behind a targetPort; a name must be one of the pod's (pkg/api/v1/pod/util.go, FindPort). */
export function findPort(pod: PodObject, { port, targetPort, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof targetPort !== 'string') return targetPort === undefined || targetPort === 0 ? port : targetPort
  const sidecars = (pod.spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always')
  for (const container of [...pod.spec.containers, ...sidecars]) {
    const found = container.ports?.find((p) => p.name === targetPort && (p.protocol ?? 'TCP') === protocol)
    if (found !== undefined) return found.containerPort
  }
  return undefined
}

interface Port {
  name?: string
  port?: number
  protocol?: string
  appProtocol?: string
}

/** Ports stand in the order of the hashes of their Go values; `pointers`: as the fields of an EndpointSlice's port. */
export function sortedByHash<T extends Port>(ports: readonly T[], pointers: boolean): T[] {
  const show = (p: T): string => {
    const star = pointers ? '*' : ''
    const app = p.appProtocol === undefined ? '<nil>' : p.appProtocol
    const [name, port, protocol] = [`Name:(${star}string)${p.name ?? ''}`, `Port:(${star}int32)${p.port}`, `Protocol:(${star}v1.Protocol)${p.protocol ?? 'TCP'}`]
    return `(v1.EndpointPort){${name} ${pointers ? `${protocol} ${port}` : `${port} ${protocol}`} AppProtocol:(*string)${app}}`
  }
  return ports.length < 2 ? [...ports] : ports.map((p) => ({ p, hash: fnv128a(show(p)) })).sort((a, b) => (a.hash < b.hash ? -1 : 1)).map((e) => e.p)
}

export const triggered = (now: number): { [key: string]: string } => ({ [LAST_CHANGE]: timestamp(now) })
