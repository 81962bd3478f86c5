/** HorizontalPodAutoscaler of autoscaling/v2. */
import type { HorizontalPodAutoscaler as HorizontalPodAutoscalerObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultAutoscaler } from './horizontal-pod-autoscaler.defaults.ts'
import { horizontalPodAutoscalerColumns } from './horizontal-pod-autoscaler.columns.ts'
import { describeHorizontalPodAutoscaler } from './horizontal-pod-autoscaler.describe.ts'
import { autoscalingV1 } from './horizontal-pod-autoscaler.v1.ts'
import { validateAutoscaler } from './horizontal-pod-autoscaler.validation.ts'

export const HorizontalPodAutoscaler = defineKind<HorizontalPodAutoscalerObject>('autoscaling', 'v2', 'HorizontalPodAutoscaler', {
  describe: describeHorizontalPodAutoscaler,
  served: [autoscalingV1],
  columns: horizontalPodAutoscalerColumns,
  defaults: defaultAutoscaler,
  validate: validateAutoscaler,
})
