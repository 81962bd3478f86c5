/** NodeMetrics and PodMetrics of metrics.k8s.io: what metrics-server adds to the API. */
import type { Column, Kind } from '../kind.ts'
import { ageColumn, nameColumn } from '../kind.ts'
import type { AnyObj, Obj } from '../object.ts'
import { parseQuantity, Quantity } from '../../lib/quantity.ts'

export interface Usage {
  readonly cpu: string
  readonly memory: string
}

export interface NodeMetrics extends Obj {
  readonly timestamp: string
  readonly window: string
  readonly usage: Usage
}

export interface PodMetrics extends Obj {
  readonly timestamp: string
  readonly window: string
  readonly containers: readonly { readonly name: string; readonly usage: Usage }[]
}

const GROUP = 'metrics.k8s.io'
const VERSION = 'v1beta1'
const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as unknown as AnyObj

const total = (object: NodeMetrics | PodMetrics, resource: keyof Usage): Quantity =>
  ('containers' in object ? object.containers.map((c) => c.usage) : [object.usage])
    .reduce((sum, usage) => sum.add(parseQuantity(usage[resource])), Quantity.zero)

const columns: readonly Column<any>[] = [
  nameColumn,
  { name: 'cpu', cell: (object) => total(object, 'cpu').toString() },
  { name: 'memory', cell: (object) => total(object, 'memory').toString() },
  { name: 'window', cell: (object) => object.window },
  ageColumn,
]

const metricsKind = <T extends Obj>(kind: string, plural: string, namespaced: boolean): Kind<T> => ({
  group: GROUP, version: VERSION, apiVersion: `${GROUP}/${VERSION}`, kind, plural, singular: '', short: [], categories: [], namespaced,
  verbs: ['get', 'list'], subresources: [], schema: '', structural: OPEN, status: false, columns,
})

export const NodeMetricsKind = metricsKind<NodeMetrics>('NodeMetrics', 'nodes', false)
export const PodMetricsKind = metricsKind<PodMetrics>('PodMetrics', 'pods', true)
