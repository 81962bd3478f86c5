/** LimitRange: defaults and bounds for what containers, pods and claims may ask for. */
import type { LimitRange as LimitRangeObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { createdAtColumns } from '../columns/created-at.columns.ts'
import { describeLimitRange } from './limit-range.describe.ts'
import { validateLimitRange } from './limits.validation.ts'

export const LimitRange = defineKind<LimitRangeObject>('', 'v1', 'LimitRange', {
  describe: describeLimitRange,
  columns: createdAtColumns,
  defaults,
  validate: validateLimitRange,
})

/** SetDefaults_LimitRangeItem: what is not said follows from the limits that are. */
function defaults(draft: LimitRangeObject): void {
  for (const item of draft.spec?.limits ?? []) {
    if (item.type !== 'Container') continue
    const limits = { ...item.max, ...item.default }
    const requests = { ...item.min, ...limits, ...item.defaultRequest }
    if (Object.keys(limits).length > 0) item.default = limits
    if (Object.keys(requests).length > 0) item.defaultRequest = requests
  }
}
