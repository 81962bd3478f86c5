/** The OpenAPI documents that clients read to explain, validate and patch objects. */
import { createHash } from 'node:crypto'
import type { Kind } from '../kinds/kind.ts'
import { groupVersion } from '../kinds/object.ts'
import {
  type JsonSchema, publishedCustom, publishedType, REFERENCE,
} from '../kinds/openapi/published-schema.ts'
import type { Kinds } from '../kinds/registry.ts'
import { resourcePaths } from './openapi-paths.ts'

export interface OpenApi {
  /** `/openapi/v3`: where the document of each path stands. */
  index(): object
  /** `/openapi/v3/apis/apps/v1`, asked for as "apis/apps/v1"; undefined when nothing is served there. */
  document(path: string): object | undefined
  /** `/openapi/v2`: all types in one document. */
  swagger(): object
}

/** Upstream: `staging/src/k8s.io/kube-openapi/pkg/handler3/handler.go`. */
export function createOpenApi(kinds: Kinds): OpenApi {
  return {
    index: () => ({
      paths: Object.fromEntries(pathsOf(kinds).map((path) => [
        path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(path, kinds)}` },
      ])),
    }),
    document(path) {
      if (!pathsOf(kinds).includes(path)) return undefined
      return { openapi: '3.0.0', info: INFO, ...contents(servedAt(kinds, path)) }
    },
    swagger: () => ({
      swagger: '2.0', info: INFO, paths: {},
      definitions: contents(pathsOf(kinds).flatMap((path) => servedAt(kinds, path)), '#/definitions/')
        .components.schemas,
    }),
  }
}

const INFO = { title: 'Kubernetes', version: '1.36' }
const OTHER_PATHS = ['.well-known/openid-configuration', 'api', 'apis', 'openid/v1/jwks', 'version']

/** A kind in one of the versions in which it is served. */
export interface ServedKind {
  readonly kind: Kind
  readonly group: string
  readonly version: string
  readonly schema: JsonSchema
  /** Name of its schema in the document. */
  readonly schemaName: string
}

const pathOf = (group: string, version: string): string =>
  `${group === '' ? 'api' : 'apis'}/${groupVersion(group, version)}`

const servedVersions = (kind: Kind) => [
  { group: kind.group, version: kind.version, schema: kind.schema }, ...(kind.served ?? []),
]

function pathsOf(kinds: Kinds): readonly string[] {
  const paths = new Set(OTHER_PATHS)
  for (const { group, version } of kinds.all().flatMap(servedVersions)) {
    paths.add(pathOf(group, version))
    if (group !== '') paths.add(`apis/${group}`)
  }
  return [...paths].sort()
}

function servedAt(kinds: Kinds, path: string): ServedKind[] {
  return kinds.all().flatMap((kind) => servedVersions(kind)
    .filter(({ group, version }) => pathOf(group, version) === path)
    .flatMap(({ group, version, schema: name }) => {
      const schema = kind.structural === undefined ? publishedType(name) : publishedCustom(kind)
      const schemaName = kind.structural === undefined ? name : customName(group, version, kind.kind)
      return schema === undefined ? [] : [{ kind, group, version, schema, schemaName }]
    }))
}

/** "com.example.stable.v1.CronTab" */
const customName = (group: string, version: string, kind: string): string =>
  [...group.split('.').reverse(), version, kind].join('.')

/** The hash changes when the document does, so that clients may keep what they have read. */
function hashOf(path: string, kinds: Kinds): string {
  const custom = servedAt(kinds, path).filter(({ kind }) => kind.structural !== undefined)
  return createHash('sha512').update(path)
    .update(JSON.stringify(custom.map(({ schema }) => schema)))
    .digest('hex').toUpperCase()
}

function contents(served: readonly ServedKind[], reference = REFERENCE) {
  const schemas = new Map<string, JsonSchema>()
  const collect = (name: string, schema: JsonSchema | undefined): void => {
    if (schema === undefined || schemas.has(name)) return
    schemas.set(name, schema)
    for (const other of referencesIn(schema)) collect(other, publishedType(other))
  }
  for (const { schemaName, schema } of served) {
    collect(schemaName, schema)
    collect(`${schemaName}List`, publishedType(`${schemaName}List`))
  }
  if (served.length > 0) collect(STATUS, publishedType(STATUS))
  const sorted = Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    paths: Object.assign({}, ...served.map(resourcePaths)) as object,
    components: { schemas: reference === REFERENCE ? sorted : withReferences(sorted, reference) },
  }
}

const STATUS = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status'

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string'
      ? [member.slice(REFERENCE.length)]
      : referencesIn(member))
}

const withReferences = (schemas: object, reference: string): object =>
  JSON.parse(JSON.stringify(schemas).replaceAll(REFERENCE, reference)) as object
