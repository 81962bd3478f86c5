/** Deployment: pods in replica sets, rolled out revision by revision. */
import type { Deployment as DeploymentObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'
import { deploymentColumns } from './deployment.columns.ts'
import { describeDeployment } from './deployment.describe.ts'
import { validateDeployment } from './workloads.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'

export const Deployment = defineKind<DeploymentObject>('apps', 'v1', 'Deployment', {
  describe: describeDeployment,
  columns: deploymentColumns,
  defaults,
  generation: true,
  validate: validateDeployment,
  warnings: (object) => templateWarnings(object.spec?.template),
})

/** pkg/apis/apps/v1/defaults.go, SetDefaults_Deployment. */
function defaults(draft: DeploymentObject): void {
  const spec = (draft.spec ??= {} as never)!
  spec.replicas ??= 1
  const strategy = (spec.strategy ??= {})
  strategy.type ||= 'RollingUpdate'
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate ??= {}
    strategy.rollingUpdate.maxUnavailable ??= '25%'
    strategy.rollingUpdate.maxSurge ??= '25%'
  }
  spec.revisionHistoryLimit ??= 10
  spec.progressDeadlineSeconds ??= 600
  defaultPodTemplate((spec.template ??= {}))
}
