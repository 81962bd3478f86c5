/** The schemas of types as the API server publishes them in OpenAPI v3. */
import { describedField, typeMetaDescriptions } from '../descriptions.ts'
import { apiSchema } from '../generated/schema.ts'
import type { Kind } from '../kind.ts'
import type { FieldSchema, TypeSchema } from '../schema.ts'
import { UNUSUAL_TYPES } from './unusual-types.ts'

export interface JsonSchema {
  description?: string
  type?: string
  format?: string
  $ref?: string
  allOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  items?: JsonSchema
  properties?: { [field: string]: JsonSchema }
  additionalProperties?: JsonSchema | boolean
  required?: readonly string[]
  enum?: readonly unknown[]
  [extension: string]: unknown
}

export const REFERENCE = '#/components/schemas/'
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'

/** The schema of a built-in type by its full name; undefined when there is none. */
export function publishedType(name: string): JsonSchema | undefined {
  const known = published.get(name)
  if (known !== undefined) return known
  const type = apiSchema.types[name]
  if (type === undefined) return undefined
  const schema = typeSchema(name, type)
  published.set(name, schema)
  return schema
}

const published = new Map<string, JsonSchema>()

/** The schema of a custom resource: its own, and what every object has. */
export function publishedCustom(kind: Kind): JsonSchema {
  const own = (kind.structural ?? {}) as JsonSchema
  return {
    ...own,
    type: 'object',
    properties: {
      ...own.properties,
      apiVersion: { type: 'string', description: typeMetaDescriptions['apiVersion']! },
      kind: { type: 'string', description: typeMetaDescriptions['kind']! },
      metadata: {
        description: describedField(POD, 'metadata'), allOf: [{ $ref: REFERENCE + OBJECT_META }],
      },
    },
    'x-kubernetes-group-version-kind': [
      { group: kind.group, version: kind.version, kind: kind.kind },
    ],
  }
}

/** Most objects tell of their metadata in the same words. */
const POD = 'io.k8s.api.core.v1.Pod'

function typeSchema(name: string, type: TypeSchema): JsonSchema {
  const description = describedField(name, '')
  const said = description === '' ? {} : { description }
  const unusual = UNUSUAL_TYPES[name]
  if (unusual !== undefined) return { ...said, ...unusual }
  if (type.fields === undefined) return { ...said, type: 'object' }
  const properties: { [field: string]: JsonSchema } = {}
  const required: string[] = []
  for (const [field, schema] of Object.entries(type.fields)) {
    const common = type.gvk ? (typeMetaDescriptions[field] ?? '') : ''
    properties[field] = fieldSchema(schema, describedField(name, field) || common)
    if (schema.required) required.push(field)
  }
  return {
    ...said,
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties,
    ...(type.gvk
      ? {
        'x-kubernetes-group-version-kind':
          type.gvk.map(([group, version, kind]) => ({ group, kind, version })),
      }
      : {}),
  }
}

function fieldSchema(field: FieldSchema, description: string): JsonSchema {
  const schema: JsonSchema = description === '' ? {} : { description }
  if (field.array !== undefined) {
    Object.assign(schema, { type: 'array', items: valueSchema(field.array, true) })
  } else if (field.map !== undefined) {
    Object.assign(schema, { type: 'object', additionalProperties: valueSchema(field.map, true) })
  } else Object.assign(schema, valueSchema(field.type ?? '', false))
  if (field.enum !== undefined) schema.enum = field.enum
  if (field.listType !== undefined) schema['x-kubernetes-list-type'] = field.listType
  if (field.listMapKeys !== undefined) schema['x-kubernetes-list-map-keys'] = field.listMapKeys
  if (field.mapType !== undefined) schema['x-kubernetes-map-type'] = field.mapType
  if (field.patchStrategy !== undefined) {
    schema['x-kubernetes-patch-strategy'] = field.patchStrategy
  }
  if (field.patchMergeKey !== undefined) {
    schema['x-kubernetes-patch-merge-key'] = field.patchMergeKey
  }
  return schema
}

/** "integer:int32", "array:string", or the name of a type; members of lists and maps have defaults. */
function valueSchema(type: string, member: boolean): JsonSchema {
  if (type.startsWith('array:')) {
    return { type: 'array', items: valueSchema(type.slice('array:'.length), true) }
  }
  if (apiSchema.types[type] !== undefined) {
    const allOf = [{ $ref: REFERENCE + type }]
    return member && UNUSUAL_TYPES[type] === undefined ? { allOf, default: {} } : { allOf }
  }
  const [name = '', format] = type.split(':')
  const zero = name === 'string' ? '' : name === 'boolean' ? false : 0
  return {
    type: name, ...(format === undefined ? {} : { format }), ...(member ? { default: zero } : {}),
  }
}
