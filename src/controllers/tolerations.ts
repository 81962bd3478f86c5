/** Which taints a pod puts up with. */
import type { Taint, Toleration } from '../kinds/generated/api-types.ts'

/** staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go */
export function tolerates({ key = '', operator = 'Equal', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false
  if (key !== '' && key !== taint.key) return false
  switch (operator) {
    case 'Exists': return true
    case 'Gt': return Number(taint.value) > Number(value)
    case 'Lt': return Number(taint.value) < Number(value)
    default: return key !== '' && value === (taint.value ?? '')
  }
}

export const toleratesAll = (tolerations: readonly Toleration[] | undefined, taint: Taint): boolean =>
  (tolerations ?? []).some((t) => tolerates(t, taint))

/** The first taint with one of these effects that nothing tolerates. */
export const untolerated = (
  taints: readonly Taint[] | undefined, tolerations: readonly Toleration[] | undefined, effects: readonly string[],
): Taint | undefined =>
  taints?.find((taint) => effects.includes(taint.effect) && !toleratesAll(tolerations, taint))
