/** Makes a DaemonSet so: one pod on every node that fits. */
import { StatusError } from '../../apiserver/errors.ts'
import { ControllerRevision as RevisionKind } from '../../kinds/apps/controller-revision.ts'
import { DaemonSet as DaemonSetKind } from '../../kinds/apps/daemon-set.ts'
import { Node as NodeKind } from '../../kinds/core/node.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { DaemonSet, DaemonSetStatus, Node, NodeSelectorTerm, Pod, PodSpec, Toleration } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Again, Controller, World } from '../controller.ts'
import { hashOf, syncHistory, trimHistory } from '../history.ts'
import { scaledValue } from '../int-or-percent.ts'
import { keyOf } from '../manager.ts'
import { adopters, claim, controllerReference, orphanPods } from '../owned.ts'
import { availableInMs, isReady, isTerminal } from '../pods.ts'
import { prefixFor } from '../replicas.ts'
import { podWantsNode } from '../scheduler/node-selectors.ts'
import { slowStart } from '../slow-start.ts'
import { untolerated } from '../tolerations.ts'

const HASH_LABEL = 'controller-revision-hash'
const GENERATION_LABEL = 'pod-template-generation'
const GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation'

const tolerate = (name: string, effect: string): Toleration => ({ effect, key: `node.kubernetes.io/${name}`, operator: 'Exists' })

/** pkg/controller/daemon/util/daemonset_util.go, AddOrUpdateDaemonPodTolerations */
const TOLERATIONS: readonly Toleration[] = [
  tolerate('not-ready', 'NoExecute'), tolerate('unreachable', 'NoExecute'), tolerate('disk-pressure', 'NoSchedule'),
  tolerate('memory-pressure', 'NoSchedule'), tolerate('pid-pressure', 'NoSchedule'), tolerate('unschedulable', 'NoSchedule'),
]

/** pkg/controller/daemon/daemon_controller.go, syncDaemonSet */
export const daemonSetController: Controller<DaemonSet> = {
  name: 'daemonset-controller',
  reconciles: DaemonSetKind,
  owns: [PodKind, RevisionKind],
  alsoWatches: [
    {
      kind: NodeKind,
      keysFor: (_node: Node, { api }, { before, after }) => (concerns(before as Node | undefined, after as Node | undefined) ? api.list(DaemonSetKind).map(keyOf) : []),
    },
    {
      kind: PodKind,
      keysFor: (pod: Pod, world, change) => adopters(pod, world, change, DaemonSetKind, (set) => set.spec.selector),
    },
  ],
  reconcile(set, world) {
    const { api, memory } = world
    const pods = claim<Pod>(api, set, PodKind, set.spec.selector, orphanPods(memory, api).of(set.metadata.namespace!))
    const history = syncHistory(api, set, set.spec.template, { ...set.spec.template.metadata?.labels }, HASH_LABEL)
    const hash = hashOf(history.newest)
    let again: Again | undefined
    if (set.metadata.deletionTimestamp === undefined) {
      again = manage(set, pods, hash, world)
      if (set.spec.updateStrategy?.type !== 'OnDelete') roll(set, hash, world)
    }
    const ms = writeStatus(set, hash, world)
    const live = new Set(pods.map((p) => `${set.metadata.name}-${p.metadata.labels?.[HASH_LABEL]}`))
    trimHistory(api, history.all, live.add(history.newest.metadata.name), set.spec.revisionHistoryLimit ?? 10)
    return again ?? (ms === undefined ? undefined : { ms })
  },
}

const concerns = (was: Node | undefined, is: Node | undefined): boolean =>
  was === undefined || is === undefined || was.spec !== is.spec || was.metadata.labels !== is.metadata.labels

