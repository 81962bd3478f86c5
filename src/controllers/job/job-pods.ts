/** Makes the pods that a Job still needs and ends those that it needs no more. */
import { StatusError } from '../../apiserver/errors.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { Container, Job, Pod, PodSpec } from '../../kinds/generated/api-types.ts'
import type { World } from '../controller.ts'
import { controllerReference } from '../owned.ts'
import { isReady } from '../pods.ts'
import { prefixFor } from '../replicas.ts'
import { slowStart } from '../slow-start.ts'
import type { Verdict } from './conditions.ts'
import type { Tally } from './job.ts'

const INDEX = 'batch.kubernetes.io/job-completion-index'
const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
const TRACKING = 'batch.kubernetes.io/job-tracking'

export const indexOf = (pod: Pod): number | undefined => {
  const index = pod.metadata.annotations?.[INDEX]
  return index === undefined ? undefined : Number(index)
}

/** manageJob of pkg/controller/job/job_controller.go; returns how many pods are active then. */
export function managePods(job: Job, tally: Tally, verdict: Verdict | undefined, world: World): number {
  const { active } = tally
  if (verdict !== undefined || job.spec.suspend === true) {
    for (const pod of active) remove(job, pod, world)
    return 0
  }
  const { completions, parallelism = 1 } = job.spec
  const wanted = completions === undefined
    ? tally.succeeded > 0 ? active.length : parallelism
    : Math.min(parallelism, completions - tally.succeeded - tally.failedIndexes.size)
  const surplus = active.length - Math.max(0, wanted)
  if (surplus > 0) {
    for (const pod of [...active].sort(leastUseful).slice(0, surplus)) remove(job, pod, world)
    return active.length - surplus
  }
  const replaced = job.spec.podReplacementPolicy === 'Failed' ? tally.terminating : 0
  const missing = -surplus - replaced
  if (missing <= 0 || tally.backoffUntilMs > world.now) return active.length
  return active.length + (job.spec.completionMode === 'Indexed' ? createIndexed(job, tally, missing, world) : createPlain(job, missing, world))
}

const leastUseful = (a: Pod, b: Pod): number =>
  Number(a.spec.nodeName !== undefined) - Number(b.spec.nodeName !== undefined) || Number(isReady(a)) - Number(isReady(b)) ||
  (a.metadata.creationTimestamp! > b.metadata.creationTimestamp! ? -1 : 1)

function remove(job: Job, pod: Pod, { api, event }: World): void {
  api.delete(PodKind, pod)
  event(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
}

const createPlain = (job: Job, count: number, world: World): number => slowStart(count, () => create(job, undefined, world)).made

function createIndexed(job: Job, tally: Tally, count: number, world: World): number {
  const taken = new Set([...tally.completedIndexes, ...tally.failedIndexes, ...tally.active.map((p) => indexOf(p) ?? -1)])
  const free: number[] = []
  for (let index = 0; index < (job.spec.completions ?? 0) && free.length < count; index++) if (!taken.has(index)) free.push(index)
  return slowStart(free.length, (i) => create(job, free[i]!, world)).made
}

function create(job: Job, index: number | undefined, { api, event }: World): void {
  const { metadata = {}, spec } = job.spec.template
  const own = index === undefined ? {} : { [INDEX]: String(index) }
  const failures = job.spec.backoffLimitPerIndex === undefined || index === undefined ? {} : { [FAILURES]: String(failuresOf(job, index, api)) }
  const annotations = { ...metadata.annotations, ...own, ...failures }
  try {
    const pod = api.create(PodKind, {
      metadata: {
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
        finalizers: [...(metadata.finalizers ?? []), TRACKING],
        generateName: prefixFor(index === undefined ? job.metadata.name : `${job.metadata.name}-${index}`),
        labels: { ...metadata.labels, ...own },
        namespace: job.metadata.namespace!,
        ownerReferences: [controllerReference(job)],
      },
      spec: index === undefined ? spec! : indexedSpec(spec!, `${job.metadata.name}-${index}`),
    })
    event(job, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
  } catch (refusal) {
    if (refusal instanceof StatusError) event(job, 'Warning', 'FailedCreate', `Error creating: ${refusal.message}`)
    throw refusal
  }
}

const failuresOf = (job: Job, index: number, api: World['api']): number => api.ownedBy<Pod>(job.metadata.uid!, PodKind)
  .filter((p) => indexOf(p) === index && p.status?.phase === 'Failed').length

/** Each container learns its index; the pod is found under its number. */
function indexedSpec(spec: PodSpec, hostname: string): PodSpec {
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` } } }
  const knowing = (container: Container): Container =>
    container.env?.some((e) => e.name === variable.name) ? container : { ...container, env: [...(container.env ?? []), variable] }
  return {
    ...spec, hostname, containers: spec.containers.map(knowing),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(knowing) }),
  }
}
