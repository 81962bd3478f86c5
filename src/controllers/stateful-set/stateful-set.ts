/** Makes a StatefulSet so: its pods come, go and change one after the other, by their numbers. */
import { StatusError } from '../../apiserver/errors.ts'
import { StatefulSet as StatefulSetKind } from '../../kinds/apps/stateful-set.ts'
import { ControllerRevision as RevisionKind } from '../../kinds/apps/controller-revision.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { ControllerRevision, Pod, StatefulSet, StatefulSetStatus } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Again, Controller, World } from '../controller.ts'
import { syncHistory, trimHistory } from '../history.ts'
import { adopters, claim, orphanPods } from '../owned.ts'
import { availableInMs, isReady, isTerminal } from '../pods.ts'
import { createClaims, createPod, ordinalOf, podNameOf, releaseClaims, REVISION_LABEL } from './ordinal-pods.ts'

const RETRY_MS = 1_000

interface Round {
  readonly set: StatefulSet
  readonly world: World
  /** The pods by number, those that the set shall have and those beyond. */
  readonly pods: ReadonlyMap<number, Pod>
  readonly current: ControllerRevision
  readonly update: ControllerRevision
  readonly ordered: boolean
}

/** pkg/controller/statefulset/stateful_set_control.go */
export const statefulSetController: Controller<StatefulSet> = {
  name: 'statefulset-controller',
  reconciles: StatefulSetKind,
  owns: [PodKind, RevisionKind],
  alsoWatches: [{
    kind: PodKind,
    keysFor: (pod: Pod, world, change) => adopters(pod, world, change, StatefulSetKind, (set) => set.spec.selector),
  }],
  reconcile(set, world) {
    const { api, memory } = world
    const orphans = orphanPods(memory, api).of(set.metadata.namespace!).filter((p) => ordinalOf(p, set) !== undefined)
    const owned = claim<Pod>(api, set, PodKind, set.spec.selector, orphans)
    const history = syncHistory(api, set, set.spec.template, { ...set.spec.template.metadata?.labels }, 'controller.kubernetes.io/hash')
    const update = history.newest
    const current = history.all.find((r) => r.metadata.name === set.status?.currentRevision) ?? update
    const pods = new Map(owned.flatMap((pod): [number, Pod][] => {
      const ordinal = ordinalOf(pod, set)
      return ordinal === undefined ? [] : [[ordinal, pod]]
    }))
    const round: Round = { set, world, pods, current, update, ordered: set.spec.podManagementPolicy !== 'Parallel' }
    const again = set.metadata.deletionTimestamp === undefined ? step(round) : undefined
    const newest = writeStatus(round)
    const live = new Set([...owned.map((p) => p.metadata.labels?.[REVISION_LABEL] ?? ''), newest.status?.currentRevision ?? '', update.metadata.name])
    trimHistory(api, history.all, live, set.spec.revisionHistoryLimit ?? 10)
    return again
  },
}

const isGoing = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined
const minReady = (set: StatefulSet): number => set.spec.minReadySeconds ?? 0

/** updateStatefulSet: as many steps as the order allows. */
function step(round: Round): Again | undefined {
  const { set, world, pods, ordered } = round
  const start = set.spec.ordinals?.start ?? 0
  const end = start + (set.spec.replicas ?? 1)
  for (let ordinal = start; ordinal < end; ordinal++) {
    const pod = pods.get(ordinal)
    if (pod === undefined) {
      const refused = make(round, ordinal)
      if (refused || ordered) return refused ? { ms: RETRY_MS } : undefined
      continue
    }
    if (isTerminal(pod) && !isGoing(pod)) {
      world.event(set, 'Normal', 'RecreatingTerminatedPod', `StatefulSet ${set.metadata.namespace}/${set.metadata.name} is recreating terminated Pod ${pod.metadata.name}`)
      world.api.delete(PodKind, pod)
      return undefined
    }
    if (!ordered) continue
    if (isGoing(pod)) return undefined
    const ms = availableInMs(pod, minReady(set), world.now)
    if (ms !== 0) return ms === undefined ? undefined : { ms }
  }
  const beyond = [...pods.keys()].filter((o) => o < start || o >= end).sort((a, b) => b - a)
  for (const ordinal of beyond) {
    const pod = pods.get(ordinal)!
    if (isGoing(pod)) {
      if (ordered) return undefined
      continue
    }
    remove(round, pod)
    releaseClaims(set, pod, ordinal, world.api)
    if (ordered) return undefined
  }
  return updateOne(round, start, end)
}

