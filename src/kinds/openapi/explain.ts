/** What kubectl explain says about a kind and its fields. */
import { wordWrap } from '../../lib/word-wrap.ts'
import { byCodePoint } from '../../lib/json.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { type JsonSchema, publishedType, REFERENCE } from './published-schema.ts'

export interface Explained {
  readonly text: string
  /** What went wrong after the text had been written. */
  readonly error?: string
}

interface Subject {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly schema: JsonSchema
}

/** Upstream: `staging/src/k8s.io/kubectl/pkg/explain/v2/templates/plaintext.tmpl`. */
export function explain(subject: Subject, path: readonly string[], recursive: boolean): Explained {
  const { group, version, kind } = subject
  const head = `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\n` +
    `VERSION:    ${version}\n\n`
  let schema = subject.schema
  for (const name of path) {
    const field = fieldsOf(schema)[name]
    // kubectl names the last field of the path, whichever is missing.
    if (field === undefined) {
      return { text: head, error: `field ${goQuote(path.at(-1)!)} does not exist` }
    }
    schema = field
  }
  const field = path.length === 0 ? '' : `FIELD: ${path.at(-1)} <${typeText(schema)}>\n` +
    `${enumLines(schema)}\n\n`
  const body = indented(wordWrap(descriptions(schema) || '<empty>', WIDTH), '    ')
  const list = fieldList(schema, 1, recursive, new Set())
  return {
    text: `${head}${field}DESCRIPTION:\n${body}\n${list === '' ? '' : `FIELDS:\n${list}`}\n`,
  }
}

const WIDTH = 76
const ENUM_MAX = 4

const resolved = (schema: JsonSchema): JsonSchema =>
  schema.$ref?.startsWith(REFERENCE)
    ? (publishedType(schema.$ref.slice(REFERENCE.length)) ?? schema)
    : schema

/** Where a schema's fields stand: behind references, in the members of lists and maps. */
function inner(schema: JsonSchema): JsonSchema {
  const here = resolved(schema)
  if (here.properties) return here
  const { items, additionalProperties, allOf } = here
  if (items) return inner(items)
  if (typeof additionalProperties === 'object') return inner(additionalProperties)
  return allOf?.length === 1 ? inner(allOf[0]!) : here
}

const fieldsOf = (schema: JsonSchema): { readonly [field: string]: JsonSchema } =>
  inner(schema).properties ?? {}

/** The field's own words, then those about its type. */
function descriptions(schema: JsonSchema): string {
  const here = resolved(schema)
  const { description, allOf = [], items, additionalProperties } = here
  return [
    description ? `${description}\n` : '',
    ...allOf.map(descriptions),
    items ? descriptions(items) : '',
    typeof additionalProperties === 'object' ? descriptions(additionalProperties) : '',
  ].join('')
}

/** "[]Container", "map[string]string", "integer". */
function typeText(schema: JsonSchema): string {
  const { items, additionalProperties, allOf, $ref, properties, type } = schema
  if (items) return `[]${typeText(items)}`
  if (typeof additionalProperties === 'object') return `map[string]${typeText(additionalProperties)}`
  if (allOf?.length === 1 && !properties) return typeText(allOf[0]!)
  if ($ref !== undefined) {
    const to = resolved(schema)
    return to.type && to.type !== 'object' ? to.type : ($ref.split('.').at(-1) ?? 'Object')
  }
  return type === undefined || type === 'object' ? 'Object' : type
}

const enumOf = (schema: JsonSchema): readonly string[] =>
  (schema.enum ?? schema.items?.enum ?? []).map((value) => (value === '' ? '""' : String(value)))

const enumLines = (schema: JsonSchema): string => {
  const values = enumOf(schema)
  return values.length === 0 ? '' : `ENUM:\n${values.map((value) => `    ${value}`).join('\n')}`
}

/** The fields, each with its description; with `recursive` their fields instead. */
function fieldList(
  schema: JsonSchema, level: number, recursive: boolean, above: ReadonlySet<JsonSchema>,
): string {
  const { properties = {}, required = [] } = inner(schema)
  let text = ''
  for (const name of Object.keys(properties).sort(byCodePoint)) {
    const field = properties[name]!
    const indent = '  '.repeat(level)
    const values = enumOf(field)
    const more = values.length > ENUM_MAX ? ', ....' : ''
    text += `${indent}${name}\t<${typeText(field)}>${required.includes(name) ? ' -required-' : ''}\n`
    if (values.length > 0) text += `${indent}enum: ${values.slice(0, ENUM_MAX).join(', ')}${more}\n`
    if (!recursive) {
      const words = wordWrap(field.description || '<no description>', WIDTH)
      text += `${indented(words, '    ')}\n\n`
      continue
    }
    const below = inner(field)
    if (!above.has(below)) text += fieldList(field, level + 1, true, new Set([...above, below]))
  }
  return text
}

const indented = (text: string, by: string): string =>
  text.split('\n').map((line) => by + line).join('\n')
