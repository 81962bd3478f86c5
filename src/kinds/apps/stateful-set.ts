/** StatefulSet: numbered pods that keep their names and volumes. */
import type { StatefulSet as StatefulSetObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'
import { defaultClaim } from '../core/persistent-volume-claim.defaults.ts'
import { statefulSetColumns } from './stateful-set.columns.ts'
import { describeStatefulSet } from './stateful-set.describe.ts'
import { validateStatefulSet } from './stateful-set.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'

export const StatefulSet = defineKind<StatefulSetObject>('apps', 'v1', 'StatefulSet', {
  describe: describeStatefulSet,
  columns: statefulSetColumns,
  defaults,
  generation: true,
  validate: validateStatefulSet,
  warnings: (object) => templateWarnings(object.spec?.template),
})

/** pkg/apis/apps/v1/defaults.go, SetDefaults_StatefulSet. */
function defaults(draft: StatefulSetObject): void {
  const spec = (draft.spec ??= {} as never)!
  spec.podManagementPolicy ||= 'OrderedReady'
  const strategy = (spec.updateStrategy ??= {})
  strategy.type ||= 'RollingUpdate'
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate ??= {}
    strategy.rollingUpdate.partition ??= 0
  }
  const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {})
  retention.whenDeleted ||= 'Retain'
  retention.whenScaled ||= 'Retain'
  spec.replicas ??= 1
  spec.revisionHistoryLimit ??= 10
  defaultPodTemplate((spec.template ??= {}))
  for (const claim of spec.volumeClaimTemplates ?? []) {
    Object.assign(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' })
    defaultClaim(claim)
  }
}
