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
