/** Durations as people write them in labs and requests: "40d", "1h30m", "61s". */
import { parseGoDuration } from '../lib/duration.ts'

/** Days on top of Go's units, in milliseconds. Throws an Error with a hint. */
export function durationMs(text: string): number {
  const days = /^(\d+)d/.exec(text)
  const rest = days === null ? text : text.slice(days[0].length)
  const parsed = rest === '' && days !== null ? 0 : parseGoDuration(rest)
  if (typeof parsed !== 'number') throw new Error(`"${text}" is no duration: write 90s, 15m, 2h or 40d`)
  return Number(days?.[1] ?? 0) * 86_400_000 + parsed
}
