/** Ages as tables and descriptions print them. */
import { humanDuration } from '../lib/duration.ts'

/** How long ago an RFC 3339 time was, e.g. "17m"; "<unknown>" when there is none (`printers.translateTimestampSince`). */
export function age(timestamp: string | null | undefined, now: number): string {
  if (timestamp === undefined || timestamp === null || timestamp === '') return '<unknown>'
  return humanDuration(now - Date.parse(timestamp))
}

/** Virtual milliseconds as RFC 3339 in whole seconds, the form of metav1.Time. */
export function timestamp(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (second !== last.second) last = { second, text: `${new Date(second * 1000).toISOString().slice(0, 19)}Z` }
  return last.text
}
// thousands of objects are written in the same second
let last = { second: Number.NaN, text: '' }

/** The form of metav1.MicroTime. */
export const microTimestamp = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z')
