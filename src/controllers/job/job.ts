/** Makes a Job so: pods until enough of them have succeeded, or too many have failed. */
import { timestamp } from '../../kinds/age.ts'
import { Job as JobKind } from '../../kinds/batch/job.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { Job, JobCondition, JobStatus, Pod } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Again, Controller, World } from '../controller.ts'
import { adopters, claim, orphanPods } from '../owned.ts'
import { isActive, isReady, isTerminal } from '../pods.ts'
import type { Verdict } from './conditions.ts'
import { condition, conditionOf, FINAL, INTERIM, isFinished } from './conditions.ts'
import { policyFor } from './failure-policy.ts'
import { formatIndexes, parseIndexes } from './indexes.ts'
import { indexOf, managePods } from './job-pods.ts'

const TRACKING = 'batch.kubernetes.io/job-tracking'
// pkg/controller/job/job_controller.go
const BACKOFF_MS = 10_000
const BACKOFF_MAX_MS = 600_000

/** What has become of the Job's pods so far. */
export interface Tally {
  readonly active: readonly Pod[]
  readonly terminating: number
  readonly succeeded: number
  readonly failed: number
  readonly completedIndexes: ReadonlySet<number>
  readonly failedIndexes: ReadonlySet<number>
  /** A rule of the failure policy ended the Job. */
  readonly policyMessage: string | undefined
  /** Not before this moment is another pod made. */
  readonly backoffUntilMs: number
}

/** pkg/controller/job/job_controller.go, syncJob */
export const jobController: Controller<Job> = {
  name: 'job-controller',
  reconciles: JobKind,
  owns: [PodKind],
  alsoWatches: [{
    kind: PodKind,
    keysFor: (pod: Pod, world, change) => adopters(pod, world, change, JobKind, (job) => job.spec.selector ?? { matchLabels: { '': '' } }),
  }],
  reconcile(object, world) {
    const { api, memory, now } = world
    const pods = claim<Pod>(api, object, PodKind, object.spec.selector ?? {}, orphanPods(memory, api).of(object.metadata.namespace!))
    if (isFinished(object) || object.metadata.deletionTimestamp !== undefined) {
      for (const pod of pods) release(pod, world)
      return isFinished(object) ? collectLater(object, world) : undefined
    }
    const job = begin(object, world)
    const tally = count(job, pods, world)
    const verdict = judge(job, tally, now)
    settle(job, tally, verdict, world)
    tellSuspension(object, job, world)
    return next(job, tally, verdict, now)
  },
}

/** Start time and the Suspended condition. */
function begin(job: Job, { now }: World): Job {
  const suspended = job.spec.suspend === true
  const before = job.status?.conditions?.find((c) => c.type === 'Suspended')
  const others = (job.status?.conditions ?? []).filter((c) => c.type !== 'Suspended')
  let { startTime } = job.status ?? {}
  let conditions: JobCondition[] | undefined = job.status?.conditions
  if (suspended && before?.status !== 'True') {
    conditions = [...others, condition('Suspended', 'JobSuspended', 'Job suspended', now)]
  } else if (!suspended && before?.status === 'True') {
    conditions = [...others, condition('Suspended', 'JobResumed', 'Job resumed', now, 'False')]
    startTime = timestamp(now)
  }
  if (suspended) startTime = undefined
  else startTime ??= timestamp(now)
  const { startTime: _, ...status } = job.status ?? {}
  return { ...job, status: { ...status, ...(startTime === undefined ? {} : { startTime }), ...(conditions === undefined ? {} : { conditions }) } }
}

function tellSuspension(before: Job, after: Job, { event }: World): void {
  const of = (job: Job): string | undefined => job.status?.conditions?.find((c) => c.type === 'Suspended')?.status
  if (of(before) === of(after)) return
  if (of(after) === 'True') event(before, 'Normal', 'Suspended', 'Job suspended')
  else event(before, 'Normal', 'Resumed', 'Job resumed')
}

