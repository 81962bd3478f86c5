/** RFC 3339 times as Go parses and writes them. */

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})$/

/** In UTC, whole seconds, or with six digits of microseconds. */
export function goTime(text: string, micro: boolean): string {
  const fraction = (RFC3339.exec(text)?.[7] ?? '').padEnd(6, '0').slice(0, 6)
  const seconds = new Date(Date.parse(text.replace(/[.,]\d+/, ''))).toISOString().slice(0, 19)
  return micro ? `${seconds}.${fraction}Z` : `${seconds}Z`
}

const PARTS: readonly (readonly [layout: string, pattern: RegExp])[] = [
  ['2006', /^\d{4}/], ['-', /^-/], ['01', /^\d{2}/], ['-', /^-/], ['02', /^\d{2}/], ['T', /^T/],
  ['15', /^\d{1,2}/], [':', /^:/], ['04', /^\d{2}/], [':', /^:/], ['05', /^\d{2}([.,]\d+)?/], ['Z07:00', /^(Z|[+-]\d{2}:\d{2})/],
]

/** time.Parse's complaint; undefined when the text is a time. */
export function goTimeError(text: string, layout: string): string | undefined {
  const wrong = (rest: string): string => `parsing time ${JSON.stringify(text)} as "${layout}": ${rest}`
  let rest = text
  for (const [element, pattern] of PARTS) {
    const found = pattern.exec(rest)
    if (found === null) return wrong(`cannot parse ${JSON.stringify(rest)} as "${element}"`)
    const range = outOfRange(element, found[0])
    if (range !== undefined) return `parsing time ${JSON.stringify(text)}: ${range} out of range`
    rest = rest.slice(found[0].length)
  }
  if (rest !== '') return `parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}`
  return Number.isNaN(Date.parse(text)) ? `parsing time ${JSON.stringify(text)}: day out of range` : undefined
}

function outOfRange(element: string, digits: string): string | undefined {
  const value = Number.parseInt(digits, 10)
  switch (element) {
    case '01': return value < 1 || value > 12 ? 'month' : undefined
    case '02': return value < 1 || value > 31 ? 'day' : undefined
    case '15': return value > 23 ? 'hour' : undefined
    case '04': return value > 59 ? 'minute' : undefined
    case '05': return value > 59 ? 'second' : undefined
    default: return undefined
  }
}
