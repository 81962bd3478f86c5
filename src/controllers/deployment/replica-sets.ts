/** A Deployment's ReplicaSets: which is new, which are old, their revisions and annotations. */
import type { Api } from '../../apiserver/api.ts'
import { StatusError } from '../../apiserver/errors.ts'
import { Deployment as DeploymentKind } from '../../kinds/apps/deployment.ts'
import { ReplicaSet as ReplicaSetKind } from '../../kinds/apps/replica-set.ts'
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { World } from '../controller.ts'
import { controllerReference } from '../owned.ts'
import { templateHash } from '../template-hash.ts'
import { isRolling, maxSurge, replicasOf } from './fenceposts.ts'
import { condition, conditionIn, desiredReplicas, hasDeadline, withCondition } from './status.ts'

const HASH_LABEL = 'pod-template-hash'
const REVISION = 'deployment.kubernetes.io/revision'
const HISTORY = 'deployment.kubernetes.io/revision-history'
export const DESIRED = 'deployment.kubernetes.io/desired-replicas'
export const MAXIMUM = 'deployment.kubernetes.io/max-replicas'
/** Annotations that stay on the Deployment. */
const OWN = new Set([
  'kubectl.kubernetes.io/last-applied-configuration', REVISION, HISTORY, DESIRED, MAXIMUM, 'deprecated.deployment.rollback.to',
])

export const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[REVISION] ?? 0)

/** The ReplicaSet with the Deployment's own template, and the others. */
export function splitNewest(d: Deployment, sets: readonly ReplicaSet[]): { newest: ReplicaSet | undefined; old: ReplicaSet[] } {
  const byAge = [...sets].sort((a, b) =>
    Date.parse(a.metadata.creationTimestamp!) - Date.parse(b.metadata.creationTimestamp!) || (a.metadata.name < b.metadata.name ? -1 : 1))
  const newest = byAge.find((set) => sameTemplate(set.spec.template, d.spec.template))
  return { newest, old: sets.filter((set) => set !== newest) }
}

/** EqualIgnoreHash */
function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec): boolean {
  const { [HASH_LABEL]: _, ...labels } = a?.metadata?.labels ?? {}
  const { [HASH_LABEL]: __, ...others } = b.metadata?.labels ?? {}
  return sameValue(labels, others) && sameValue(a?.metadata?.annotations ?? {}, b.metadata?.annotations ?? {}) && sameValue(a?.spec, b.spec)
}

/** getNewReplicaSet of pkg/controller/deployment/sync.go: brings the new ReplicaSet up to date or makes it. */
export function syncNewest(
  d: Deployment, newest: ReplicaSet | undefined, old: readonly ReplicaSet[], create: boolean, world: World,
): { d: Deployment; newest: ReplicaSet | undefined } {
  const { api } = world
  const revision = Math.max(0, ...old.map(revisionOf)) + 1
  if (newest !== undefined) {
    const annotations = annotationsFor(d, newest, revision, true)
    const minReadySeconds = d.spec.minReadySeconds ?? 0
    let current = newest
    if (!sameValue(annotations, newest.metadata.annotations) || (newest.spec.minReadySeconds ?? 0) !== minReadySeconds) {
      current = api.update(ReplicaSetKind, newest, (draft) => {
        draft.metadata.annotations = annotations
        draft.spec.minReadySeconds = minReadySeconds
      }) ?? newest
    }
    const found = condition('Progressing', 'True', 'FoundNewReplicaSet', `Found new replica set "${newest.metadata.name}"`, world.now)
    return { newest: current, d: noteRevision(api, d, annotations[REVISION]!, conditionIn(d.status?.conditions, 'Progressing') ? undefined : found) }
  }
  return create ? createNewest(d, old, revision, world) : { d, newest: undefined }
}