/** Pods of an older revision go from the highest number down to the partition, each after the one before is healthy. */
function updateOne(round: Round, start: number, end: number): Again | undefined {
  const { set, pods, update, world } = round
  if (set.spec.updateStrategy?.type === 'OnDelete') return undefined
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0
  for (let ordinal = end - 1; ordinal >= Math.max(start, start + partition); ordinal--) {
    const pod = pods.get(ordinal)
    if (pod === undefined) return undefined
    if (pod.metadata.labels?.[REVISION_LABEL] !== update.metadata.name && !isGoing(pod)) {
      remove(round, pod)
      return undefined
    }
    const ms = isGoing(pod) ? undefined : availableInMs(pod, minReady(set), world.now)
    if (ms !== 0) return ms === undefined ? undefined : { ms }
  }
  return undefined
}

/** True when the pod was refused. */
function make({ set, world, current, update }: Round, ordinal: number): boolean {
  const { api, event } = world
  const name = podNameOf(set, ordinal)
  try {
    createClaims(set, ordinal, world)
    createPod(set, ordinal, needsCurrent(set, ordinal, current, update) ? current : update, api)
    event(set, 'Normal', 'SuccessfulCreate', `Create Pod ${name} in StatefulSet ${set.metadata.name} successful`)
    return false
  } catch (refusal) {
    if (!(refusal instanceof StatusError)) throw refusal
    event(set, 'Warning', 'FailedCreate', `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${refusal.message}`)
    return true
  }
}

function needsCurrent(set: StatefulSet, ordinal: number, current: ControllerRevision, update: ControllerRevision): boolean {
  if (current === update || set.spec.updateStrategy?.type === 'OnDelete') return false
  const start = set.spec.ordinals?.start ?? 0
  return ordinal < start + (set.spec.updateStrategy?.rollingUpdate?.partition ?? set.status?.currentReplicas ?? 0)
}

function remove({ set, world: { api, event } }: Round, pod: Pod): void {
  api.delete(PodKind, pod)
  event(set, 'Normal', 'SuccessfulDelete', `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`)
}

function writeStatus({ set, world: { api, now }, update, current }: Round): StatefulSet {
  const pods = api.ownedBy<Pod>(set.metadata.uid!, PodKind).filter((p) => ordinalOf(p, set) !== undefined)
  const staying = pods.filter((p) => !isGoing(p))
  const ofRevision = (name: string): number => staying.filter((p) => p.metadata.labels?.[REVISION_LABEL] === name).length
  const ready = pods.filter((p) => isReady(p)).length
  const replicas = pods.length
  const updated = ofRevision(update.metadata.name)
  const rolls = set.spec.updateStrategy?.type !== 'OnDelete'
  const done = rolls && updated === replicas && ready === replicas && replicas > 0
  const currentName = done ? update.metadata.name : current.metadata.name
  const currentReplicas = ofRevision(currentName)
  const status: StatefulSetStatus = {
    availableReplicas: pods.filter((p) => availableInMs(p, minReady(set), now) === 0).length,
    collisionCount: set.status?.collisionCount ?? 0,
    ...(currentReplicas === 0 ? {} : { currentReplicas }),
    currentRevision: currentName,
    observedGeneration: set.metadata.generation!,
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    replicas,
    updateRevision: update.metadata.name,
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
  }
  const newest = api.get(StatefulSetKind, set.metadata.namespace, set.metadata.name)
  if (newest === undefined || sameValue(newest.status, status)) return newest ?? set
  return api.commit(StatefulSetKind, { ...newest, status }, 'status')
}
