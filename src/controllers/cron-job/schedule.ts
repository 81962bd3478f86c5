/** When a CronJob is due. */
import { Cron } from 'croner'
import type { CronJob } from '../../kinds/generated/api-types.ts'

const PREDEFINED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
}
const EVERY = /^@every (\d+)([smh])$/
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }
/** Nobody catches up on more starts than this. */
const MISSED_MAX = 100

/** The next start after a moment; undefined: never, or a schedule that cannot be read. */
export function nextRun({ spec }: CronJob, afterMs: number): number | undefined {
  const schedule = spec.schedule.trim()
  const every = EVERY.exec(schedule)
  if (every) return afterMs + Number(every[1]) * UNIT_MS[every[2]!]!
  try {
    const cron = new Cron(PREDEFINED[schedule] ?? schedule, { mode: '5-part', paused: true, timezone: spec.timeZone ?? 'UTC' })
    return cron.nextRun(new Date(afterMs))?.getTime()
  } catch {
    return undefined
  }
}

export interface Due {
  /** The latest start that was missed. */
  readonly lastMs: number | undefined
  readonly many: boolean
}

/** mostRecentScheduleTime of pkg/controller/cronjob/utils.go */
export function due(cronJob: CronJob, nowMs: number): Due {
  const { startingDeadlineSeconds } = cronJob.spec
  let from = Date.parse(cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp!)
  if (startingDeadlineSeconds !== undefined) from = Math.max(from, nowMs - startingDeadlineSeconds * 1000)
  let last: number | undefined
  let missed = 0
  for (let at = nextRun(cronJob, from); at !== undefined && at <= nowMs; at = nextRun(cronJob, at)) {
    last = at
    if (++missed > MISSED_MAX) {
      // far behind: step over what nobody will start any more
      const step = (nextRun(cronJob, at) ?? at + 60_000) - at
      const jump = at + Math.max(0, Math.floor((nowMs - at) / step) - 2) * step
      if (jump > at) at = jump
    }
  }
  return { lastMs: last, many: missed > MISSED_MAX }
}
