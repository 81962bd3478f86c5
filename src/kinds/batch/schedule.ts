/** Schedules as CronJobs write them: what is wrong with one, in robfig/cron's words. */

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59 }, { min: 0, max: 23 }, { min: 1, max: 31 }, { min: 1, max: 12, names: MONTHS }, { min: 0, max: 6, names: DAYS },
]
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

/** robfig/cron/v3 parser.go, ParseStandard. */
export function scheduleError(schedule: string): string | undefined {
  if (schedule === '') return 'empty spec string'
  const spec = schedule.replace(/^(TZ|CRON_TZ)=\S*\s*/, '').trim()
  if (spec.startsWith('@')) return descriptorError(spec)
  const fields = spec.split(/\s+/).filter((f) => f !== '')
  if (fields.length !== FIELDS.length) return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`
  for (const [i, field] of fields.entries()) {
    for (const part of field.split(',').filter((p) => p !== '')) {
      const wrong = rangeError(part, FIELDS[i]!)
      if (wrong !== undefined) return wrong
    }
  }
  return undefined
}

function descriptorError(spec: string): string | undefined {
  if (DESCRIPTORS.includes(spec)) return undefined
  if (!spec.startsWith('@every ')) return `unrecognized descriptor: ${spec}`
  const duration = spec.slice('@every '.length)
  return /^[-+]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(duration) ? undefined
    : `failed to parse duration ${spec}: time: invalid duration ${JSON.stringify(duration)}`
}

function rangeError(part: string, { min, max, names }: Bounds): string | undefined {
  const steps = part.split('/')
  const ends = steps[0]!.split('-')
  let start = min
  let end = max
  if (ends[0] !== '*' && ends[0] !== '?') {
    const from = intOrName(ends[0]!, names)
    if (typeof from === 'string') return from
    start = end = from
    if (ends.length > 2) return `too many hyphens: ${part}`
    if (ends.length === 2) {
      const to = intOrName(ends[1]!, names)
      if (typeof to === 'string') return to
      end = to
    }
  }
  if (steps.length > 2) return `too many slashes: ${part}`
  let step = 1
  if (steps.length === 2) {
    const parsed = parseInteger(steps[1]!)
    if (typeof parsed === 'string') return parsed
    step = parsed
    if (ends.length === 1) end = max
  }
  if (start < min) return `beginning of range (${start}) below minimum (${min}): ${part}`
  if (end > max) return `end of range (${end}) above maximum (${max}): ${part}`
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${part}`
  return step === 0 ? `step of range should be a positive number: ${part}` : undefined
}

function intOrName(text: string, names: readonly string[] | undefined): number | string {
  const index = names?.indexOf(text.toLowerCase()) ?? -1
  if (index < 0) return parseInteger(text)
  return names === MONTHS ? index + 1 : index
}

function parseInteger(text: string): number | string {
  if (!/^[-+]?\d+$/.test(text)) return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`
  const value = Number(text)
  return value < 0 ? `negative number (${value}) not allowed: ${text}` : value
}
