/** Times as descriptions write them. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = [
  'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec',
]

/** Go's `time.RFC1123Z` in UTC: "Mon, 02 Jan 2006 15:04:05 +0000"; Go's zero time where there is none. */
export function rfc1123(timestamp: string | undefined): string {
  if (!timestamp) return 'Mon, 01 Jan 0001 00:00:00 +0000'
  const at = new Date(Date.parse(timestamp))
  const clock = at.toISOString().slice(11, 19)
  const day = String(at.getUTCDate()).padStart(2, '0')
  const month = MONTHS[at.getUTCMonth()]!
  return `${DAYS[at.getUTCDay()]!}, ${day} ${month} ${at.getUTCFullYear()} ${clock} +0000`
}

/** Go's `time.Time.String()` in UTC: "2006-01-02 15:04:05 +0000 UTC". */
export function goTime(timestamp: string | undefined): string {
  const text = timestamp ? new Date(Date.parse(timestamp)).toISOString() : '0001-01-01T00:00:00'
  return `${text.slice(0, 10)} ${text.slice(11, 19)} +0000 UTC`
}
