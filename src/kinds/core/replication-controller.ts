/** ReplicationController: the older ReplicaSet. */
import type { ReplicationController as ReplicationControllerObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'
import { replicationControllerColumns } from './replication-controller.columns.ts'
import { describeReplicationController } from './replication-controller.describe.ts'
import { validateReplicationController } from './replication-controller.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'
import { replicasField } from './selectable.ts'

export const ReplicationController = defineKind<ReplicationControllerObject>('', 'v1', 'ReplicationController', {
  describe: describeReplicationController,
  columns: replicationControllerColumns,
  defaults,
  generation: true,
  validate: validateReplicationController,
  warnings: (object) => templateWarnings(object.spec?.template),
  selectable: replicasField,
})

/** SetDefaults_ReplicationController: selector and labels follow the template. */
function defaults(draft: ReplicationControllerObject): void {
  const spec = (draft.spec ??= {})
  const labels = spec.template?.metadata?.labels
  if (labels !== undefined) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels }
    if (Object.keys(draft.metadata.labels ?? {}).length === 0) draft.metadata.labels = { ...labels }
  }
  spec.replicas ??= 1
  if (spec.template !== undefined) defaultPodTemplate(spec.template)
}
