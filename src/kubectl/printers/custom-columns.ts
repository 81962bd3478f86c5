/** `-o custom-columns=NAME:.metadata.name,…`. */
import { goValue } from '../../lib/go-print.ts'
import { type JsonPath, JsonPathError, jsonPath, relaxedJsonPath } from '../../lib/jsonpath/jsonpath.ts'
import { TABLE_LAYOUT, alignLines } from '../../lib/tabwriter.ts'
import { KubectlError } from '../errors.ts'
import type { Printer } from './printer.ts'

interface Column { readonly header: string; readonly path: JsonPath }

/** Upstream: `kubectl/pkg/cmd/get/customcolumn.go`. */
export const customColumns = (spec: string, options: { noHeaders: boolean; file: boolean }): Printer => {
  const columns = options.file ? fileColumns(spec) : specColumns(spec)
  return object => {
    const list = (object as { items?: object[]; kind?: string })
    const items = Array.isArray(list.items) && list.kind?.endsWith('List') ? list.items : [object]
    const lines = options.noHeaders ? [] : [columns.map(column => column.header)]
    for (const item of items) lines.push(columns.map(column => cell(column.path, item)))
    return alignLines(lines, TABLE_LAYOUT)
  }
}

const specColumns = (spec: string): Column[] =>
  spec.split(',').map(part => {
    const colon = part.indexOf(':')
    if (colon < 0) {
      throw new KubectlError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`)
    }
    return { header: part.slice(0, colon), path: compile(part.slice(colon + 1)) }
  })

const fileColumns = (text: string): Column[] => {
  const [headers = '', paths = ''] = text.split('\n')
  const names = headers.trim().split(/\s+/)
  const specs = paths.trim().split(/\s+/)
  if (names.length > specs.length) {
    throw new KubectlError(`number of headers (${names.length}) and field specifications (${specs.length}) don't match`)
  }
  return names.map((header, at) => ({ header, path: compile(specs[at]!) }))
}

const compile = (path: string): JsonPath => {
  try {
    return jsonPath(relaxedJsonPath(path), { allowMissingKeys: true })
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(error.message)
    throw error
  }
}

const cell = (path: JsonPath, item: object): string => {
  const values = path.find(item)[0] ?? []
  if (values.length === 0) return '<none>'
  return values.map(value => (value === null ? '<nil>' : goValue(value))).join(',')
}
