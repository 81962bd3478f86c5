/** A node whose kubelet is silent is marked as not to be relied on, and told so by taints. */
import { timestamp } from '../../kinds/age.ts'
import { Node as NodeKind } from '../../kinds/core/node.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { Node, NodeCondition, Pod, Taint } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Again, Controller, World } from '../controller.ts'

/** pkg/controller/nodelifecycle: a kubelet may be silent this long. */
const GRACE_MS = 50_000
const OURS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
const PRESSURE: Readonly<Record<string, string>> = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure', DiskPressure: 'node.kubernetes.io/disk-pressure', PIDPressure: 'node.kubernetes.io/pid-pressure',
  NetworkUnavailable: 'node.kubernetes.io/network-unavailable',
}
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'
/** How often a silent node is looked at. */
const LOOK_MS = 5_000

const readyOf = (node: Node): string => node.status?.conditions?.find((c) => c.type === 'Ready')?.status ?? 'Unknown'

/** pkg/controller/nodelifecycle/node_lifecycle_controller.go */
export const nodeLifecycleController: Controller<Node> = {
  name: 'node-lifecycle-controller',
  component: 'node-controller',
  reconciles: NodeKind,
  reconcile(node, world) {
    const again = watchHeartbeat(node, world)
    const newest = world.api.get(NodeKind, undefined, node.metadata.name)
    if (newest !== undefined) syncTaints(newest, world)
    return again
  },
}

function watchHeartbeat(node: Node, world: World): Again | undefined {
  const { api, memory, now, event, parts: { runtime } } = world
  const { name } = node.metadata
  const alive = node.status?.nodeInfo !== undefined && runtime.isKubeletUp(name)
  if (alive) {
    memory.delete(name)
    return undefined
  }
  const since = (memory.get(name) as number | undefined) ?? now
  memory.set(name, since)
  if (now - since < GRACE_MS) return { ms: since + GRACE_MS - now }
  if (readyOf(node) !== 'Unknown') {
    api.updateStatus(NodeKind, node, (draft) => {
      draft.status ??= {}
      draft.status.conditions = unknownConditions(draft.status.conditions ?? [], now)
    })
    event(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)
    for (const pod of api.onNode(name) as readonly Pod[]) markNotReady(pod, world)
  }
  return { ms: LOOK_MS }
}

function unknownConditions(conditions: readonly NodeCondition[], now: number): NodeCondition[] {
  return ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => {
    const before = conditions.find((c) => c.type === type)
    return {
      ...before, lastTransitionTime: timestamp(now), status: 'Unknown', type,
      message: before === undefined ? 'Kubelet never posted node status.' : 'Kubelet stopped posting node status.',
      reason: before === undefined ? 'NodeStatusNeverUpdated' : 'NodeStatusUnknown',
    }
  })
}

/** pkg/controller/util/node, MarkPodsNotReady */
function markNotReady(pod: Pod, { api, event, now }: World): void {
  if (pod.status?.conditions?.find((c) => c.type === 'Ready')?.status !== 'True') return
  api.updateStatus(PodKind, pod, (draft) => {
    const ready = draft.status?.conditions?.find((c) => c.type === 'Ready')
    if (ready !== undefined) Object.assign(ready, { status: 'False', lastTransitionTime: timestamp(now) })
  })
  event(pod, 'Warning', 'NodeNotReady', 'Node is not ready')
}

/** Taints stand for conditions and for cordoning. */
function syncTaints(node: Node, { api, now }: World): void {
  const ready = readyOf(node)
  const bad = node.status?.conditions === undefined ? undefined : ready === 'False' ? OURS[0]! : ready === 'Unknown' ? OURS[1]! : undefined
  const wanted: Taint[] = [
    ...Object.entries(PRESSURE).filter(([type]) => node.status?.conditions?.find((c) => c.type === type)?.status === 'True')
      .map(([, key]) => ({ effect: 'NoSchedule', key })),
    ...(node.spec.unschedulable === true ? [{ effect: 'NoSchedule', key: UNSCHEDULABLE }] : []),
    ...(bad === undefined ? [] : [{ effect: 'NoSchedule', key: bad }, { effect: 'NoExecute', key: bad }]),
  ]
  const managed = new Set([...OURS, ...Object.values(PRESSURE), UNSCHEDULABLE])
  const before = node.spec.taints ?? []
  const kept = before.filter((t) => !managed.has(t.key) || wanted.some((w) => w.key === t.key && w.effect === t.effect))
  const added = wanted.filter((w) => !before.some((t) => t.key === w.key && t.effect === w.effect)).map((w) => ({ ...w, timeAdded: timestamp(now) }))
  const taints = [...kept, ...added]
  if (sameValue(taints, before)) return
  const { taints: _, ...spec } = node.spec
  api.commit(NodeKind, { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } })
}
