/** Which routes hang on which listener, and why not: the rules behind status and traffic alike. */
import { Namespace } from '../../kinds/core/namespace.ts'
import { Service } from '../../kinds/core/service.ts'
import type { Kind, Reader } from '../../kinds/kind.ts'
import { matchesSelector } from '../../apiserver/selectors.ts'
import { pairOf } from '../certificates.ts'
import type { BackendRef, Gateway, Listener, ObjectRef, ParentRef, ReferenceGrant, Route } from './types.ts'
import { GROUP } from './types.ts'

/** Objects of one of the API's kinds, none when its CRD is not installed. */
function listOf<T>(cluster: Reader, kind: string, namespace?: string): readonly T[] {
  const found = cluster.kindOf(GROUP, kind)
  return found === undefined ? [] : cluster.list(found as Kind<any>, namespace) as readonly T[]
}

export function gatewayNamed(cluster: Reader, namespace: string, name: string): Gateway | undefined {
  const found = cluster.kindOf(GROUP, 'Gateway')
  return found === undefined ? undefined : cluster.get(found as Kind<any>, namespace, name) as Gateway | undefined
}

export const allRoutes = (cluster: Reader): readonly Route[] => [...listOf<Route>(cluster, 'HTTPRoute'), ...listOf<Route>(cluster, 'GRPCRoute')]

export const isParent = (ref: ParentRef, route: Route, gateway: Gateway): boolean =>
  (ref.kind ?? 'Gateway') === 'Gateway' && (ref.group ?? GROUP) === GROUP && ref.name === gateway.metadata.name &&
  (ref.namespace ?? route.metadata.namespace) === gateway.metadata.namespace