/** NodeShouldRunDaemonPod */
function fit(set: DaemonSet, node: Node): { run: boolean; stay: boolean } {
  const pod = { metadata: {}, spec: set.spec.template.spec } as Pod
  const tolerations = [...(set.spec.template.spec?.tolerations ?? []), ...TOLERATIONS]
  const wanted = podWantsNode(pod, node) && (pod.spec.nodeName === undefined || pod.spec.nodeName === node.metadata.name)
  const network: Toleration[] = pod.spec.hostNetwork === true ? [tolerate('network-unavailable', 'NoSchedule')] : []
  const all = [...tolerations, ...network]
  return {
    run: wanted && untolerated(node.spec.taints, all, ['NoSchedule', 'NoExecute']) === undefined,
    stay: wanted && untolerated(node.spec.taints, all, ['NoExecute']) === undefined,
  }
}

/** The node that a pod of the set is for, bound to it or not yet. */
const nodeOf = (pod: Pod): string => pod.spec.nodeName ??
  pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms?.[0]?.matchFields?.[0]?.values?.[0] ?? ''

function byNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const nodes = new Map<string, Pod[]>()
  for (const pod of pods) {
    const list = nodes.get(nodeOf(pod))
    if (list === undefined) nodes.set(nodeOf(pod), [pod])
    else list.push(pod)
  }
  return nodes
}

