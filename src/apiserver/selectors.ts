/** Label selectors as objects: what controllers, policies and Services select by. */
import type { LabelSelector } from '../kinds/generated/api-types.ts'

export type Labels = { readonly [key: string]: string }

/** A LabelSelector object; an empty one selects everything, an absent one nothing. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false
  const have = labels ?? {}
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (have[key] !== value) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values }) => {
    switch (operator) {
      case 'In': return have[key] !== undefined && (values ?? []).includes(have[key])
      case 'NotIn': return have[key] === undefined || !(values ?? []).includes(have[key])
      case 'Exists': return have[key] !== undefined
      case 'DoesNotExist': return have[key] === undefined
      default: return false
    }
  })
}

/** A map selector as Services have: every pair must be there. */
export function matchesLabels(selector: Labels, labels: Labels | undefined): boolean {
  for (const key in selector) if (labels?.[key] !== selector[key]) return false
  return true
}
