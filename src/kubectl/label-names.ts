/** Rules for the values of labels, as kubectl checks them before it asks the server. */

const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const VALUE_MAX = 63

/** Upstream: `apimachinery/pkg/util/validation/validation.go` IsValidLabelValue. */
export const labelValueComplaint = (value: string): string | undefined => {
  const complaints: string[] = []
  if (value.length > VALUE_MAX) complaints.push(`must be no more than ${VALUE_MAX} bytes`)
  if (!VALUE.test(value)) {
    complaints.push("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and " +
      "must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for " +
      "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
  }
  return complaints.length === 0 ? undefined : complaints.join(';')
}

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const NAME_RULE = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

/** Upstream: IsQualifiedName. */
export const qualifiedNameComplaint = (name: string): string | undefined => {
  const parts = name.split('/')
  if (parts.length > 2) {
    return `a valid label key ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`
  }
  const last = parts.at(-1)!
  if (last === '') return 'name part must be non-empty'
  if (last.length > VALUE_MAX) return `name part must be no more than ${VALUE_MAX} bytes`
  return NAME.test(last) ? undefined : `name part ${NAME_RULE}`
}
