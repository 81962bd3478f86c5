/** strftime in UTC and English, as `date +…` and `printf %(…)T` use it. */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAY_MS = 86_400_000

export function formatTime(format: string, ms: number): string {
  const date = new Date(ms)
  return format.replace(
    /%([-_0^#]?)(\d*)(:{0,3}z|E?[A-Za-z%+])/g,
    (all, flag: string, width: string, letter: string) => {
      const value = field(letter, date, ms)
      if (value === undefined) return all
      if (typeof value === 'string') return flag === '^' ? value.toUpperCase() : value
      const [number, digits, fill] = value
      if (flag === '-') return String(number)
      return String(number).padStart(
        width === '' ? digits : Number(width),
        flag === '_' ? ' ' : flag === '0' ? '0' : fill,
      )
    },
  )
}

/** Text, or a number with its width and what fills it. */
function field(
  letter: string,
  date: Date,
  ms: number,
): string | readonly [number, number, string] | undefined {
  const year = date.getUTCFullYear()
  const day = date.getUTCDay()
  const hours = date.getUTCHours()
  const sub = (format: string) => formatTime(format, ms)
  const yearDay = Math.floor(
    (Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) - Date.UTC(year, 0, 1)) / DAY_MS,
  )
  switch (letter) {
    case 'Y':
      return [year, 4, '0']
    case 'C':
      return [Math.floor(year / 100), 2, '0']
    case 'y':
      return [year % 100, 2, '0']
    case 'm':
      return [date.getUTCMonth() + 1, 2, '0']
    case 'd':
      return [date.getUTCDate(), 2, '0']
    case 'e':
      return [date.getUTCDate(), 2, ' ']
    case 'H':
      return [hours, 2, '0']
    case 'k':
      return [hours, 2, ' ']
    case 'I':
      return [hours % 12 || 12, 2, '0']
    case 'l':
      return [hours % 12 || 12, 2, ' ']
    case 'M':
      return [date.getUTCMinutes(), 2, '0']
    case 'S':
      return [date.getUTCSeconds(), 2, '0']
    case 'N':
      return `${String(Math.floor(ms % 1000)).padStart(3, '0')}000000`
    case 's':
      return String(Math.floor(ms / 1000))
    case 'j':
      return [yearDay + 1, 3, '0']
    case 'u':
      return [day || 7, 1, '0']
    case 'w':
      return [day, 1, '0']
    case 'U':
      return [Math.floor((yearDay + 7 - day) / 7), 2, '0']
    case 'W':
      return [Math.floor((yearDay + 7 - ((day + 6) % 7)) / 7), 2, '0']
    case 'V':
      return [isoWeek(date).week, 2, '0']
    case 'G':
      return [isoWeek(date).year, 4, '0']
    case 'a':
      return (DAYS[day] ?? '').slice(0, 3)
    case 'A':
      return DAYS[day] ?? ''
    case 'b':
    case 'h':
      return (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3)
    case 'B':
      return MONTHS[date.getUTCMonth()] ?? ''
    case 'p':
      return hours < 12 ? 'AM' : 'PM'
    case 'P':
      return hours < 12 ? 'am' : 'pm'
    case 'Z':
      return 'UTC'
    case 'z':
      return '+0000'
    case ':z':
      return '+00:00'
    case '::z':
      return '+00:00:00'
    case 'D':
    case 'x':
      return sub('%m/%d/%y')
    case 'F':
      return sub('%Y-%m-%d')
    case 'T':
    case 'X':
      return sub('%H:%M:%S')
    case 'R':
      return sub('%H:%M')
    case 'r':
      return sub('%I:%M:%S %p')
    case 'c':
      return sub('%a %b %e %H:%M:%S %Y')
    case 'n':
      return '\n'
    case 't':
      return '\t'
    case '%':
      return '%'
    default:
      return undefined
  }
}

function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY_MS)
  const year = thursday.getUTCFullYear()
  return { year, week: 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) }
}
