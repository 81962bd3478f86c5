/** Where in objects kustomize puts labels and annotations, and where names are spoken of. */
import type { AnyObj } from '../../kinds/object.ts'

/** A path of member names; `[]` goes into every item of a list. `create` makes what is missing. */
export interface FieldSpec { readonly path: string; readonly create: boolean; readonly kinds?: readonly string[] }

const WORKLOADS = ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet']

/** Upstream: kustomize `api/internal/konfig/builtinpluginconsts/commonlabels.go`. */
export const SELECTORS: readonly FieldSpec[] = [
  { path: 'spec/selector', create: true, kinds: ['Service', 'ReplicationController'] },
  { path: 'spec/selector/matchLabels', create: true, kinds: WORKLOADS },
  { path: 'spec/selector/matchLabels', create: false, kinds: ['Job', 'PodDisruptionBudget'] },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', create: false, kinds: ['CronJob'] },
  { path: 'spec/podSelector/matchLabels', create: false, kinds: ['NetworkPolicy'] },
  { path: 'spec/ingress/[]/from/[]/podSelector/matchLabels', create: false, kinds: ['NetworkPolicy'] },
  { path: 'spec/egress/[]/to/[]/podSelector/matchLabels', create: false, kinds: ['NetworkPolicy'] },
]

export const TEMPLATE_LABELS: readonly FieldSpec[] = [
  { path: 'spec/template/metadata/labels', create: true, kinds: [...WORKLOADS, 'ReplicationController', 'Job'] },
  { path: 'spec/jobTemplate/metadata/labels', create: true, kinds: ['CronJob'] },
  { path: 'spec/jobTemplate/spec/template/metadata/labels', create: true, kinds: ['CronJob'] },
  { path: 'spec/volumeClaimTemplates/[]/metadata/labels', create: true, kinds: ['StatefulSet'] },
]

export const META_LABELS: readonly FieldSpec[] = [{ path: 'metadata/labels', create: true }]

export const ANNOTATIONS: readonly FieldSpec[] = [
  { path: 'metadata/annotations', create: true },
  { path: 'spec/template/metadata/annotations', create: true, kinds: [...WORKLOADS, 'ReplicationController', 'Job'] },
  { path: 'spec/jobTemplate/metadata/annotations', create: true, kinds: ['CronJob'] },
  { path: 'spec/jobTemplate/spec/template/metadata/annotations', create: true, kinds: ['CronJob'] },
]

/** Adds pairs wherever the specs say. */
export const addPairs = (object: AnyObj, pairs: Readonly<Record<string, string>>, specs: readonly FieldSpec[]): void => {
  for (const { path, create, kinds } of specs) {
    if (kinds && !kinds.includes(object.kind)) continue
    for (const map of mapsAt(object, path.split('/'), create)) Object.assign(map, pairs)
  }
}

const mapsAt = (value: any, path: readonly string[], create: boolean): any[] => {
  const [name, ...rest] = path
  if (name === undefined) return [value]
  if (name === '[]') return Array.isArray(value) ? value.flatMap(item => mapsAt(item, rest, create)) : []
  if (value === null || typeof value !== 'object') return []
  if (value[name] === undefined || value[name] === null) {
    if (!create || rest[0] === '[]') return []
    value[name] = {}
  }
  return mapsAt(value[name], rest, create)
}

/** One place where an object names another. */
export interface Reference { readonly kind: string; get(): string; set(name: string): void }

/** Every place where an object names another by kind. Upstream: `namereference.go`. */
export const referencesOf = (object: AnyObj): Reference[] => {
  const found: Reference[] = []
  const at = (kind: string, holder: any, key = 'name'): void => {
    if (typeof holder?.[key] === 'string') {
      found.push({ kind, get: () => holder[key], set: name => { holder[key] = name } })
    }
  }
  for (const pod of podSpecs(object)) podReferences(pod, at)
  const spec = object['spec'] as any
  switch (object.kind) {
    case 'StatefulSet': at('Service', spec, 'serviceName'); break
    case 'Ingress':
      at('Service', spec?.defaultBackend?.service)
      at('IngressClass', spec, 'ingressClassName')
      for (const tls of spec?.tls ?? []) at('Secret', tls, 'secretName')
      for (const rule of spec?.rules ?? []) for (const path of rule.http?.paths ?? []) at('Service', path.backend?.service)
      break
    case 'HorizontalPodAutoscaler': at(spec?.scaleTargetRef?.kind ?? '', spec?.scaleTargetRef); break
    case 'PersistentVolumeClaim':
      at('PersistentVolume', spec, 'volumeName')
      at('StorageClass', spec, 'storageClassName')
      break
    case 'RoleBinding': case 'ClusterRoleBinding':
      at(object['roleRef']?.kind ?? '', object['roleRef'])
      for (const subject of object['subjects'] ?? []) if (subject.kind === 'ServiceAccount') at('ServiceAccount', subject)
      break
    case 'ServiceAccount':
      for (const secret of [...(object['secrets'] ?? []), ...(object['imagePullSecrets'] ?? [])]) at('Secret', secret)
      break
    default:
  }
  return found
}

export const podSpecs = (object: AnyObj): any[] => {
  const spec = object['spec'] as any
  if (object.kind === 'Pod') return spec ? [spec] : []
  const inner = object.kind === 'CronJob' ? spec?.jobTemplate?.spec?.template?.spec : spec?.template?.spec
  return inner ? [inner] : []
}

const podReferences = (pod: any, at: (kind: string, holder: any, key?: string) => void): void => {
  at('ServiceAccount', pod, 'serviceAccountName')
  at('PriorityClass', pod, 'priorityClassName')
  for (const secret of pod.imagePullSecrets ?? []) at('Secret', secret)
  for (const volume of pod.volumes ?? []) {
    at('ConfigMap', volume.configMap)
    at('Secret', volume.secret, 'secretName')
    at('PersistentVolumeClaim', volume.persistentVolumeClaim, 'claimName')
    for (const source of volume.projected?.sources ?? []) {
      at('ConfigMap', source.configMap)
      at('Secret', source.secret)
    }
  }
  for (const container of [...(pod.initContainers ?? []), ...(pod.containers ?? [])]) {
    for (const env of container.env ?? []) {
      at('ConfigMap', env.valueFrom?.configMapKeyRef)
      at('Secret', env.valueFrom?.secretKeyRef)
    }
    for (const from of container.envFrom ?? []) {
      at('ConfigMap', from.configMapRef)
      at('Secret', from.secretRef)
    }
  }
}