function manage(set: DaemonSet, pods: readonly Pod[], hash: string, world: World): Again | undefined {
  const { api, event } = world
  const nodes = byNode(pods)
  const needing: Node[] = []
  const surplus: Pod[] = []
  for (const node of api.list(NodeKind)) {
    const own = nodes.get(node.metadata.name) ?? []
    const { run, stay } = fit(set, node)
    const failed = own.filter((p) => p.status?.phase === 'Failed' && p.metadata.deletionTimestamp === undefined)
    for (const pod of failed) {
      event(set, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${node.metadata.name}, will try to kill it`)
      surplus.push(pod)
    }
    const alive = own.filter((p) => p.metadata.deletionTimestamp === undefined && !failed.includes(p))
    if (run && own.length === 0) needing.push(node)
    else if (!stay) surplus.push(...alive)
    else if (alive.length > 1) surplus.push(...[...alive].sort((a, b) => (a.metadata.creationTimestamp! < b.metadata.creationTimestamp! ? -1 : 1)).slice(1))
  }
  // pods of nodes that are gone
  for (const [name, own] of nodes) if (api.get(NodeKind, undefined, name) === undefined) surplus.push(...own.filter((p) => p.metadata.deletionTimestamp === undefined))
  const { error } = slowStart(needing.length, (i) => create(set, needing[i]!, hash, world))
  for (const pod of surplus) remove(set, pod, world)
  return error === undefined ? undefined : { ms: 1_000 }
}

function create(set: DaemonSet, node: Node, hash: string, { api, event }: World): void {
  const { template } = set.spec
  const generation = set.metadata.annotations?.[GENERATION_ANNOTATION] ?? '1'
  try {
    const pod = api.create(PodKind, {
      metadata: {
        ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
        generateName: prefixFor(set.metadata.name), namespace: set.metadata.namespace!,
        labels: { ...template.metadata?.labels, [HASH_LABEL]: hash, [GENERATION_LABEL]: generation },
        ownerReferences: [controllerReference(set)],
      },
      spec: specFor(template.spec!, node),
    })
    event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
  } catch (refusal) {
    if (refusal instanceof StatusError) event(set, 'Warning', 'FailedCreate', `Error creating: ${refusal.message}`)
    throw refusal
  }
}

/** The template, for one node only (ReplaceDaemonSetPodNodeNameNodeAffinity). */
function specFor(spec: PodSpec, node: Node): PodSpec {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node.metadata.name] }]
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  const nodeSelectorTerms: NodeSelectorTerm[] = terms === undefined || terms.length === 0 ? [{ matchFields }] : terms.map((t) => ({ ...t, matchFields }))
  const own = spec.tolerations ?? []
  const network = spec.hostNetwork === true ? [tolerate('network-unavailable', 'NoSchedule')] : []
  const added = [...TOLERATIONS, ...network].filter((t) => !own.some((o) => o.key === t.key && o.effect === t.effect))
  return {
    ...spec,
    affinity: { ...spec.affinity, nodeAffinity: { ...spec.affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
    tolerations: [...own, ...added],
  }
}

function remove(set: DaemonSet, pod: Pod, { api, event }: World): void {
  api.delete(PodKind, pod)
  event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
}

/** pkg/controller/daemon/update.go, rollingUpdate; without surge, as is the default. */
function roll(set: DaemonSet, hash: string, world: World): void {
  const { api, now } = world
  const pods = api.ownedBy<Pod>(set.metadata.uid!, PodKind)
  const minReady = set.spec.minReadySeconds ?? 0
  const isAvailable = (p: Pod): boolean => availableInMs(p, minReady, now) === 0
  const desired = api.list(NodeKind).filter((n) => fit(set, n).run).length
  const rolling = set.spec.updateStrategy?.rollingUpdate
  const surge = scaledValue(rolling?.maxSurge, desired, 'up')
  const allowed = surge > 0 ? surge : Math.max(1, scaledValue(rolling?.maxUnavailable ?? 1, desired, 'up'))
  let unavailable = 0
  const broken: Pod[] = []
  const working: Pod[] = []
  for (const own of byNode(pods).values()) {
    const fresh = own.find((p) => p.metadata.labels?.[HASH_LABEL] === hash)
    const old = own.find((p) => p.metadata.labels?.[HASH_LABEL] !== hash && !isTerminal(p))
    if (fresh !== undefined) {
      if (!isAvailable(fresh)) unavailable++
    } else if (old === undefined || old.metadata.deletionTimestamp !== undefined) unavailable++
    else if (isAvailable(old)) working.push(old)
    else broken.push(old)
  }
  for (const pod of [...broken, ...working.slice(0, Math.max(0, allowed - unavailable - broken.length))]) remove(set, pod, world)
}

/** updateDaemonSetStatus; answers when a pod becomes available by waiting alone. */
function writeStatus(set: DaemonSet, hash: string, { api, now }: World): number | undefined {
  const nodes = byNode(api.ownedBy<Pod>(set.metadata.uid!, PodKind))
  const minReady = set.spec.minReadySeconds ?? 0
  let [desired, current, misscheduled, ready, available, updated] = [0, 0, 0, 0, 0, 0]
  let waitMs: number | undefined
  for (const node of api.list(NodeKind)) {
    const own = nodes.get(node.metadata.name) ?? []
    if (!fit(set, node).run) {
      if (own.length > 0) misscheduled++
      continue
    }
    desired++
    const pod = [...own].sort((a, b) => (a.metadata.creationTimestamp! < b.metadata.creationTimestamp! ? -1 : 1))[0]
    if (pod === undefined) continue
    current++
    if (pod.metadata.labels?.[HASH_LABEL] === hash) updated++
    if (!isReady(pod)) continue
    ready++
    const ms = availableInMs(pod, minReady, now)
    if (ms === 0) available++
    else if (ms !== undefined) waitMs = Math.min(waitMs ?? ms, ms)
  }
  const status: DaemonSetStatus = {
    ...(set.status?.collisionCount === undefined ? {} : { collisionCount: set.status.collisionCount }),
    currentNumberScheduled: current,
    desiredNumberScheduled: desired,
    ...(available === 0 ? {} : { numberAvailable: available }),
    numberMisscheduled: misscheduled,
    numberReady: ready,
    ...(desired - available === 0 ? {} : { numberUnavailable: desired - available }),
    observedGeneration: set.metadata.generation!,
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
  }
  const newest = api.get(DaemonSetKind, set.metadata.namespace, set.metadata.name)
  if (newest !== undefined && !sameValue(newest.status, status)) api.commit(DaemonSetKind, { ...newest, status }, 'status')
  return waitMs
}
