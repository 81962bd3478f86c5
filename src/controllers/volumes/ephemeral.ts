/** Makes the claims of a pod's ephemeral volumes. */
import { PersistentVolumeClaim as ClaimKind } from '../../kinds/core/persistent-volume-claim.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { Pod } from '../../kinds/generated/api-types.ts'
import type { Controller } from '../controller.ts'
import { controllerReference } from '../owned.ts'

/** pkg/controller/volume/ephemeral/controller.go */
export const ephemeralVolumeController: Controller<Pod> = {
  name: 'ephemeral-volume-controller',
  reconciles: PodKind,
  concerns: (pod) => pod.spec.volumes?.some((v) => v.ephemeral !== undefined) === true,
  reconcile(pod, { api }) {
    if (pod.spec.volumes === undefined || pod.metadata.deletionTimestamp !== undefined) return
    for (const { name: volume, ephemeral } of pod.spec.volumes) {
      const template = ephemeral?.volumeClaimTemplate
      const name = `${pod.metadata.name}-${volume}`
      if (template === undefined || api.get(ClaimKind, pod.metadata.namespace, name) !== undefined) continue
      const { labels, annotations } = template.metadata ?? {}
      api.create(ClaimKind, {
        metadata: {
          name, namespace: pod.metadata.namespace!, ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }),
          ownerReferences: [controllerReference(pod)],
        },
        spec: template.spec,
      })
    }
  },
}
