/** Pod: containers that run together on one node. */
import type { Pod as PodObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPod, preparePod } from './pod.defaults.ts'
import { podColumns } from './pod.columns.ts'
import { describePod } from './pod.describe.ts'
import { validatePod } from './pod.validation.ts'
import { podWarnings } from '../pod-spec/pod-spec.warnings.ts'
import { podFields } from './selectable.ts'

export const Pod = defineKind<PodObject>('', 'v1', 'Pod', {
  describe: describePod,
  columns: podColumns,
  defaults: defaultPod,
  prepareForCreate: preparePod,
  generation: true,
  validate: validatePod,
  warnings: (pod) => podWarnings(pod),
  selectable: podFields,
  // pkg/registry/core/pod/strategy.go, CheckGracefulDelete: nothing runs, or nothing any more
  gracePeriodSeconds: ({ spec, status }) => (spec?.nodeName === undefined || status?.phase === 'Failed' || status?.phase === 'Succeeded' ? 0
    : spec.terminationGracePeriodSeconds ?? 30),
})
