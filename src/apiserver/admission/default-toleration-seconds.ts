/** Pods stay five minutes on a node that is not ready or cannot be reached. */
import { Pod } from '../../kinds/core/pod.ts'
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import type { Shape } from '../context.ts'

const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
const TOLERATION_SECONDS = 300

/** plugin/pkg/admission/defaulttolerationseconds/admission.go */
export const defaultTolerationSeconds: Shape = ({ kind, subresource }, draft) => {
  if (kind !== Pod || subresource !== undefined) return
  const { spec } = draft as unknown as PodObject
  const given = spec.tolerations ?? []
  const added = KEYS
    .filter((key) => !given.some((t) => ((t.key ?? '') === '' || t.key === key) && ((t.effect ?? '') === '' || t.effect === 'NoExecute')))
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS }))
  if (added.length > 0) spec.tolerations = [...given, ...added]
}
