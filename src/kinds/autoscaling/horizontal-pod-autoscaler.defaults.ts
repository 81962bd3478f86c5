/** What the API server fills into an autoscaler. */
import type { HorizontalPodAutoscaler as Autoscaler } from '../generated/api-types.ts'

const SCALE_UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
}
const SCALE_DOWN = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] }

/** pkg/apis/autoscaling/v2/defaults.go. */
export function defaultAutoscaler(autoscaler: Autoscaler): void {
  const spec = (autoscaler.spec ??= {} as never)!
  spec.minReplicas ??= 1
  if ((spec.metrics ?? []).length === 0) {
    spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }]
  }
  if (spec.behavior !== undefined) {
    spec.behavior.scaleUp = { ...structuredClone(SCALE_UP), ...spec.behavior.scaleUp }
    spec.behavior.scaleDown = { ...structuredClone(SCALE_DOWN), ...spec.behavior.scaleDown }
  }
}
