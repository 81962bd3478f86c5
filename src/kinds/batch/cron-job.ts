/** CronJob: a Job at given times. */
import type { CronJob as CronJobObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const CronJob = defineKind<CronJobObject>('batch', 'v1', 'CronJob')
