/** The conditions of a Job and what they decide. */
import { timestamp } from '../../kinds/age.ts'
import type { Job, JobCondition } from '../../kinds/generated/api-types.ts'

export const conditionOf = (job: Job, type: string): JobCondition | undefined =>
  job.status?.conditions?.find((c) => c.type === type && c.status === 'True')

export const isFinished = (job: Job): boolean => conditionOf(job, 'Complete') !== undefined || conditionOf(job, 'Failed') !== undefined

export function condition(type: string, reason: string, message: string, now: number, status = 'True'): JobCondition {
  const time = timestamp(now)
  return { lastProbeTime: time, lastTransitionTime: time, message, reason, status, type }
}

/** What a Job comes to: the interim condition first, the final one when its pods are gone. */
export interface Verdict {
  readonly done: boolean
  readonly reason: string
  readonly message: string
}

export const INTERIM = { done: 'SuccessCriteriaMet', failed: 'FailureTarget' } as const
export const FINAL = { done: 'Complete', failed: 'Failed' } as const
