/** An object on its way through kustomizations: what it was called before, and whether a hash goes behind its name. */
import { builtInKinds } from '../../kinds/index.ts'
import { type AnyObj, parseGroupVersion } from '../../kinds/object.ts'

export interface Resource {
  object: AnyObj
  /** All names it has had; patches and references may use any of them. */
  readonly names: string[]
  /** A generator made it, and its name shall end in a hash. */
  needsHash: boolean
}

export const resourceOf = (object: AnyObj, needsHash = false): Resource => ({ object, names: [object.metadata.name], needsHash })

/** "Deployment.v1.apps/web.[noNs]" */
export const idText = (object: AnyObj): string => {
  const { group, version } = parseGroupVersion(object.apiVersion)
  return `${object.kind}.${version}.${group === '' ? '[noGrp]' : group}/${object.metadata.name}.${object.metadata.namespace ?? '[noNs]'}`
}

export const sameId = (a: AnyObj, b: AnyObj): boolean =>
  a.kind === b.kind && parseGroupVersion(a.apiVersion).group === parseGroupVersion(b.apiVersion).group &&
  a.metadata.name === b.metadata.name && (a.metadata.namespace ?? 'default') === (b.metadata.namespace ?? 'default')

/** Kinds that are not known count as namespaced. */
export const isNamespaced = (object: AnyObj): boolean => {
  const { group } = parseGroupVersion(object.apiVersion)
  return builtInKinds.find(kind => kind.kind === object.kind && kind.group === group)?.namespaced ?? true
}

export const schemaOf = (object: AnyObj): string => {
  const { group } = parseGroupVersion(object.apiVersion)
  return builtInKinds.find(kind => kind.kind === object.kind && kind.group === group)?.schema ?? ''
}

const FIRST = [
  'Namespace', 'ResourceQuota', 'StorageClass', 'CustomResourceDefinition', 'ServiceAccount', 'PodSecurityPolicy', 'Role',
  'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Endpoints', 'Service', 'LimitRange',
  'PriorityClass', 'PersistentVolume', 'PersistentVolumeClaim', 'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget',
]
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']

const rank = (kind: string): number => {
  const first = FIRST.indexOf(kind)
  if (first >= 0) return first - FIRST.length
  const last = LAST.indexOf(kind)
  return last >= 0 ? last + 1 : 0
}

const sortText = (object: AnyObj): string => {
  const { group, version } = parseGroupVersion(object.apiVersion)
  return `${group}~${version}~${object.kind}`
}

/** Upstream: kustomize `api/internal/builtins/SortOrderTransformer.go`, the legacy order. */
export const inLegacyOrder = (resources: readonly Resource[]): Resource[] =>
  [...resources].sort((a, b) => {
    const byRank = rank(a.object.kind) - rank(b.object.kind)
    if (byRank !== 0) return byRank
    const left = [sortText(a.object), a.object.metadata.namespace ?? '', a.object.metadata.name].join('|')
    const right = [sortText(b.object), b.object.metadata.namespace ?? '', b.object.metadata.name].join('|')
    return left < right ? -1 : left > right ? 1 : 0
  })