function createNewest(d: Deployment, old: readonly ReplicaSet[], revision: number, world: World): { d: Deployment; newest: ReplicaSet | undefined } {
  const { api, event, now } = world
  const hash = templateHash(d.spec.template, d.status?.collisionCount)
  const name = `${d.metadata.name}-${hash}`
  const labels = { ...d.spec.template.metadata?.labels, [HASH_LABEL]: hash }
  const replicas = newReplicas(d, old, undefined)
  try {
    const newest = api.create(ReplicaSetKind, {
      metadata: {
        name, namespace: d.metadata.namespace!, labels, ownerReferences: [controllerReference(d)],
        annotations: annotationsFor(d, undefined, revision, false),
      },
      spec: {
        replicas,
        ...(d.spec.minReadySeconds ? { minReadySeconds: d.spec.minReadySeconds } : {}),
        selector: { ...d.spec.selector, matchLabels: { ...d.spec.selector.matchLabels, [HASH_LABEL]: hash } },
        template: { ...d.spec.template, metadata: { ...d.spec.template.metadata, labels } },
      },
    })
    if (replicas > 0) event(d, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${replicas}`)
    const made = condition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, now)
    return { newest, d: noteRevision(api, d, String(revision), made) }
  } catch (refusal) {
    if (!(refusal instanceof StatusError)) throw refusal
    if (refusal.reason === 'AlreadyExists') {
      const collisionCount = (d.status?.collisionCount ?? 0) + 1
      return { newest: undefined, d: api.commit(DeploymentKind, { ...d, status: { ...d.status, collisionCount } }, 'status') }
    }
    event(d, 'Warning', 'ReplicaSetCreateError', `Failed to create new replica set "${name}": ${refusal.message}`)
    const failed = condition('Progressing', 'False', 'ReplicaSetCreateError', `Failed to create new replica set "${name}": ${refusal.message}`, now)
    return { newest: undefined, d: noteRevision(api, d, d.metadata.annotations?.[REVISION], failed) }
  }
}

/** The revision goes onto the Deployment together with its status. */
function noteRevision(api: Api, d: Deployment, revision: string | undefined, fresh: ReturnType<typeof condition> | undefined): Deployment {
  const annotations = revision === undefined ? d.metadata.annotations : { ...d.metadata.annotations, [REVISION]: revision }
  const conditions = fresh !== undefined && hasDeadline(d) ? withCondition(d.status?.conditions ?? [], fresh) : d.status?.conditions
  if (sameValue(annotations, d.metadata.annotations) && sameValue(conditions, d.status?.conditions)) return d
  return api.commit(DeploymentKind, {
    ...d,
    metadata: { ...d.metadata, ...(annotations === undefined ? {} : { annotations }) },
    ...(conditions === undefined ? {} : { status: { ...d.status, conditions } }),
  }, 'status')
}

/** SetNewReplicaSetAnnotations */
function annotationsFor(d: Deployment, set: ReplicaSet | undefined, revision: number, exists: boolean): { [key: string]: string } {
  const annotations: { [key: string]: string } = { ...set?.metadata.annotations }
  for (const [key, value] of Object.entries(d.metadata.annotations ?? {})) if (!OWN.has(key)) annotations[key] = value
  const before = annotations[REVISION]
  if (Number(before ?? 0) < revision) {
    annotations[REVISION] = String(revision)
    if (exists && before !== undefined) {
      const past = annotations[HISTORY] === undefined || annotations[HISTORY] === '' ? [] : annotations[HISTORY].split(',')
      annotations[HISTORY] = [...past, before].join(',')
    }
  }
  return exists ? annotations : { ...annotations, ...replicaAnnotations(d) }
}

const replicaAnnotations = (d: Deployment): { [key: string]: string } => ({
  [DESIRED]: String(replicasOf(d)), [MAXIMUM]: String(replicasOf(d) + maxSurge(d)),
})

/** NewRSNewReplicas: as many as the surge allows. */
export function newReplicas(d: Deployment, old: readonly ReplicaSet[], newest: ReplicaSet | undefined): number {
  if (!isRolling(d)) return replicasOf(d)
  const own = newest?.spec.replicas ?? 0
  const room = replicasOf(d) + maxSurge(d) - desiredReplicas(old) - own
  if (room <= 0) return own
  return own + Math.min(room, replicasOf(d) - own)
}

/** scaleReplicaSet: also writes down what the Deployment wants, by which a later resize is known. */
export function scale(set: ReplicaSet, replicas: number, d: Deployment, { api, event }: World): ReplicaSet {
  const before = set.spec.replicas ?? 1
  const annotations = { ...set.metadata.annotations, ...replicaAnnotations(d) }
  if (before === replicas && sameValue(annotations, set.metadata.annotations)) return set
  const scaled = api.update(ReplicaSetKind, set, (draft) => {
    draft.spec.replicas = replicas
    draft.metadata.annotations = annotations
  })
  if (before !== replicas) {
    event(d, 'Normal', 'ScalingReplicaSet', `Scaled ${before < replicas ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`)
  }
  return scaled ?? set
}
