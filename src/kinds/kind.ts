/** A kind of object: its names, schema, defaults, rules, columns and description in one value. */
import type { FieldError } from './field-error.ts'
import { apiSchema } from './generated/schema.ts'
import type { AnyObj, Obj } from './object.ts'
import { groupVersion } from './object.ts'
import type { Row } from '../lib/rows.ts'
import { age } from './age.ts'

/** Reads the cluster; handed to validation, columns, describe, admission. Lists are sorted by namespace, then name. */
export interface Reader {
  readonly now: number
  get<T extends Obj>(kind: Kind<T>, namespace: string | undefined, name: string): T | undefined
  list<T extends Obj>(kind: Kind<T>, namespace?: string): readonly T[]
  /** The objects that name this UID among their owners, of any kind or of one. */
  ownedBy<T extends Obj = Obj>(uid: string, kind?: Kind<T>): readonly T[]
  /** The pods bound to a node. */
  onNode(nodeName: string): readonly Obj[]
  /** The kind served under a group and kind name, built in or from a CustomResourceDefinition. */
  kindOf(group: string, kind: string): Kind | undefined
}

/** One column of the server-side Table. */
export interface Column<T extends Obj = Obj> {
  /** As in the Table: "Name", "Up-to-date"; kubectl prints it in capitals. */
  readonly name: string
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date'
  readonly format?: string
  readonly description?: string
  /** 0 is always shown; 1 only with `-o wide`. */
  readonly priority?: 0 | 1
  cell(object: T, now: number): string | number | boolean | null
}

/** Another group and version under which the same stored objects are served. */
export interface ServedVersion {
  readonly group: string
  readonly version: string
  readonly schema: string
  /** From the stored form to this one; both ways give new objects. */
  fromStored(object: AnyObj): AnyObj
  toStored(object: AnyObj): AnyObj
  readonly columns?: readonly Column<any>[]
  readonly deprecation?: string
}

export interface Behaviour<T extends Obj> {
  /** Fills in what the user left out, on a mutable draft (SetDefaults_* of pkg/apis/…/defaults.go). */
  defaults?(draft: T): void
  /** Before create: drops what users may not set, allocates nothing (PrepareForCreate of the registry's strategy). */
  prepareForCreate?(draft: T, cluster: Reader): void
  /** Before update: keeps what users may not change (PrepareForUpdate). */
  prepareForUpdate?(draft: T, before: T, cluster: Reader): void
  /** `before` is there on an update. */
  validate?(object: T, before: T | undefined, cluster: Reader): readonly FieldError[]
  /** Replaces the general rule for names (a DNS subdomain); returns complaints as apimachinery words them. */
  validateName?(name: string, prefix: boolean): readonly string[]
  /** The warning that every request for this version brings: "v1 Endpoints is deprecated …". */
  readonly deprecation?: string
  /** Texts of Warning headers. */
  warnings?(object: T, before: T | undefined): readonly string[]
  /** Fields that field selectors may name, besides metadata.name and metadata.namespace. */
  readonly selectable?: { readonly [path: string]: (object: T) => string }
  readonly columns?: readonly Column<T>[]
  /** Without it `kubectl describe` takes the general form; call it through `kinds/describe/describe.ts`. */
  describe?(object: T, cluster: Reader, showEvents: boolean): readonly Row[]
  /** The spec counts generations: 1 at creation, one more at each change of anything but metadata and status. */
  readonly generation?: boolean
  /** Status is written through the status subresource only; absent means: as the API's resource list says. */
  readonly status?: boolean
  /** Seconds that a graceful deletion gives by default; absent or 0: deleted at once. */
  gracePeriodSeconds?(object: T): number
  readonly served?: readonly ServedVersion[]
}

export interface Kind<T extends Obj = Obj> extends Behaviour<T> {
  readonly group: string
  readonly version: string
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly short: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  /** Names of its subresources: "status", "scale", … */
  readonly subresources: readonly string[]
  /** Name of its type in the API schema; a custom resource has none and carries `structural` instead. */
  readonly schema: string
  /** OpenAPI v3 schema of a custom resource's version. */
  readonly structural?: AnyObj
  /** Where a custom resource's scale stands: paths such as ".spec.replicas". */
  readonly scalePaths?: { readonly spec: string; readonly status: string; readonly selector?: string }
  /** Typed columns are always there; NAME and AGE where a kind declares none. */
  readonly columns: readonly Column<T>[]
}

/** Makes a kind out of the API's facts about it and what this project adds: one call a file. */
export function defineKind<T extends Obj>(
  group: string, version: string, kind: string, behaviour: Behaviour<T> = {},
): Kind<T> {
  const at = groupVersion(group, version)
  const resource = apiSchema.resources.find(
    (r) => r.groupVersion === at && r.kind === kind && !r.name.includes('/'),
  )
  if (resource === undefined) throw new Error(`no resource serves ${at} ${kind}`)
  const prefix = `${resource.name}/`
  const subresources = apiSchema.resources
    .filter((r) => r.groupVersion === at && r.name.startsWith(prefix))
    .map((r) => r.name.slice(prefix.length))
  return {
    status: subresources.includes('status'),
    ...behaviour,
    columns: behaviour.columns ?? (NAME_AND_AGE as readonly Column<T>[]),
    group,
    version,
    apiVersion: at,
    kind,
    plural: resource.name,
    singular: resource.singularName,
    short: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    namespaced: resource.namespaced,
    verbs: resource.verbs,
    subresources,
    schema: typeNameOf(group, version, kind),
  }
}

let typeNames: Map<string, string> | undefined
/** The schema's type for a group, version and kind; '' when there is none. */
export function typeNameOf(group: string, version: string, kind: string): string {
  if (typeNames === undefined) {
    typeNames = new Map()
    for (const [name, type] of Object.entries(apiSchema.types))
      for (const gvk of type.gvk ?? []) typeNames.set(gvk.join('/'), name)
  }
  return typeNames.get(`${group}/${version}/${kind}`) ?? ''
}

export const nameColumn: Column = {
  name: 'Name', type: 'string', format: 'name',
  description: 'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
  cell: (object) => object.metadata.name,
}

export const ageColumn: Column = {
  name: 'Age', type: 'string', description: 'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
  cell: (object, now) => age(object.metadata.creationTimestamp, now),
}

const NAME_AND_AGE: readonly Column[] = [nameColumn, ageColumn]
