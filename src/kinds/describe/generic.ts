/** The description of kinds that kubectl knows nothing about: every field, its name made readable. */
import { goValue } from '../../lib/go-print.ts'
import { sortedEntries } from '../../lib/json.ts'
import { type Row, row } from '../../lib/rows.ts'
import type { Reader } from '../kind.ts'
import type { AnyObj } from '../object.ts'
import { eventRows } from './events.ts'
import { annotationRows, labelRows } from './metadata.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, genericDescriber. */
export function describeGeneric(object: AnyObj, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata } = object
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    ...fieldRows(0, object, ''),
    ...(showEvents ? eventRows(object, cluster) : []),
  ]
}

const SKIPPED = new Set([
  '.metadata.managedFields', '.metadata.name', '.metadata.namespace', '.metadata.labels',
  '.metadata.annotations',
])

function fieldRows(level: number, content: object, path: string): Row[] {
  const rows: Row[] = []
  for (const [field, value] of sortedEntries(content)) {
    const here = `${path}.${field}`
    if (SKIPPED.has(here)) continue
    if (Array.isArray(value)) {
      rows.push(row(level, `${readable(field)}:`))
      for (const item of value) {
        if (isObject(item)) rows.push(...fieldRows(level + 1, item, here))
        else rows.push(row(level + 1, goValue(item)))
      }
    } else if (isObject(value)) {
      rows.push(row(level, `${readable(field)}:`), ...fieldRows(level + 1, value, here))
    } else rows.push(row(level, `${readable(field)}:`, goValue(value)))
  }
  return rows
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** "apiVersion" reads "API Version"; a name with digits or signs stays (smartLabelFor). */
function readable(field: string): string {
  if (!/^[\p{L}-]*$/u.test(field)) return field
  return camelWords(field)
    .map((word) => (ACRONYMS.has(word.toUpperCase()) ? word.toUpperCase() : capital(word)))
    .join(' ')
}

const ACRONYMS = new Set(['API', 'URL', 'UID', 'OSB', 'GUID'])
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

/** "getHTTPCode" is get, HTTP, Code. */
const camelWords = (text: string): readonly string[] =>
  text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|-+/gu) ?? []
