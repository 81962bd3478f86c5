/** cert-manager's objects as far as its controllers read them, and how a controller over custom resources is made. */
import { Pod } from '../../kinds/core/pod.ts'
import { Namespace } from '../../kinds/core/namespace.ts'
import type { Change } from '../../apiserver/store.ts'
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj, ObjectKey } from '../../kinds/object.ts'
import type { Again, Controller, World } from '../controller.ts'

export const GROUP = 'cert-manager.io'
const ACME_GROUP = 'acme.cert-manager.io'
/** Where ClusterIssuers look for their Secrets (--cluster-resource-namespace). */
export const CLUSTER_NAMESPACE = 'cert-manager'
export const USER = 'system:serviceaccount:cert-manager:cert-manager'

export interface CertCondition {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
  readonly lastTransitionTime: string
  readonly observedGeneration?: number
}

export interface IssuerRef {
  readonly name: string
  readonly kind?: string
  readonly group?: string
}

export interface CertificateSpec {
  readonly secretName: string
  readonly issuerRef: IssuerRef
  readonly commonName?: string
  readonly dnsNames?: readonly string[]
  readonly ipAddresses?: readonly string[]
  readonly uris?: readonly string[]
  readonly emailAddresses?: readonly string[]
  readonly subject?: { readonly organizations?: string[]; readonly organizationalUnits?: string[]; readonly countries?: string[]; readonly localities?: string[]; readonly provinces?: string[] }
  readonly duration?: string
  readonly renewBefore?: string
  readonly renewBeforePercentage?: number
  readonly isCA?: boolean
  readonly usages?: readonly string[]
  readonly revisionHistoryLimit?: number
  readonly secretTemplate?: { readonly annotations?: Record<string, string>; readonly labels?: Record<string, string> }
  readonly privateKey?: { readonly algorithm?: string; readonly size?: number; readonly encoding?: string; readonly rotationPolicy?: string }
}

export interface Certificate extends Obj {
  readonly spec: CertificateSpec
  readonly status?: {
    readonly conditions?: readonly CertCondition[]
    readonly revision?: number
    readonly notAfter?: string
    readonly notBefore?: string
    readonly renewalTime?: string
    readonly nextPrivateKeySecretName?: string
    readonly lastFailureTime?: string
    readonly failedIssuanceAttempts?: number
  }
}

export interface CertificateRequest extends Obj {
  readonly spec: { readonly request: string; readonly issuerRef: IssuerRef; readonly duration?: string; readonly isCA?: boolean; readonly usages?: readonly string[] }
  readonly status?: { readonly conditions?: readonly CertCondition[]; readonly certificate?: string; readonly ca?: string; readonly failureTime?: string }
}

export interface Solver {
  readonly selector?: { readonly dnsNames?: readonly string[]; readonly dnsZones?: readonly string[]; readonly matchLabels?: Record<string, string> }
  readonly http01?: {
    readonly ingress?: { readonly class?: string; readonly ingressClassName?: string; readonly name?: string; readonly serviceType?: string }
    readonly gatewayHTTPRoute?: { readonly parentRefs?: readonly Record<string, unknown>[]; readonly labels?: Record<string, string>; readonly serviceType?: string }
  }
  readonly dns01?: Record<string, unknown>
}

export interface Issuer extends Obj {
  readonly spec: {
    readonly selfSigned?: object
    readonly ca?: { readonly secretName: string }
    readonly acme?: { readonly server: string; readonly email?: string; readonly privateKeySecretRef: { readonly name: string }; readonly solvers?: readonly Solver[] }
  }
  readonly status?: { readonly conditions?: readonly CertCondition[]; readonly acme?: object }
}

export interface Order extends Obj {
  readonly spec: { readonly request: string; readonly issuerRef: IssuerRef; readonly dnsNames?: readonly string[]; readonly commonName?: string; readonly duration?: string }
  readonly status?: { readonly state?: string; readonly reason?: string; readonly url?: string; readonly certificate?: string; readonly authorizations?: readonly { identifier: string }[] }
}

