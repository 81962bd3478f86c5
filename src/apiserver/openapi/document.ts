/** OpenAPI documents: v3 for one group and version, v2 for everything. */
import type { Kind } from '../../kinds/kind.ts'
import { groupVersion } from '../../kinds/object.ts'
import type { JsonSchema } from '../../kinds/openapi/published-schema.ts'
import { REFERENCE, publishedCustom, publishedType } from '../../kinds/openapi/published-schema.ts'
import type { Kinds } from '../../kinds/registry.ts'

type Operation = { readonly [member: string]: unknown }

const INFO = { title: 'Kubernetes', version: '1.36' }
const QUERY = ['dryRun', 'fieldManager', 'fieldValidation']
const ACTIONS: Readonly<Record<string, readonly [method: string, action: string]>> = {
  create: ['post', 'post'], list: ['get', 'list'], get: ['get', 'get'], update: ['put', 'put'], patch: ['patch', 'patch'],
  delete: ['delete', 'delete'], deletecollection: ['delete', 'deletecollection'],
}
const ON_COLLECTION = ['create', 'list', 'deletecollection']

/** Undefined when the version is not served. */
export function openApiDocument(kinds: Kinds, group: string, version: string): object | undefined {
  const here = kinds.all().filter((k) => k.group === group &&
    (k.version === version || (k.served ?? []).some((s) => s.group === group && s.version === version)))
  if (here.length === 0) return undefined
  const schemas: Record<string, JsonSchema> = {}
  const paths: Record<string, Record<string, Operation>> = {}
  for (const kind of here) {
    Object.assign(paths, pathsOf(kind, group, version))
    const name = schemaName(kind, group, version)
    if (kind.structural === undefined) collect(name, schemas)
    else {
      schemas[name] = publishedCustom(kind)
      for (const reference of referencesIn(schemas[name]!)) collect(reference, schemas)
    }
  }
  return { openapi: '3.0.0', info: INFO, paths, components: { schemas: sorted(schemas) } }
}

/** swagger.json, for older clients. */
export function openApiV2(kinds: Kinds): object {
  const definitions: Record<string, JsonSchema> = {}
  for (const kind of kinds.all()) if (kind.structural === undefined) collect(kind.schema, definitions)
  const text = JSON.stringify(sorted(definitions)).replaceAll(REFERENCE, '#/definitions/')
  return { swagger: '2.0', info: INFO, paths: {}, definitions: JSON.parse(text) }
}

function schemaName(kind: Kind, group: string, version: string): string {
  if (kind.structural === undefined) return kind.served?.find((s) => s.group === group && s.version === version)?.schema ?? kind.schema
  return [...group.split('.').reverse(), version, kind.kind].join('.')
}

function pathsOf(kind: Kind, group: string, version: string): Record<string, Record<string, Operation>> {
  const root = group === '' ? `/api/${version}` : `/apis/${groupVersion(group, version)}`
  const collection = kind.namespaced ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`
  const paths: Record<string, Record<string, Operation>> = {}
  for (const verb of kind.verbs) {
    const entry = ACTIONS[verb]
    if (entry === undefined) continue
    const at = ON_COLLECTION.includes(verb) ? collection : `${collection}/{name}`
    const [method, action] = entry
    ;(paths[at] ??= {})[method] = {
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, version, kind: kind.kind },
      parameters: QUERY.map((name) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })),
      responses: { 200: { description: 'OK' } },
    }
  }
  return paths
}

function collect(name: string, into: Record<string, JsonSchema>): void {
  if (into[name] !== undefined) return
  const schema = publishedType(name)
  if (schema === undefined) return
  into[name] = schema
  for (const reference of referencesIn(schema)) collect(reference, into)
}

function referencesIn(schema: unknown): string[] {
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      if (key === '$ref' && typeof member === 'string') found.push(member.slice(REFERENCE.length))
      else walk(member)
    }
  }
  walk(schema)
  return found
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.keys(record).sort().map((key) => [key, record[key]!]))