export type Attachment =
  | { readonly listeners: readonly Listener[] }
  | { readonly reason: 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname'; readonly message: string }

/** The listeners of the Gateway that take the route by this parent reference. */
export function attachment(route: Route, ref: ParentRef, gateway: Gateway, cluster: Reader): Attachment {
  const named = gateway.spec.listeners.filter((l) =>
    (ref.sectionName === undefined || l.name === ref.sectionName) && (ref.port === undefined || l.port === ref.port))
  if (named.length === 0) return { reason: 'NoMatchingParent', message: 'There are no listeners with this name or port' }
  const allowing = named.filter((l) => allows(l, route, gateway, cluster))
  if (allowing.length === 0) return { reason: 'NotAllowedByListeners', message: 'No listeners included by this parent ref allowed this attachment.' }
  const fitting = allowing.filter((l) => hostnamesFor(l, route).length > 0)
  if (fitting.length === 0) return { reason: 'NoMatchingListenerHostname', message: 'There were no hostname intersections between the HTTPRoute and this parent ref’s Listener(s).' }
  return { listeners: fitting }
}

const KINDS: Readonly<Record<string, readonly string[]>> = { HTTP: ['HTTPRoute', 'GRPCRoute'], HTTPS: ['HTTPRoute', 'GRPCRoute'], TLS: ['TLSRoute'], TCP: ['TCPRoute'], UDP: ['UDPRoute'] }

export const kindsOf = (listener: Listener): readonly string[] => {
  const possible = KINDS[listener.protocol] ?? []
  const wanted = listener.allowedRoutes?.kinds
  return wanted === undefined || wanted.length === 0 ? possible : possible.filter((kind) => wanted.some((w) => w.kind === kind && (w.group ?? GROUP) === GROUP))
}

function allows(listener: Listener, route: Route, gateway: Gateway, cluster: Reader): boolean {
  if (!kindsOf(listener).includes(route.kind)) return false
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {}
  if (from === 'All') return true
  if (from === 'Same') return route.metadata.namespace === gateway.metadata.namespace
  if (from !== 'Selector') return false
  return matchesSelector(selector as never, cluster.get(Namespace, undefined, route.metadata.namespace ?? '')?.metadata.labels ?? {})
}

/** The hostnames under which a listener serves a route: what both of them name; '' is any. */
export function hostnamesFor(listener: Listener, route: Route): readonly string[] {
  const own = listener.hostname ?? ''
  const wanted = route.spec.hostnames ?? []
  if (wanted.length === 0) return [own]
  if (own === '') return wanted
  return wanted.flatMap((name) => {
    if (name === own || hostMatches(own, name)) return [name]
    return hostMatches(name, own) ? [own] : []
  })
}

/** "*.foo.test" covers any number of labels in front; '' covers all. */
export function hostMatches(pattern: string, host: string): boolean {
  if (pattern === '') return true
  if (!pattern.startsWith('*.')) return pattern.toLowerCase() === host.toLowerCase()
  return host.toLowerCase().endsWith(pattern.slice(1).toLowerCase()) && host.length > pattern.length - 1
}

/** Exact names before wildcards, longer ones before shorter ones, any host last. */
export const hostRank = (pattern: string): number => (pattern === '' ? 0 : pattern.startsWith('*.') ? pattern.length : 10_000 + pattern.length)

/** Whether an object of one namespace may point into another. */
function granted(from: { group: string; kind: string; namespace: string }, to: { group: string; kind: string; namespace: string; name: string }, cluster: Reader): boolean {
  if (from.namespace === to.namespace) return true
  return listOf<ReferenceGrant>(cluster, 'ReferenceGrant', to.namespace).some((grant) =>
    grant.spec.from.some((f) => f.group === from.group && f.kind === from.kind && f.namespace === from.namespace) &&
    grant.spec.to.some((t) => t.group === to.group && t.kind === to.kind && (t.name === undefined || t.name === '' || t.name === to.name)))
}

export interface RefFault {
  readonly reason: 'InvalidKind' | 'RefNotPermitted' | 'BackendNotFound'
  readonly message: string
}

/** What is wrong with a backend reference; undefined: it can be used. */
export function backendFault(ref: BackendRef, route: Route, cluster: Reader): RefFault | undefined {
  const namespace = ref.namespace ?? route.metadata.namespace ?? ''
  if ((ref.kind ?? 'Service') !== 'Service' || (ref.group ?? '') !== '') {
    return { reason: 'InvalidKind', message: `Unsupported backend kind ${ref.group ?? ''}/${ref.kind ?? ''}` }
  }
  const from = { group: GROUP, kind: route.kind, namespace: route.metadata.namespace ?? '' }
  if (!granted(from, { group: '', kind: 'Service', namespace, name: ref.name }, cluster)) {
    return { reason: 'RefNotPermitted', message: `Backend ref to Service ${namespace}/${ref.name} not permitted by any ReferenceGrant` }
  }
  const service = cluster.get(Service, namespace, ref.name)
  if (service === undefined) return { reason: 'BackendNotFound', message: `Service ${namespace}/${ref.name} not found` }
  if (!(service.spec.ports ?? []).some((p) => p.port === ref.port)) {
    return { reason: 'BackendNotFound', message: `TCP Port ${ref.port} not found on Service ${namespace}/${ref.name}` }
  }
  return undefined
}

export interface CertificateFault {
  readonly reason: 'InvalidCertificateRef' | 'RefNotPermitted'
  readonly message: string
}

export function certificateFault(ref: ObjectRef, gateway: Gateway, cluster: Reader): CertificateFault | undefined {
  const namespace = ref.namespace ?? gateway.metadata.namespace ?? ''
  if ((ref.kind ?? 'Secret') !== 'Secret' || (ref.group ?? '') !== '') return { reason: 'InvalidCertificateRef', message: `Unsupported certificate kind ${ref.kind}` }
  const from = { group: GROUP, kind: 'Gateway', namespace: gateway.metadata.namespace ?? '' }
  if (!granted(from, { group: '', kind: 'Secret', namespace, name: ref.name }, cluster)) {
    return { reason: 'RefNotPermitted', message: `Certificate ref to secret ${namespace}/${ref.name} not permitted by any ReferenceGrant` }
  }
  const pair = pairOf(cluster, namespace, ref.name)
  return 'because' in pair ? { reason: 'InvalidCertificateRef', message: pair.because } : undefined
}

/** Listeners of one port may not share protocol and hostname (gateway_types.go, "distinct"). */
export const conflicted = (listener: Listener, gateway: Gateway): boolean =>
  gateway.spec.listeners.some((other) => other !== listener && other.port === listener.port &&
    (other.protocol !== listener.protocol || (other.hostname ?? '') === (listener.hostname ?? '')))
