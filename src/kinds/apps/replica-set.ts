/** ReplicaSet: so many pods of one template. */
import type { ReplicaSet as ReplicaSetObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'
import { replicaSetColumns } from './replica-set.columns.ts'
import { describeReplicaSet } from './replica-set.describe.ts'
import { validateReplicaSet } from './workloads.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'
import { replicasField } from '../core/selectable.ts'

export const ReplicaSet = defineKind<ReplicaSetObject>('apps', 'v1', 'ReplicaSet', {
  describe: describeReplicaSet,
  columns: replicaSetColumns,
  defaults,
  generation: true,
  validate: validateReplicaSet,
  warnings: (object) => templateWarnings(object.spec?.template),
  selectable: replicasField,
})

/** pkg/apis/apps/v1/defaults.go, SetDefaults_ReplicaSet. */
function defaults(draft: ReplicaSetObject): void {
  const spec = (draft.spec ??= {} as never)!
  spec.replicas ??= 1
  defaultPodTemplate((spec.template ??= {}))
}