/** Pods that have ended are counted once: the finalizer goes with the counting. */
function count(job: Job, pods: readonly Pod[], world: World): Tally {
  const indexed = job.spec.completionMode === 'Indexed'
  const completed = parseIndexes(job.status?.completedIndexes)
  const failedIndexes = parseIndexes(job.status?.failedIndexes)
  let [succeeded, failed, terminating] = [job.status?.succeeded ?? 0, job.status?.failed ?? 0, 0]
  let policyMessage: string | undefined
  let [failuresNow, lastFailureMs] = [0, 0]
  const active: Pod[] = []
  for (const pod of pods) {
    const goes = pod.metadata.deletionTimestamp !== undefined
    if (isActive(pod)) active.push(pod)
    if (goes && !isTerminal(pod)) terminating++
    // a pod that is deleted may never get the chance to fail
    const ended = isTerminal(pod) || (goes && job.spec.podReplacementPolicy !== 'Failed')
    if (!ended || !(pod.metadata.finalizers ?? []).includes(TRACKING)) continue
    const index = indexOf(pod)
    if (pod.status?.phase === 'Succeeded') {
      if (!indexed) succeeded++
      else if (index !== undefined) completed.add(index)
    } else {
      const policy = policyFor(job, pod)
      if (policy?.action === 'FailJob') policyMessage ??= policy.message
      if (policy?.action === 'FailIndex' && index !== undefined) failedIndexes.add(index)
      if (policy?.action !== 'Ignore') {
        failed++
        failuresNow++
        lastFailureMs = world.now
        if (job.spec.backoffLimitPerIndex !== undefined && index !== undefined && indexFailures(pod) >= job.spec.backoffLimitPerIndex) failedIndexes.add(index)
      }
    }
    release(pod, world)
  }
  if (indexed) succeeded = completed.size
  return {
    active, terminating, succeeded, failed, completedIndexes: completed, failedIndexes, policyMessage,
    backoffUntilMs: backoff(job, failuresNow, succeeded > (job.status?.succeeded ?? 0), lastFailureMs, world),
  }
}

const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
const indexFailures = (pod: Pod): number => Number(pod.metadata.annotations?.[FAILURES] ?? 0)

/** Each failure in a row makes the next pod wait longer; a success starts anew (pkg/controller/job/backoff_utils.go). */
function backoff({ metadata: { uid } }: Job, failures: number, succeeded: boolean, at: number, { memory }: World): number {
  const id = `backoff ${uid}`
  let record = (memory.get(id) as { failures: number; atMs: number } | undefined) ?? { failures: 0, atMs: 0 }
  if (succeeded) record = { failures: 0, atMs: 0 }
  if (failures > 0) record = { failures: record.failures + failures, atMs: at }
  memory.set(id, record)
  return record.failures === 0 ? 0 : record.atMs + Math.min(BACKOFF_MS * 2 ** (record.failures - 1), BACKOFF_MAX_MS)
}

function release(pod: Pod, { api }: World): void {
  if (!(pod.metadata.finalizers ?? []).includes(TRACKING)) return
  api.update(PodKind, pod, (draft) => {
    const rest = (draft.metadata.finalizers ?? []).filter((f) => f !== TRACKING)
    if (rest.length > 0) draft.metadata.finalizers = rest
    else delete draft.metadata.finalizers
  })
}

