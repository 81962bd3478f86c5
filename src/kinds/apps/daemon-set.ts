/** DaemonSet: one pod on every node. */
import type { DaemonSet as DaemonSetObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'
import { sameValue } from '../../lib/same-value.ts'
import { daemonSetColumns } from './daemon-set.columns.ts'
import { describeDaemonSet } from './daemon-set.describe.ts'
import { validateDaemonSet } from './workloads.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'

export const DaemonSet = defineKind<DaemonSetObject>('apps', 'v1', 'DaemonSet', {
  describe: describeDaemonSet,
  columns: daemonSetColumns,
  defaults,
  prepareForCreate,
  prepareForUpdate,
  generation: true,
  validate: validateDaemonSet,
  warnings: (object) => templateWarnings(object.spec?.template),
})

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

/** pkg/apis/apps/v1/defaults.go, SetDefaults_DaemonSet. */
function defaults(draft: DaemonSetObject): void {
  const spec = (draft.spec ??= {} as never)!
  const strategy = (spec.updateStrategy ??= {})
  strategy.type ||= 'RollingUpdate'
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate ??= {}
    strategy.rollingUpdate.maxUnavailable ??= 1
    strategy.rollingUpdate.maxSurge ??= 0
  }
  spec.revisionHistoryLimit ??= 10
  defaultPodTemplate((spec.template ??= {}))
}

/** pkg/registry/apps/daemonset/strategy.go: the template's own generation lives on as an annotation. */
function prepareForCreate(draft: DaemonSetObject): void {
  draft.status = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 }
  draft.metadata.annotations = { ...draft.metadata.annotations, [TEMPLATE_GENERATION]: '1' }
}

function prepareForUpdate(draft: DaemonSetObject, before: DaemonSetObject): void {
  const old = Number(before.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0)
  const changed = !sameValue(before.spec?.template, draft.spec?.template)
  draft.metadata.annotations = { ...draft.metadata.annotations, [TEMPLATE_GENERATION]: String(changed ? old + 1 : old) }
}
