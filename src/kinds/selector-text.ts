/** Labels and label selectors as tables and descriptions write them. */
import type { LabelSelector } from './generated/api-types.ts'
import { sortedEntries } from '../lib/json.ts'

/** `labels.FormatLabels`: "a=b,c=d", or "<none>". */
export function labelsText(labels: { readonly [key: string]: string } | undefined): string {
  const text = sortedEntries(labels ?? {}).map(([key, value]) => `${key}=${value}`).join(',')
  return text === '' ? '<none>' : text
}

/** `metav1.FormatLabelSelector`: "app=web,tier in (be,fe)", or "<none>" for nothing and for everything. */
export function selectorText(selector: LabelSelector | null | undefined): string {
  const text = bareSelectorText(selector)
  return text === '' ? '<none>' : text
}

/** `labels.Selector.String()`. */
export function bareSelectorText(selector: LabelSelector | null | undefined): string {
  const requirements = [
    ...sortedEntries(selector?.matchLabels ?? {}).map(([key, value]) => ({
      key, text: `${key}=${value}`,
    })),
    ...(selector?.matchExpressions ?? []).map((e) => ({
      key: e.key, text: expressionText(e.key, e.operator, e.values ?? []),
    })),
  ]
  return requirements
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((r) => r.text)
    .join(',')
}

const expressionText = (key: string, operator: string, values: readonly string[]): string => {
  const list = `(${[...values].sort().join(',')})`
  switch (operator) {
    case 'In': return `${key} in ${list}`
    case 'NotIn': return `${key} notin ${list}`
    case 'DoesNotExist': return `!${key}`
    default: return key
  }
}
