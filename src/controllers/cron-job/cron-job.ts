/** Starts a CronJob's Jobs when they are due, and clears old ones away. */
import { StatusError } from '../../apiserver/errors.ts'
import { timestamp } from '../../kinds/age.ts'
import { CronJob as CronJobKind } from '../../kinds/batch/cron-job.ts'
import { Job as JobKind } from '../../kinds/batch/job.ts'
import type { CronJob, CronJobStatus, Job, ObjectReference } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Again, Controller, World } from '../controller.ts'
import { conditionOf, isFinished } from '../job/conditions.ts'
import { controllerReference, isControlledBy } from '../owned.ts'
import { due, nextRun } from './schedule.ts'

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp'
/** The controller wakes up a little late, so that the minute has begun for sure. */
const SLACK_MS = 100

/** pkg/controller/cronjob/cronjob_controllerv2.go, syncCronJob */
export const cronJobController: Controller<CronJob> = {
  name: 'cronjob-controller',
  reconciles: CronJobKind,
  owns: [JobKind],
  reconcile(cronJob, world) {
    const { api, now, event } = world
    const jobs = api.ownedBy<Job>(cronJob.metadata.uid!, JobKind).filter((j) => isControlledBy(j, cronJob))
    let status = seeJobs(cronJob, jobs, world)
    const again: Again | undefined = waitFor(cronJob, now)
    const finish = (): Again | undefined => {
      write(cronJob, status, world)
      cleanUp(cronJob, jobs, world)
      return again
    }
    if (cronJob.metadata.deletionTimestamp !== undefined || cronJob.spec.suspend === true) {
      finish()
      return undefined
    }
    const { lastMs, many } = due(cronJob, now)
    if (many) event(cronJob, 'Warning', 'TooManyMissedTimes', 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew')
    if (lastMs === undefined || timestamp(lastMs) === cronJob.status?.lastScheduleTime) return finish()
    if (cronJob.spec.concurrencyPolicy === 'Forbid' && (status.active ?? []).length > 0) {
      event(cronJob, 'Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid')
      return finish()
    }
    if (cronJob.spec.concurrencyPolicy === 'Replace') {
      for (const { name } of status.active ?? []) {
        const job = api.get(JobKind, cronJob.metadata.namespace, name!)
        if (job !== undefined) api.delete(JobKind, job, { propagationPolicy: 'Background' })
        event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`)
      }
      status = { ...status, active: [] }
    }
    const job = start(cronJob, lastMs, world)
    if (job !== undefined) status = { ...status, active: [...(status.active ?? []), referenceTo(job)], lastScheduleTime: timestamp(lastMs) }
    return finish()
  },
}

function waitFor(cronJob: CronJob, now: number): Again | undefined {
  const next = nextRun(cronJob, now)
  return next === undefined ? undefined : { ms: next - now + SLACK_MS }
}

const referenceTo = ({ apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } }: Job): ObjectReference =>
  ({ apiVersion, kind, name, namespace: namespace!, resourceVersion: resourceVersion!, uid: uid! })

/** Which Jobs run, which have ended, which nobody knows. */
function seeJobs(cronJob: CronJob, jobs: readonly Job[], { event }: World): CronJobStatus {
  let active = [...(cronJob.status?.active ?? [])]
  let lastSuccessfulTime = cronJob.status?.lastSuccessfulTime
  for (const job of jobs) {
    const known = active.some((a) => a.uid === job.metadata.uid)
    if (!known && !isFinished(job)) {
      event(cronJob, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${job.metadata.name}`)
    } else if (known && isFinished(job)) {
      const type = conditionOf(job, 'Complete') === undefined ? 'Failed' : 'Complete'
      active = active.filter((a) => a.uid !== job.metadata.uid)
      event(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${job.metadata.name}, condition: ${type}`)
    }
    const { completionTime } = job.status ?? {}
    if (completionTime !== undefined && completionTime > (lastSuccessfulTime ?? '')) lastSuccessfulTime = completionTime
  }
  for (const reference of active.filter((a) => !jobs.some((j) => j.metadata.uid === a.uid))) {
    event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${reference.name}`)
    active = active.filter((a) => a !== reference)
  }
  return { ...cronJob.status, active, ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }) }
}

/** The minute is part of the name, so that no start happens twice. */
function start(cronJob: CronJob, atMs: number, { api, event }: World): Job | undefined {
  const { metadata, spec } = cronJob.spec.jobTemplate
  const name = `${cronJob.metadata.name}-${Math.floor(atMs / 60_000)}`
  try {
    const job = api.create(JobKind, {
      metadata: {
        name, namespace: cronJob.metadata.namespace!, annotations: { ...metadata?.annotations, [SCHEDULED]: timestamp(atMs) },
        ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
        ownerReferences: [controllerReference(cronJob)],
      },
      spec: spec!,
    })
    event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${name}`)
    return job
  } catch (refusal) {
    if (!(refusal instanceof StatusError)) throw refusal
    if (refusal.reason !== 'AlreadyExists') event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${refusal.message}`)
    return undefined
  }
}

function write(cronJob: CronJob, status: CronJobStatus, { api }: World): void {
  const { active = [], ...rest } = status
  const whole = active.length === 0 ? rest : { ...rest, active }
  const newest = api.get(CronJobKind, cronJob.metadata.namespace, cronJob.metadata.name)
  if (newest !== undefined && !sameValue(newest.status ?? {}, whole)) api.commit(CronJobKind, { ...newest, status: whole }, 'status')
}

/** cleanupFinishedJobs */
function cleanUp(cronJob: CronJob, jobs: readonly Job[], { api, event }: World): void {
  const { failedJobsHistoryLimit = 1, successfulJobsHistoryLimit = 3 } = cronJob.spec
  for (const [type, limit] of [['Complete', successfulJobsHistoryLimit], ['Failed', failedJobsHistoryLimit]] as const) {
    const ended = jobs.filter((j) => conditionOf(j, type) !== undefined)
      .sort((a, b) => (a.status?.startTime ?? '') < (b.status?.startTime ?? '') ? -1 : 1)
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) {
      api.delete(JobKind, job, { propagationPolicy: 'Background' })
      event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`)
    }
  }
}
