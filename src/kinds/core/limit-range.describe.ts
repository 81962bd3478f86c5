/** The description of a limit range, and of all limit ranges of a namespace. */
import { byCodePoint } from '../../lib/json.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import type { LimitRange, LimitRangeItem } from '../generated/api-types.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeLimitRange. */
export function describeLimitRange({ metadata, spec }: LimitRange): Row[] {
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    ...headerRows(''),
    ...(spec?.limits ?? []).flatMap((item) => itemRows(item, '')),
  ]
}

/** Upstream: `describe.go`, DescribeLimitRanges. */
export function limitRangeRows(ranges: readonly LimitRange[]): Row[] {
  if (ranges.length === 0) return [row(0, 'No LimitRange resource.')]
  return [
    row(0, 'Resource Limits'),
    ...headerRows(' '),
    ...ranges.flatMap(({ spec }) => (spec?.limits ?? []).flatMap((item) => itemRows(item, ' '))),
  ]
}

const TITLES = [
  'Type', 'Resource', 'Min', 'Max', 'Default Request', 'Default Limit', 'Max Limit/Request Ratio',
]

const headerRows = (indent: string): Row[] => [
  row(0, ...TITLES.map((title, index) => (index === 0 ? indent + title : title))),
  row(0, ...TITLES.map((title, index) => (index === 0 ? indent : '') + '-'.repeat(title.length))),
]

function itemRows(item: LimitRangeItem, indent: string): Row[] {
  const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio]
  const resources = new Set(lists.flatMap((list) => Object.keys(list ?? {})))
  return [...resources].sort(byCodePoint).map((resource) =>
    row(0, `${indent}${item.type}`, resource, ...lists.map((list) => {
      const amount = list?.[resource]
      return amount === undefined ? '-' : parseQuantity(amount).toString()
    })))
}
