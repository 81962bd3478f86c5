/** LimitRange: defaults and bounds for what containers, pods and claims may ask for. */
import type { LimitRange as LimitRangeObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const LimitRange = defineKind<LimitRangeObject>('', 'v1', 'LimitRange')
