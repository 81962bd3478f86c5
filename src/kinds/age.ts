/** Ages as tables and descriptions print them. */
import { humanDuration } from '../lib/duration.ts'

/** How long ago an RFC 3339 time was, e.g. "17m"; "<unknown>" when there is none (`printers.translateTimestampSince`). */
export function age(timestamp: string | null | undefined, now: number): string {
  if (timestamp === undefined || timestamp === null || timestamp === '') return '<unknown>'
  return humanDuration(now - Date.parse(timestamp))
}

/** Virtual milliseconds as RFC 3339 in whole seconds, the form of metav1.Time. */
export const timestamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** The form of metav1.MicroTime. */
export const microTimestamp = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z')