function judge(job: Job, tally: Tally, now: number): Verdict | undefined {
  for (const [done, type] of [[true, INTERIM.done], [false, INTERIM.failed]] as const) {
    const set = conditionOf(job, type)
    if (set !== undefined) return { done, reason: set.reason!, message: set.message! }
  }
  const fail = (reason: string, message: string): Verdict => ({ done: false, reason, message })
  const { completions, parallelism = 1, activeDeadlineSeconds, backoffLimit = 6, maxFailedIndexes } = job.spec
  if (tally.policyMessage !== undefined) return fail('PodFailurePolicy', tally.policyMessage)
  const restarts = job.spec.template.spec?.restartPolicy === 'OnFailure'
    ? tally.active.reduce((sum, pod) => sum + (pod.status?.containerStatuses ?? []).reduce((s, c) => s + c.restartCount, 0), 0) : 0
  if (tally.failed > backoffLimit || (restarts > 0 && restarts >= backoffLimit)) return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  const start = job.status?.startTime
  if (activeDeadlineSeconds !== undefined && start !== undefined && now >= Date.parse(start) + activeDeadlineSeconds * 1000) {
    return fail('DeadlineExceeded', 'Job was active longer than specified deadline')
  }
  if (maxFailedIndexes !== undefined && tally.failedIndexes.size > maxFailedIndexes) return fail('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes')
  const policy = job.spec.successPolicy?.rules?.find((rule) => {
    const wanted = rule.succeededIndexes === undefined ? [...tally.completedIndexes] : [...parseIndexes(rule.succeededIndexes)]
    const met = wanted.filter((i) => tally.completedIndexes.has(i)).length
    return met >= (rule.succeededCount ?? wanted.length) && met > 0
  })
  if (policy !== undefined) return { done: true, reason: 'SuccessPolicy', message: `Matched rules at index ${job.spec.successPolicy!.rules!.indexOf(policy)}` }
  if (completions === undefined) {
    const done = tally.succeeded > 0 && tally.active.length === 0
    return done ? { done, reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' } : undefined
  }
  if (tally.succeeded >= completions && (parallelism > 0 || completions > 0 || tally.active.length === 0)) {
    return { done: true, reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
  }
  if (tally.failedIndexes.size > 0 && tally.failedIndexes.size + tally.completedIndexes.size >= completions) return fail('FailedIndexes', 'Job has failed indexes')
  return undefined
}

/** Makes or ends pods as the verdict asks, and writes it all down. */
function settle(job: Job, tally: Tally, verdict: Verdict | undefined, world: World): void {
  const { api, event, now } = world
  const active = managePods(job, tally, verdict, world)
  const pods = api.ownedBy<Pod>(job.metadata.uid!, PodKind)
  const terminating = pods.filter((p) => p.metadata.deletionTimestamp !== undefined && !isTerminal(p)).length
  let conditions = job.status?.conditions ?? []
  let completionTime = job.status?.completionTime
  if (verdict !== undefined) {
    const kind = verdict.done ? 'done' : 'failed'
    if (conditionOf(job, INTERIM[kind]) === undefined) conditions = [...conditions, condition(INTERIM[kind], verdict.reason, verdict.message, now)]
    if (active === 0 && terminating === 0) {
      conditions = [...conditions, condition(FINAL[kind], verdict.reason, verdict.message, now)]
      if (verdict.done) completionTime = timestamp(now)
      if (verdict.done) event(job, 'Normal', 'Completed', 'Job completed')
      else event(job, 'Warning', verdict.reason, verdict.message)
    }
  }
  const ready = pods.filter((p) => isActive(p) && isReady(p)).length
  const status: JobStatus = {
    ...(active === 0 ? {} : { active }),
    ...(job.spec.completionMode === 'Indexed' && tally.completedIndexes.size > 0 ? { completedIndexes: formatIndexes(tally.completedIndexes) } : {}),
    ...(completionTime === undefined ? {} : { completionTime }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(tally.failed === 0 ? {} : { failed: tally.failed }),
    ...(job.spec.backoffLimitPerIndex === undefined ? {} : { failedIndexes: formatIndexes(tally.failedIndexes) }),
    ready,
    ...(job.status?.startTime === undefined ? {} : { startTime: job.status.startTime }),
    ...(tally.succeeded === 0 ? {} : { succeeded: tally.succeeded }),
    terminating,
    uncountedTerminatedPods: {},
  }
  const newest = api.get(JobKind, job.metadata.namespace, job.metadata.name)
  if (newest !== undefined && newest.metadata.uid === job.metadata.uid && !sameValue(newest.status, status)) api.commit(JobKind, { ...newest, status }, 'status')
}

/** The next moment at which something happens by itself: the end of a back-off, the deadline. */
function next(job: Job, tally: Tally, verdict: Verdict | undefined, now: number): Again | undefined {
  if (verdict !== undefined || job.spec.suspend === true) return undefined
  const { activeDeadlineSeconds } = job.spec
  const deadline = activeDeadlineSeconds === undefined ? [] : [Date.parse(job.status!.startTime!) + activeDeadlineSeconds * 1000]
  const times = [tally.backoffUntilMs, ...deadline].filter((at) => at > now)
  return times.length === 0 ? undefined : { ms: Math.min(...times) - now }
}

/** ttlSecondsAfterFinished (pkg/controller/ttlafterfinished). */
function collectLater(job: Job, { api, now }: World): Again | undefined {
  const { ttlSecondsAfterFinished } = job.spec
  if (ttlSecondsAfterFinished === undefined || job.metadata.deletionTimestamp !== undefined) return undefined
  const end = conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed')!
  const ms = Date.parse(end.lastTransitionTime!) + ttlSecondsAfterFinished * 1000 - now
  if (ms > 0) return { ms }
  api.delete(JobKind, job, { propagationPolicy: 'Foreground' })
  return undefined
}
