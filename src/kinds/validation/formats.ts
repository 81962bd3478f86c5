/** The formats of names, labels, ports and the like, each answering complaints in apimachinery's words. */

// apimachinery/pkg/util/validation/validation.go and pkg/api/validate/content/

type Format = (value: string) => string[]

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const LABEL_TEXT = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`
const SUBDOMAIN_TEXT = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const UNDERSCORE_SUBDOMAIN = `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`
const UNDERSCORE_TEXT = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character"
const DNS1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const DNS1035_TEXT = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"
const WILDCARD = `\\*\\.${SUBDOMAIN}`
const WILDCARD_TEXT = "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const LABEL_KEY_TEXT = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const LABEL_VALUE = `(${LABEL_KEY})?`
const LABEL_VALUE_TEXT = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const CONFIG_KEY = '[-._a-zA-Z0-9]+'
const CONFIG_KEY_TEXT = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
const HEADER = '[-A-Za-z0-9]+'
const HEADER_TEXT = "a valid HTTP header must consist of alphanumeric characters or '-'"
const PERCENT = '[0-9]+%'
const PERCENT_TEXT = "a valid percent string must be a numeric string followed by an ending '%'"
const ENV_TEXT = "a valid environment variable name must consist only of printable ASCII characters other than '='"
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"

const SUBDOMAIN_MAX = 253
const LABEL_MAX = 63

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`)
const LABEL_RE = whole(LABEL)
const SUBDOMAIN_RE = whole(SUBDOMAIN)

export const maxLengthText = (length: number): string => `must be no more than ${length} characters`
const maxBytesText = (length: number): string => `must be no more than ${length} bytes`
export const rangeText = (low: number, high: number): string => `must be between ${low} and ${high}, inclusive`

function regexText(text: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${text} (regex used for validation is '${pattern}')`
  const shown = examples.map((e) => `'${e}', `).join(' or ')
  return `${text} (e.g. ${shown}regex used for validation is '${pattern}')`
}

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** A format that is a pattern and a longest length. */
function pattern(source: string, max: number, text: string, ...examples: string[]): Format {
  const regex = whole(source)
  return (value) => [
    ...(bytesOf(value) > max ? [maxLengthText(max)] : []),
    ...(regex.test(value) ? [] : [regexText(text, source, ...examples)]),
  ]
}

export const isSubdomain: Format = pattern(SUBDOMAIN, SUBDOMAIN_MAX, SUBDOMAIN_TEXT, 'example.com')
export const isUnderscoreSubdomain: Format = pattern(UNDERSCORE_SUBDOMAIN, SUBDOMAIN_MAX, UNDERSCORE_TEXT, 'example.com')
export const isDns1035Label: Format = pattern(DNS1035, LABEL_MAX, DNS1035_TEXT, 'my-name', 'abc-123')
export const isWildcardSubdomain: Format = pattern(WILDCARD, SUBDOMAIN_MAX, WILDCARD_TEXT, '*.example.com')
export const isHttpHeader: Format = pattern(HEADER, Number.MAX_SAFE_INTEGER, HEADER_TEXT, 'X-Header-Name')
export const isPercent: Format = pattern(PERCENT, Number.MAX_SAFE_INTEGER, PERCENT_TEXT, '1%', '93%')

export const isDnsLabel: Format = (value) => {
  const wrong = bytesOf(value) > LABEL_MAX ? [maxLengthText(LABEL_MAX)] : []
  if (LABEL_RE.test(value)) return wrong
  return [...wrong, SUBDOMAIN_RE.test(value) ? 'must not contain dots' : regexText(LABEL_TEXT, LABEL, 'my-name', '123-abc')]
}

const configKeyPattern = pattern(CONFIG_KEY, SUBDOMAIN_MAX, CONFIG_KEY_TEXT, 'key.name', 'KEY_NAME', 'key-name')
export const isConfigKey: Format = (value) => [...configKeyPattern(value), ...dotsTexts(value)]

function dotsTexts(value: string): string[] {
  if (value === '.') return ["must not be '.'"]
  if (value === '..') return ["must not be '..'"]
  return value.startsWith('..') ? ["must not start with '..'"] : []
}

/** A label's key: an optional DNS prefix and a name. */
export const isLabelKey: Format = (value) => {
  const wrong: string[] = []
  const parts = value.split('/')
  const nameText = regexText(LABEL_KEY_TEXT, LABEL_KEY, 'MyName', 'my.name', '123-abc')
  if (parts.length > 2) {
    return [`a valid label key ${nameText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  }
  const name = parts.at(-1)!
  if (parts.length === 2) {
    const prefix = parts[0]!
    if (prefix === '') wrong.push('prefix part must be non-empty')
    else {
      if (bytesOf(prefix) > SUBDOMAIN_MAX) wrong.push(`prefix part ${maxBytesText(SUBDOMAIN_MAX)}`)
      if (!SUBDOMAIN_RE.test(prefix)) wrong.push(`prefix part ${regexText(SUBDOMAIN_TEXT, SUBDOMAIN, 'example.com')}`)
    }
  }
  if (name === '') wrong.push('name part must be non-empty')
  else if (bytesOf(name) > LABEL_MAX) wrong.push(`name part ${maxBytesText(LABEL_MAX)}`)
  if (!whole(LABEL_KEY).test(name)) wrong.push(`name part ${nameText}`)
  return wrong
}

export const isLabelValue: Format = (value) => [
  ...(bytesOf(value) > LABEL_MAX ? [maxBytesText(LABEL_MAX)] : []),
  ...(whole(LABEL_VALUE).test(value) ? [] : [regexText(LABEL_VALUE_TEXT, LABEL_VALUE, 'MyValue', 'my_value', '12345')]),
]

export const isEnvName: Format = (value) => {
  if (value === '') return ['environment variable name must be non-empty']
  return /^[\x20-\x3c\x3e-\x7e]*$/.test(value) ? [] : [ENV_TEXT]
}

export const isPortName: Format = (value) => {
  const wrong: string[] = []
  if (value.length > 15) wrong.push(maxLengthText(15))
  if (!/^[-a-z0-9]+$/.test(value)) wrong.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) wrong.push('must contain at least one letter (a-z)')
  if (value.includes('--')) wrong.push('must not contain consecutive hyphens')
  if (/^-|-$/.test(value)) wrong.push('must not begin or end with a hyphen')
  return wrong
}

export const isPortNumber = (port: number): string[] => (port >= 1 && port <= 65535 ? [] : [rangeText(1, 65535)])

const MAX_ID = 2 ** 31 - 1
export const isUserOrGroup = (id: number): string[] => (id >= 0 && id <= MAX_ID ? [] : [rangeText(0, MAX_ID)])

/** apimachinery/pkg/api/validation/path/name.go. */
export const isPathSegment: Format = (value) => {
  for (const illegal of ['.', '..']) if (value === illegal) return [`may not be '${illegal}'`]
  return ['/', '%'].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`)
}

export const isHttpPath = (value: string): boolean => whole(HTTP_PATH).test(value)
export const HTTP_PATH_TEXT = regexText('Invalid path', HTTP_PATH)

/** What names of kinds are tested with: a prefix (generateName) may end in a dash. */
export const nameRule = (format: Format) => (name: string, prefix: boolean): string[] =>
  format(prefix && name.endsWith('-') ? `${name.slice(0, -1)}a` : name)
