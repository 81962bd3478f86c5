/** Who set which field: worked out from the history of an object when somebody looks. */
import { timestamp } from '../../kinds/age.ts'
import type { ManagedFieldsEntry } from '../../kinds/generated/api-types.ts'
import type { Kind, ServedVersion } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { groupVersion } from '../../kinds/object.ts'
import { cloneJson } from '../../lib/clone.ts'
import { decodeType } from '../decode.ts'
import type { Change, Store, Writer } from '../store.ts'
import type { FieldSet } from './field-set.ts'
import { EMPTY, difference, fromFieldsV1, intersection, isEmpty, toFieldsV1, union, without } from './field-set.ts'
import { fieldTypeOf, typeNamed } from './field-type.ts'
import { compare, toFieldSet } from './walk.ts'

export interface Managed {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource?: string
  readonly time: number
  readonly fields: FieldSet
}

/** By manager, operation and subresource. */
export type Managers = ReadonlyMap<string, Managed>

/** fieldmanager/stripmeta.go, and the status of kinds that write it elsewhere. */
const STRIPPED = [
  ['f:apiVersion'], ['f:kind'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion',
    'deletionTimestamp', 'deletionGracePeriodSeconds'].map((field) => ['f:metadata', `f:${field}`]),
]

const states = new WeakMap<Obj, Managers>()

export const managerKey = (by: Writer, apiVersion: string): string =>
  `${by.operation}/${by.manager}/${by.subresource ?? ''}/${by.operation === 'Update' ? apiVersion : ''}`

/** The managers of a stored object, in no order. */
export function managersOf(store: Store, kind: Kind, object: Obj): Managers {
  const known = states.get(object)
  if (known !== undefined) return known
  const { namespace, name, resourceVersion } = object.metadata
  const history = store.history(kind, namespace, name)
  let end = history.findLastIndex((c) => c.after?.metadata.resourceVersion === resourceVersion)
  if (end < 0) end = history.length - 1
  let start = end
  while (start > 0 && history[start]!.before !== undefined && !states.has(history[start]!.before!)) start--
  let managers: Managers = history[start]?.before === undefined ? new Map() : states.get(history[start]!.before!) ?? new Map()
  for (const change of history.slice(start, end + 1)) {
    managers = afterChange(managers, change, kind)
    if (change.after !== undefined) states.set(change.after, managers)
  }
  return managers
}

function afterChange(managers: Managers, change: Change, kind: Kind): Managers {
  const { by, before, after, at } = change
  if (by === undefined || after === undefined) return managers
  if (by.managedFields !== undefined) return afterUpdate(managersIn(by.managedFields), kind, before, after, by, at)
  if (by.operation === 'Apply' && by.applied !== undefined) {
    return afterApply(managers, kind, before, after, by, at)
  }
  return afterUpdate(managers, kind, before, before === undefined ? asked(kind, after, by) : after, by, at)
}

/** The version that a writer spoke, where it is not the stored one. */
const servedVersion = (kind: Kind, { apiVersion }: Writer): ServedVersion | undefined =>
  apiVersion === undefined || apiVersion === kind.apiVersion
    ? undefined : kind.served?.find((s) => groupVersion(s.group, s.version) === apiVersion)

/** The entry of somebody who makes an object that is not stored. */
export function managedByCreator(kind: Kind, object: AnyObj, by: Writer, at: number): ManagedFieldsEntry[] {
  const managers = afterUpdate(new Map(), kind, undefined, asked(kind, object, { ...by, asked: object }), by, at)
  return [...managers.values()].map(shownEntry)
}

/** What the writer of a new object asked for, with defaults, before admission added to it. */
function asked(kind: Kind, stored: Obj, by: Writer): Obj {
  if (by.asked === undefined) return stored
  const served = servedVersion(kind, by)
  const decoded = (kind.structural === undefined ? decodeType(by.asked as AnyObj, served?.schema ?? kind.schema) : cloneJson(by.asked)) as AnyObj
  decoded.metadata ??= {} as never
  const draft = served?.toStored(decoded) ?? decoded
  kind.defaults?.(draft)
  if (kind.status === true) delete draft['status']
  return draft
}

