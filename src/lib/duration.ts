/** Durations as Kubernetes and Go write them. All take milliseconds. */

/** Two units at most; upstream: `staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go`. */
export const humanDuration = (ms: number): string => {
  const seconds = Math.trunc(ms / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (hours < 24 * 8) return twoUnits(days, 'd', hours % 24, 'h')
  if (days < 365 * 2) return `${days}d`
  const years = Math.trunc(days / 365)
  return days < 365 * 8 ? twoUnits(years, 'y', days % 365, 'd') : `${years}y`
}

/** Go's `time.Duration.String()`: 1h0m0s, 1m30s, 1.5s, 250ms, 0s. */
export const goDuration = (ms: number): string => {
  if (ms === 0) return '0s'
  const sign = ms < 0 ? '-' : ''
  const size = Math.abs(ms)
  if (size < 1) return `${sign}${trimmed(size * 1000)}µs`
  if (size < 1000) return `${sign}${trimmed(size)}ms`
  const minutes = Math.floor(size / 60_000)
  const seconds = `${trimmed((size - minutes * 60_000) / 1000)}s`
  if (minutes === 0) return sign + seconds
  return minutes < 60
    ? `${sign}${minutes}m${seconds}`
    : `${sign}${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`
}

/** Go's `time.ParseDuration`: milliseconds, or the error's text. */
export const parseGoDuration = (text: string): number | { readonly error: string } => {
  const quoted = JSON.stringify(text)
  const invalid = { error: `time: invalid duration ${quoted}` }
  let rest = text
  const sign = rest.startsWith('-') ? -1 : 1
  if (/^[+-]/.test(rest)) rest = rest.slice(1)
  if (rest === '0') return 0
  if (rest === '') return invalid
  let ms = 0
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0]
    if (number === undefined) return invalid
    rest = rest.slice(number.length)
    const unit = /^[^\d.]*/.exec(rest)![0]
    if (unit === '') return { error: `time: missing unit in duration ${quoted}` }
    const factor = UNIT_MS[unit]
    if (factor === undefined) {
      return { error: `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}` }
    }
    rest = rest.slice(unit.length)
    ms += Number(number) * factor
  }
  return sign * ms
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000,
}

const twoUnits = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`

const trimmed = (value: number): string => String(Number(value.toFixed(9)))
