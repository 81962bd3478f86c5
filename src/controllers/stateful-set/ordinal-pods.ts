/** The numbered pods of a StatefulSet and their claims. */
import type { Api } from '../../apiserver/api.ts'
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { ControllerRevision, Pod, StatefulSet } from '../../kinds/generated/api-types.ts'
import { controllerReference } from '../owned.ts'
import { templateOf } from '../history.ts'
import type { World } from '../controller.ts'

export const REVISION_LABEL = 'controller-revision-hash'
const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name'
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index'

export const ordinalOf = (pod: Pod, set: StatefulSet): number | undefined => {
  const number = pod.metadata.name.slice(set.metadata.name.length + 1)
  return pod.metadata.name.startsWith(`${set.metadata.name}-`) && /^\d+$/.test(number) ? Number(number) : undefined
}

export const podNameOf = (set: StatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`

const claimNameOf = (template: string, set: StatefulSet, ordinal: number): string => `${template}-${podNameOf(set, ordinal)}`

/** newVersionedStatefulSetPod of pkg/controller/statefulset/stateful_set_utils.go */
export function createPod(set: StatefulSet, ordinal: number, revision: ControllerRevision, api: Api): Pod {
  const template = templateOf(revision)
  const name = podNameOf(set, ordinal)
  const claims = (set.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name)
  const volumes = [
    ...claims.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: claimNameOf(claim, set, ordinal) } })),
    ...(template.spec?.volumes ?? []).filter((v) => !claims.includes(v.name)),
  ]
  return api.create(PodKind, {
    metadata: {
      ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
      name, namespace: set.metadata.namespace!,
      labels: { ...template.metadata?.labels, [POD_INDEX_LABEL]: String(ordinal), [REVISION_LABEL]: revision.metadata.name, [POD_NAME_LABEL]: name },
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...template.spec!, hostname: name, ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  })
}

/** createPersistentVolumeClaims */
export function createClaims(set: StatefulSet, ordinal: number, { api, event }: World): void {
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimNameOf(template.metadata.name, set, ordinal)
    if (api.get(PersistentVolumeClaim, set.metadata.namespace, name) !== undefined) continue
    const { labels, annotations } = template.metadata
    api.create(PersistentVolumeClaim, {
      metadata: {
        name, namespace: set.metadata.namespace!, labels: { ...labels, ...set.spec.selector.matchLabels },
        ...(annotations === undefined ? {} : { annotations }),
        ...(set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete' ? { ownerReferences: [controllerReference(set)] } : {}),
      },
      spec: template.spec!,
    })
    event(set, 'Normal', 'SuccessfulCreate', `Create Claim ${name} Pod ${podNameOf(set, ordinal)} in StatefulSet ${set.metadata.name} success`)
  }
}

/** persistentVolumeClaimRetentionPolicy.whenScaled: the claims of a pod that is scaled away go with it. */
export function releaseClaims(set: StatefulSet, pod: Pod, ordinal: number, api: Api): void {
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const claim = api.get(PersistentVolumeClaim, set.metadata.namespace, claimNameOf(template.metadata.name, set, ordinal))
    if (claim === undefined) continue
    const { apiVersion, kind, metadata: { name, uid } } = pod
    api.update(PersistentVolumeClaim, claim, (draft) => {
      draft.metadata.ownerReferences = [{ apiVersion, kind, name, uid: uid! }]
    })
  }
}