/** What a client wrote into metadata.managedFields; entries that say nothing are dropped. */
function managersIn(entries: readonly ManagedFieldsEntry[]): Managers {
  const managers = new Map<string, Managed>()
  for (const { manager = '', operation = '', apiVersion = '', subresource, time, fieldsV1 } of entries) {
    const fields = fromFieldsV1((fieldsV1 ?? {}) as Record<string, unknown>)
    if (isEmpty(fields) || (operation !== 'Apply' && operation !== 'Update')) continue
    const by: Writer = { manager, operation, ...(subresource ? { subresource } : {}) }
    managers.set(managerKey(by, apiVersion), entryOf(by, apiVersion, time === undefined ? 0 : Date.parse(time), fields))
  }
  return managers
}

/** structured-merge-diff merge/update.go, Update. */
function afterUpdate(managers: Managers, kind: Kind, before: Obj | undefined, after: Obj, by: Writer, at: number): Managers {
  const served = servedVersion(kind, by)
  const shown = (object: Obj): unknown => served?.fromStored(object as AnyObj) ?? object
  const type = served === undefined || kind.structural !== undefined ? fieldTypeOf(kind) : typeNamed(served.schema)
  const changes = compare(before === undefined ? {} : shown(before), shown(after), type)
  const taken = union(changes.added, changes.modified)
  const next = new Map<string, Managed>()
  for (const [key, entry] of managers) {
    const fields = difference(difference(entry.fields, taken), changes.removed)
    if (!isEmpty(fields)) next.set(key, fields === entry.fields ? entry : { ...entry, fields })
  }
  const own = without(taken, STRIPPED)
  const apiVersion = by.apiVersion ?? kind.apiVersion
  const key = managerKey(by, apiVersion)
  const previous = managers.get(key)
  const fields = union(difference(previous?.fields ?? EMPTY, changes.removed), own)
  if (isEmpty(fields)) return next
  const time = isEmpty(own) && previous !== undefined ? previous.time : at
  next.set(key, entryOf(by, apiVersion, time, fields))
  return next
}

/** The applier owns what it named; others lose what it changed. */
function afterApply(managers: Managers, kind: Kind, before: Obj | undefined, after: Obj, by: Writer, at: number): Managers {
  const changes = compare(before ?? {}, after, fieldTypeOf(kind))
  const taken = union(changes.added, changes.modified)
  const apiVersion = by.apiVersion ?? kind.apiVersion
  const own = managerKey(by, apiVersion)
  const next = new Map<string, Managed>()
  for (const [key, entry] of managers) {
    if (key === own) continue
    const lost = intersection(entry.fields, taken)
    const fields = difference(difference(entry.fields, lost), changes.removed)
    if (!isEmpty(fields)) next.set(key, { ...entry, fields })
  }
  const fields = appliedSet(kind, by.applied)
  if (!isEmpty(fields)) next.set(own, entryOf(by, apiVersion, at, fields))
  return next
}

/** The fields that an applied configuration names. */
export const appliedSet = (kind: Kind, config: unknown): FieldSet => without(toFieldSet(config, fieldTypeOf(kind)), STRIPPED)

const entryOf = (by: Writer, apiVersion: string, time: number, fields: FieldSet): Managed => ({
  manager: by.manager, operation: by.operation, apiVersion, time, fields,
  ...(by.subresource === undefined ? {} : { subresource: by.subresource }),
})

/** metadata.managedFields: appliers first, then by time, then by name. */
export function managedFieldsOf(store: Store, kind: Kind, object: Obj): ManagedFieldsEntry[] {
  const entries = [...managersOf(store, kind, object).values()]
  const seconds = (m: Managed): number => Math.floor(m.time / 1000)
  const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  entries.sort((a, b) => compareText(a.operation, b.operation) || seconds(a) - seconds(b) || compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) || compareText(a.subresource ?? '', b.subresource ?? ''))
  return entries.map(shownEntry)
}

const shownEntry = (m: Managed): ManagedFieldsEntry => ({
  manager: m.manager, operation: m.operation, apiVersion: m.apiVersion, time: timestamp(m.time),
  fieldsType: 'FieldsV1', fieldsV1: toFieldsV1(m.fields),
  ...(m.subresource === undefined ? {} : { subresource: m.subresource }),
})

/** The object as a reader sees who managed it; a new object. */
export function withManagedFields<T extends Obj>(store: Store, kind: Kind, object: T): T {
  const managedFields = managedFieldsOf(store, kind, object)
  if (managedFields.length === 0) return object
  return { ...object, metadata: { ...object.metadata, managedFields } }
}
