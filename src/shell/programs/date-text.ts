/** Dates as people type them after `date -d`: ISO, `@seconds`, `yesterday`, `2 days ago`, `next monday`. */

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const UNIT_MS: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
}
const DAY_MS = 86_400_000

/** Milliseconds since the epoch; undefined if it is no date. */
export function parseDate(text: string, nowMs: number): number | undefined {
  let rest = text.trim().toLowerCase()
  if (/^@-?\d+(\.\d+)?$/.test(rest)) return Number(rest.slice(1)) * 1000
  let ms = nowMs
  const take = (pattern: RegExp, use: (match: RegExpExecArray) => void): boolean => {
    const match = pattern.exec(rest)
    if (!match) return false
    use(match)
    rest = rest.slice(match[0].length).trim()
    return true
  }
  const atMidnight = () => {
    ms = Math.floor(ms / DAY_MS) * DAY_MS
  }
  const rules: readonly (() => boolean)[] = [
    () =>
      take(/^(\d{4})-(\d{1,2})-(\d{1,2})(?=[t\s]|$)/, m => {
        ms = Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3]))
      }),
    () =>
      take(/^(\d{4})(\d{2})(\d{2})(?=\s|$)/, m => {
        ms = Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3]))
      }),
    () =>
      take(
        /^(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(\d{4})/,
        m => {
          ms = Date.UTC(Number(m[3]), MONTHS.indexOf(m[2] ?? ''), Number(m[1]))
        },
      ),
    () =>
      take(
        /^(?:(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(\d{1,2})(?:\s+(\d{1,2}:\d{2}(?::\d{2})?))?(?:\s+(?:utc|gmt|z))?,?\s+(\d{4})/,
        m => {
          ms = Date.UTC(Number(m[4]), MONTHS.indexOf(m[1] ?? ''), Number(m[2])) + clock(m[3])
        },
      ),
    () =>
      take(/^t?\s*(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(am|pm)?/, m => {
        atMidnight()
        ms += clock(m[1]) + (m[2] === 'pm' ? DAY_MS / 2 : 0)
      }),
    () => take(/^(?:utc|gmt|z)\b/, () => {}),
    () =>
      take(/^([-+])(\d{2}):?(\d{2})(?=\s|$)/, m => {
        ms -= (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3])) * 60_000
      }),
    () => take(/^now\b/, () => {}),
    () => take(/^today\b/, () => {}),
    () => take(/^midnight\b/, atMidnight),
    () =>
      take(/^tomorrow\b/, () => {
        ms += DAY_MS
      }),
    () =>
      take(/^yesterday\b/, () => {
        ms -= DAY_MS
      }),
    () =>
      take(
        /^(next|last|[-+]?\s*\d+|an?)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(\s+ago)?\b/,
        m => {
          const count =
            m[1] === 'next' || m[1]?.startsWith('a')
              ? 1
              : m[1] === 'last'
                ? -1
                : Number((m[1] ?? '').replace(/\s/g, ''))
          ms = shifted(ms, m[3] === undefined ? count : -count, m[2] ?? '')
        },
      ),
    () =>
      take(/^(next\s+|last\s+)?(sun|mon|tue|wed|thu|fri|sat)[a-z]*/, m => {
        atMidnight()
        const day = DAYS.findIndex(name => name.startsWith(m[2] ?? ''))
        const ahead = (day - new Date(ms).getUTCDay() + 7) % 7
        ms +=
          (m[1]?.startsWith('last')
            ? (ahead || 7) - 7 || -7
            : m[1] !== undefined && ahead === 0
              ? 7
              : ahead) * DAY_MS
      }),
  ]
  if (rest === '') atMidnight()
  while (rest !== '') if (!rules.some(rule => rule())) return undefined
  return Number.isNaN(ms) ? undefined : ms
}

function clock(text: string | undefined): number {
  const [hours = '0', minutes = '0', seconds = '0'] = (text ?? '').replace(',', '.').split(':')
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
}

function shifted(ms: number, count: number, unit: string): number {
  const size = UNIT_MS[unit]
  if (size !== undefined) return ms + count * size
  const date = new Date(ms)
  if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + count)
  else date.setUTCFullYear(date.getUTCFullYear() + count)
  return date.getTime()
}
