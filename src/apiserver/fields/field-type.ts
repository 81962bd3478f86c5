/** How the schema wants a value merged: struct, map, list by key, set, or as one piece. */
import { apiSchema } from '../../kinds/generated/schema.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { FieldSchema } from '../../kinds/schema.ts'
import { isMap } from '../patch/schema.ts'

export interface FieldType {
  readonly atomic: boolean
  /** The named field of a struct; undefined when it has no such field. */
  field?(name: string): FieldType | undefined
  /** Values of a map, elements of a list. */
  readonly element?: FieldType
  /** A list whose elements are told apart by these members. */
  readonly keys?: readonly string[]
  readonly keyDefaults?: { readonly [key: string]: unknown }
  /** A list of different scalars. */
  readonly set?: boolean
  /** In a fresh object this field is there, empty. */
  readonly alwaysThere?: boolean
  /** A scalar that is always written: what it is before anybody sets it. */
  readonly zero?: unknown
}

const SCALAR: FieldType = { atomic: true }
/** Where no schema is: maps merge, lists are one piece. */
export const UNTYPED: FieldType = {
  atomic: false,
  get element() {
    return UNTYPED
  },
}

/** Go types marked `+structType=atomic`. */
const ATOMIC = new Set([
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector', 'io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference',
  ...['ResourceFieldSelector', 'ObjectFieldSelector', 'ConfigMapKeySelector', 'SecretKeySelector', 'SecretReference',
    'LocalObjectReference', 'TypedLocalObjectReference', 'ObjectReference', 'NodeSelector', 'NodeSelectorTerm',
    'TopologySelectorTerm', 'FileKeySelector', 'EndpointAddress', 'EndpointPort'].map((t) => `io.k8s.api.core.v1.${t}`),
  ...['Subject', 'RoleRef'].map((t) => `io.k8s.api.rbac.v1.${t}`),
  'io.k8s.api.discovery.v1.EndpointPort', 'io.k8s.api.networking.v1.ServiceBackendPort',
  'io.k8s.api.autoscaling.v1.CrossVersionObjectReference', 'io.k8s.api.autoscaling.v2.CrossVersionObjectReference',
  ...['ParamKind', 'ParamRef', 'MatchResources', 'NamedRuleWithOperations'].map((t) => `io.k8s.api.admissionregistration.v1.${t}`),
])
/** Structs that a Go value holds by value, so that they are there from the start. */
const BY_VALUE = [
  'metadata', 'spec', 'status', 'template', 'strategy', 'updateStrategy', 'jobTemplate', 'resources', 'loadBalancer', 'scaleTargetRef',
  'involvedObject', 'source', 'roleRef', 'nodeInfo', 'daemonEndpoints', 'kubeletEndpoint',
]
const BY_POINTER = ['io.k8s.api.core.v1.ReplicationControllerSpec.template']
/** Keys of lists that may be left out, with what they are then. */
const KEY_DEFAULTS = { protocol: 'TCP' }

const ZEROS: Readonly<Record<string, unknown>> = { integer: 0, number: 0, boolean: false }

const cache = new Map<string, FieldType>()

export function fieldTypeOf(kind: Kind): FieldType {
  if (kind.structural === undefined) return typeNamed(kind.schema)
  const schema = kind.structural
  let type = structural.get(schema)
  if (type === undefined) structural.set(schema, (type = withMeta(structuralType(schema))))
  return type
}

const structural = new WeakMap<object, FieldType>()
const withMeta = (type: FieldType): FieldType => ({
  ...type,
  field: (name) => (name === 'metadata' ? typeNamed('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta') : type.field?.(name)),
})

export function typeNamed(name: string): FieldType {
  if (name.startsWith('array:')) return { atomic: true }
  const known = cache.get(name)
  if (known !== undefined) return known
  const fields = apiSchema.types[name]?.fields
  let type: FieldType
  if (fields === undefined) type = apiSchema.types[name]?.type === 'object' ? UNTYPED : SCALAR
  else {
    const types = new Map<string, FieldType>()
    type = {
      atomic: ATOMIC.has(name),
      field(field) {
        let found = types.get(field)
        if (found === undefined && Object.hasOwn(fields, field)) types.set(field, (found = typeOfField(fields[field]!, field, name)))
        return found
      },
    }
  }
  cache.set(name, type)
  return type
}

function typeOfField(field: FieldSchema, name: string, owner: string): FieldType {
  if (field.map !== undefined) {
    return { atomic: field.mapType === 'atomic', element: typeNamed(field.map), ...(field.required ? { alwaysThere: true } : {}) }
  }
  if (field.array !== undefined) {
    const there = field.required ? { alwaysThere: true } : {}
    const element = typeNamed(field.array)
    if (field.listType === 'map') {
      return { atomic: false, element, keys: [...(field.listMapKeys ?? [])].sort(), keyDefaults: KEY_DEFAULTS, ...there }
    }
    if (field.listType === 'set') return { atomic: false, element, set: true, ...there }
    return { atomic: true, element, ...there }
  }
  const type = typeNamed(field.type!)
  const byValue = BY_VALUE.includes(name) && type.field !== undefined && !BY_POINTER.includes(`${owner}.${name}`)
  const granular = field.mapType === 'granular' ? { atomic: false } : {}
  if (field.required && type === SCALAR) return { ...SCALAR, alwaysThere: true, zero: ZEROS[field.type!.split(':')[0]!] ?? '' }
  return byValue ? { ...type, alwaysThere: true, ...granular } : { ...type, ...granular }
}

/** apiextensions: x-kubernetes-list-type and x-kubernetes-map-type. */
function structuralType(schema: AnyObj | undefined): FieldType {
  if (!isMap(schema)) return UNTYPED
  const s = schema as Record<string, any>
  if (s['type'] === 'array') {
    const element = structuralType(s['items'])
    if (s['x-kubernetes-list-type'] === 'map') return { atomic: false, element, keys: [...s['x-kubernetes-list-map-keys']].sort() }
    if (s['x-kubernetes-list-type'] === 'set') return { atomic: false, element, set: true }
    return { atomic: true, element }
  }
  if (s['properties'] !== undefined) {
    const types = new Map<string, FieldType>()
    const preserve = s['x-kubernetes-preserve-unknown-fields'] === true
    return {
      atomic: s['x-kubernetes-map-type'] === 'atomic',
      ...(preserve ? { element: UNTYPED } : {}),
      field(name) {
        let found = types.get(name)
        const below = s['properties'][name]
        if (found === undefined && below !== undefined) types.set(name, (found = structuralType(below)))
        return found
      },
    }
  }
  if (isMap(s['additionalProperties'])) {
    return { atomic: s['x-kubernetes-map-type'] === 'atomic', element: structuralType(s['additionalProperties'] as never) }
  }
  if (s['type'] === 'object' || s['x-kubernetes-preserve-unknown-fields'] === true) return UNTYPED
  return SCALAR
}
