/** What the pods of a node ask for, in the node's description. */
import { byCodePoint } from '../../lib/json.ts'
import { parseQuantity, Quantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import { age } from '../age.ts'
import { listOf, unlessForbidden } from '../describe/reading.ts'
import type { Node, Pod } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { aggregateContainers, isHugePage } from '../pod-spec/resources.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeNodeResource. */
export function nodePodRows(node: Node, cluster: Reader): Row[] {
  const all = unlessForbidden(() => listOf<Pod>(cluster, '', 'Pod'), () => undefined)
  if (all === undefined) return [row(0, 'Pods:', 'not authorized')]
  const pods = all.filter((pod) =>
    pod.spec.nodeName === node.metadata.name &&
    pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed')
  const { capacity = {}, allocatable = capacity } = node.status ?? {}
  const share = shareOf(allocatable)
  return [
    row(0, 'Non-terminated Pods:', `(${pods.length} in total)`),
    row(1, 'Namespace', 'Name', '', 'CPU Requests', 'CPU Limits', 'Memory Requests',
      'Memory Limits', 'Age'),
    row(1, '---------', '----', '', '------------', '----------', '---------------',
      '-------------', '---'),
    ...pods.map((pod) => {
      const { requests, limits } = podAmounts(pod)
      return row(1, pod.metadata.namespace ?? '', pod.metadata.name, '',
        share(requests, 'cpu'), share(limits, 'cpu'),
        share(requests, 'memory'), share(limits, 'memory'),
        age(pod.metadata.creationTimestamp, cluster.now))
    }),
    row(0, 'Allocated resources:'),
    row(1, '(Total limits may be over 100 percent, i.e., overcommitted.)'),
    row(1, 'Resource', 'Requests', 'Limits'),
    row(1, '--------', '--------', '------'),
    ...totalRows(pods, allocatable),
  ]
}

type Amounts = Map<string, Quantity>
type Resources = { readonly [name: string]: string | number }

function totalRows(pods: readonly Pod[], allocatable: Resources): Row[] {
  const requests: Amounts = new Map()
  const limits: Amounts = new Map()
  for (const pod of pods) {
    const own = podAmounts(pod)
    addAll(requests, own.requests)
    addAll(limits, own.limits)
  }
  const share = shareOf(allocatable)
  const names = Object.keys(allocatable).sort(byCodePoint)
  const own = names.filter((name) => !isStandard(name))
  return [
    ...['cpu', 'memory', 'ephemeral-storage', ...names.filter(isHugePage)].map((name) =>
      row(1, name, share(requests, name), share(limits, name))),
    ...own.map((name) => row(1, name, amount(requests, name), amount(limits, name))),
  ]
}

const isStandard = (name: string): boolean =>
  ['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(name) || isHugePage(name)

const amount = (amounts: Amounts, name: string): string => amounts.get(name)?.toString() ?? '0'

/** "250m (6%)": the amount and its share of what the node has. */
const shareOf = (allocatable: Resources) => (amounts: Amounts, name: string): string => {
  const all = parseQuantity(allocatable[name] ?? '0')
  const part = amounts.get(name) ?? Quantity.zero
  const percent = all.isZero() ? 0 : Math.trunc((part.asNumber() / all.asNumber()) * 100)
  return `${part} (${percent}%)`
}

function podAmounts({ spec }: Pod): { requests: Amounts; limits: Amounts } {
  const requests = aggregateContainers(spec, 'requests')
  const limits = aggregateContainers(spec, 'limits')
  for (const [name, text] of Object.entries(spec.overhead ?? {})) {
    const more = parseQuantity(text)
    const limit = limits.get(name)
    addAll(requests, new Map([[name, more]]))
    if (limit !== undefined) limits.set(name, limit.add(more))
  }
  return { requests, limits }
}

function addAll(into: Amounts, from: ReadonlyMap<string, Quantity>): void {
  for (const [name, more] of from) into.set(name, into.get(name)?.add(more) ?? more)
}
