/** metrics-server: as long as it runs, it tells what pods and nodes use. */
import { timestamp } from '../../kinds/age.ts'
import { Node as NodeKind } from '../../kinds/core/node.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { Node, Pod } from '../../kinds/generated/api-types.ts'
import type { NodeMetrics, PodMetrics } from '../../kinds/metrics/metrics.ts'
import { NodeMetricsKind, PodMetricsKind } from '../../kinds/metrics/metrics.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Api } from '../../apiserver/api.ts'
import type { Controller, World } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { isReady } from '../pods.ts'
import { usageOf } from './usage.ts'

const WINDOW = '15s'
/** A node needs this much for itself. */
const NODE_CPU_MILLI = 120
const NODE_MEMORY = 900 * 1024 * 1024

const isServer = (pod: Pod): boolean => pod.metadata.namespace === 'kube-system' && pod.metadata.labels?.['k8s-app'] === 'metrics-server'

const isInstalled = (api: Api): boolean => api.kindOf(PodMetricsKind.group, PodMetricsKind.kind) !== undefined

const isServing = (api: Api): boolean => isInstalled(api) && api.list(PodKind, 'kube-system').some((p) => isServer(p) && isReady(p))

/** One object a running pod. */
export const podMetricsController: Controller<Pod> = {
  name: 'metrics-server',
  program: 'metrics-server',
  reconciles: PodKind,
  concerns: (_pod, { api }) => isInstalled(api),
  alsoWatches: [{
    kind: PodKind,
    // when the server itself comes or goes, all of them do
    keysFor: (pod: Pod, { api }) => (isInstalled(api) && isServer(pod) ? api.list(PodKind).map(keyOf) : []),
  }],
  reconcile(pod, world) {
    const { api, now } = world
    const { name, namespace, labels } = pod.metadata
    const running = (pod.status?.containerStatuses ?? []).filter((c) => c.state?.running !== undefined).map((c) => c.name)
    const before = api.get(PodMetricsKind, namespace, name)
    if (running.length === 0 || !isServing(api)) return before === undefined ? undefined : forget(before, world)
    const containers = pod.spec.containers.filter((c) => running.includes(c.name)).map((c) => ({ name: c.name, usage: usageOf(pod, c) }))
    if (before !== undefined && sameValue(before.containers, containers)) return undefined
    api.commit<PodMetrics>(PodMetricsKind, {
      apiVersion: PodMetricsKind.apiVersion, kind: PodMetricsKind.kind,
      metadata: { name, namespace: namespace!, ...(labels === undefined ? {} : { labels }) } as never,
      timestamp: timestamp(now), window: WINDOW, containers,
    })
    return undefined
  },
  gone({ namespace, name }, world) {
    const before = isInstalled(world.api) ? world.api.get(PodMetricsKind, namespace, name) : undefined
    if (before !== undefined) forget(before, world)
  },
}

const forget = (metrics: PodMetrics, { api }: World): undefined => void api.delete(PodMetricsKind, metrics)

/** One object a node: what its pods use, and the node itself. */
export const nodeMetricsController: Controller<Node> = {
  name: 'metrics-server-nodes',
  program: 'metrics-server',
  reconciles: NodeKind,
  concerns: (_node, { api }) => isInstalled(api),
  alsoWatches: [{
    kind: PodMetricsKind,
    *keysFor({ metadata: { namespace, name } }, { api }) {
      const nodeName = api.get(PodKind, namespace, name)?.spec.nodeName
      if (nodeName !== undefined) yield { name: nodeName }
    },
  }],
  reconcile(node, { api, now }) {
    if (!isServing(api)) return
    let [cpu, memory] = [NODE_CPU_MILLI, NODE_MEMORY]
    for (const pod of api.onNode(node.metadata.name)) {
      for (const { usage } of api.get(PodMetricsKind, pod.metadata.namespace, pod.metadata.name)?.containers ?? []) {
        cpu += parseQuantity(usage.cpu).milliValue()
        memory += parseQuantity(usage.memory).value()
      }
    }
    const usage = { cpu: `${cpu}m`, memory: `${Math.round(memory / 1024)}Ki` }
    const before = api.get(NodeMetricsKind, undefined, node.metadata.name)
    if (before !== undefined && sameValue(before.usage, usage)) return
    api.commit<NodeMetrics>(NodeMetricsKind, {
      apiVersion: NodeMetricsKind.apiVersion, kind: NodeMetricsKind.kind,
      metadata: { ...(before?.metadata ?? { name: node.metadata.name, labels: { ...node.metadata.labels } }) } as never,
      timestamp: timestamp(now), window: WINDOW, usage,
    })
  },
}