export interface Challenge extends Obj {
  readonly spec: { readonly dnsName: string; readonly type: 'HTTP-01' | 'DNS-01'; readonly token: string; readonly key: string; readonly solver: Solver; readonly issuerRef: IssuerRef }
  readonly status?: { readonly state?: string; readonly presented?: boolean; readonly processing?: boolean; readonly reason?: string }
}

export type CertManagerKind = 'Certificate' | 'CertificateRequest' | 'Issuer' | 'ClusterIssuer' | 'Order' | 'Challenge'

const groupOf = (kind: string): string => (kind === 'Order' || kind === 'Challenge' ? ACME_GROUP : GROUP)

/** Undefined while the CRD is not there. */
export const kindOf = (world: World, kind: CertManagerKind): Kind<any> | undefined => world.api.kindOf(groupOf(kind), kind)

export function listed<T extends Obj>(world: World, kind: CertManagerKind, namespace?: string): readonly T[] {
  const found = kindOf(world, kind)
  return found === undefined ? [] : world.api.list(found, namespace) as readonly T[]
}

export function fetched<T extends Obj>(world: World, kind: CertManagerKind, namespace: string | undefined, name: string): T | undefined {
  const found = kindOf(world, kind)
  return found === undefined ? undefined : world.api.get(found, namespace, name) as T | undefined
}

/** The issuer that a reference names, in the namespace of who refers or cluster-wide. */
export const issuerOf = (world: World, ref: IssuerRef, namespace: string): Issuer | undefined =>
  ref.kind === 'ClusterIssuer' ? fetched<Issuer>(world, 'ClusterIssuer', undefined, ref.name) : fetched<Issuer>(world, 'Issuer', namespace, ref.name)

/** The controller's own pod, while it runs: without it nothing is answered. */
export function controllerPod({ api, parts }: World): PodObject | undefined {
  return api.list(Pod, CLUSTER_NAMESPACE).find((pod) =>
    pod.spec.containers.some((c) => c.image?.includes('cert-manager-controller')) && (parts.network?.context.containers.running(pod).length ?? 0) > 0)
}

export interface Wish<T extends Obj> {
  readonly name: string
  readonly component: string
  readonly kind: CertManagerKind
  /** Other kinds whose changes concern it, and which keys they wake. */
  readonly watches?: Readonly<Record<string, (object: Obj, world: World) => Iterable<ObjectKey>>>
  reconcile(object: T, world: World): Again | undefined | void
}

/** How long until it is looked whether the controller's pod has started. */
const RETRY_MS = 5_000

/** Custom resources have no kind before their CRD is there, so keys are found through `sees`. */
export function customController<T extends Obj>(wish: Wish<T>): Controller<T> {
  return {
    name: wish.name, component: wish.component, user: USER, program: 'cert-manager-controller',
    reconciles: Namespace as unknown as Kind<T>,
    sees(change: Change, world) {
      const object = change.after ?? change.before!
      if (change.kind.kind === wish.kind && groupOf(wish.kind) === change.kind.group) return [keyOf(object)]
      return wish.watches?.[change.kind.kind]?.(object, world)
    },
    find: (key, world) => fetched<T>(world, wish.kind, key.namespace, key.name),
    reconcile(object, world) {
      if (controllerPod(world) === undefined) return { ms: RETRY_MS }
      return wish.reconcile(object, world)
    },
  }
}

export const keyOf = (object: Obj): ObjectKey => ({ namespace: object.metadata.namespace, name: object.metadata.name })

/** The key of the owner of one kind. */
export const ownerKeys = (kind: string) => (object: Obj): ObjectKey[] =>
  (object.metadata.ownerReferences ?? []).filter((o) => o.kind === kind).map((o) => ({ namespace: object.metadata.namespace, name: o.name }))

export const ownedBy = (owner: Obj) => ({
  apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid ?? '', controller: true, blockOwnerDeletion: true,
})

export const conditionOf = (object: { status?: { conditions?: readonly CertCondition[] } }, type: string): CertCondition | undefined =>
  object.status?.conditions?.find((c) => c.type === type)

export const isTrue = (condition: CertCondition | undefined): boolean => condition?.status === 'True'
