/** Server-side apply: what the configuration names becomes so, unless another manager holds it. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { cloneJson } from '../../lib/clone.ts'
import { writeJson } from '../../lib/json.ts'
import { writerOf } from '../context.ts'
import type { StatusCause } from '../errors.ts'
import { StatusError } from '../errors.ts'
import type { ApiRequest } from '../request.ts'
import type { Store } from '../store.ts'
import type { FieldSet, SetBuilder } from './field-set.ts'
import { EMPTY, builder, difference, insert, intersection, isEmpty, membersOf, pathText, sameSet, union } from './field-set.ts'
import type { FieldType } from './field-type.ts'
import { fieldTypeOf } from './field-type.ts'
import type { Managed, Managers } from './managed-fields.ts'
import { appliedSet, managerKey, managersOf } from './managed-fields.ts'
import { compare, merge, removeFields } from './walk.ts'

export interface Applied {
  readonly draft: AnyObj
  /** The applier's own fields are other than before: a write, even when the object stays as it is. */
  readonly ownershipChanged: boolean
}

/** structured-merge-diff merge/update.go, Apply; `config` is decoded, without defaults. */
export function applyConfig(request: ApiRequest, kind: Kind, before: Obj, config: AnyObj, store: Store): Applied {
  const type = fieldTypeOf(kind)
  const managers = managersOf(store, kind, before)
  const by = writerOf(request)
  const own = managerKey(by, kind.apiVersion)
  const last = managers.get(own)?.fields ?? EMPTY
  const wanted = appliedSet(kind, config)
  const merged = merge(before, withoutIdentity(config), type) as AnyObj
  const draft = prune(merged, last, wanted, managers, own, type)
  if (request.options?.force !== true) refuseConflicts(before, draft, managers, own, type, allowedFor(by.manager, before, kind))
  const result = cloneJson(draft)
  keepLastApplied(by.manager, result, config)
  return { draft: result, ownershipChanged: !sameSet(last, wanted) }
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** Who applies under this name moves on from client-side apply (fieldmanager/lastappliedmanager.go, lastappliedupdater.go). */
const MIGRATING = 'kubectl'

/** What client-side apply set may be taken over without a conflict. */
function allowedFor(manager: string, before: Obj, kind: Kind): FieldSet {
  const text = before.metadata.annotations?.[LAST_APPLIED]
  if (manager !== MIGRATING || text === undefined) return EMPTY
  try {
    return appliedSet(kind, JSON.parse(text))
  } catch {
    return EMPTY
  }
}

/** Keeps the annotation true for as long as it is there, so that client-side apply can be taken up again. */
function keepLastApplied(manager: string, draft: AnyObj, config: AnyObj): void {
  const annotations = draft.metadata.annotations
  if (manager !== MIGRATING || annotations?.[LAST_APPLIED] === undefined) return
  const applied = cloneJson(config)
  if (applied.metadata.annotations !== undefined) delete applied.metadata.annotations[LAST_APPLIED]
  annotations[LAST_APPLIED] = `${writeJson(applied)}\n`
}

/** Name and version say where to apply, they are no fields to set. */
function withoutIdentity(config: AnyObj): AnyObj {
  const { resourceVersion: _r, uid: _u, creationTimestamp: _c, managedFields: _m, ...metadata } = config.metadata as unknown as Record<string, unknown>
  return { ...config, metadata: metadata as never }
}

/** What the applier named last time, names no more, and nobody else holds, goes. */
function prune(
  merged: AnyObj, last: FieldSet, wanted: FieldSet, managers: Managers, own: string, type: FieldType,
): AnyObj {
  if (isEmpty(last)) return merged
  let held = wanted
  for (const [key, entry] of managers) if (key !== own) held = union(held, entry.fields)
  const remove = builder()
  unheld(remove, [], last, held)
  return removeFields(merged, remove as unknown as FieldSet, type) as AnyObj
}

function unheld(remove: SetBuilder, path: readonly string[], last: FieldSet, held: FieldSet): void {
  for (const [element, set] of last.below) {
    const there = held.below.get(element)
    const at = [...path, element]
    if (there === undefined) insert(remove, at)
    else unheld(remove, at, set, there)
  }
}

function refuseConflicts(before: Obj, draft: AnyObj, managers: Managers, own: string, type: FieldType, allowed: FieldSet): void {
  const changes = compare(before, draft, type)
  const taken = union(changes.added, changes.modified)
  const conflicts: { entry: Managed; paths: string[] }[] = []
  for (const [key, entry] of managers) {
    if (key === own) continue
    const paths = [...membersOf(difference(intersection(entry.fields, taken), allowed))].map(pathText)
    if (paths.length > 0) conflicts.push({ entry, paths })
  }
  if (conflicts.length > 0) throw conflictError(conflicts)
}

/** fieldmanager/internal/conflict.go */
function conflictError(conflicts: readonly { entry: Managed; paths: string[] }[]): StatusError {
  const named = conflicts.map(({ entry, paths }) => ({ who: describe(entry), paths: [...paths].sort() }))
    .sort((a, b) => (a.who < b.who ? -1 : 1))
  const causes: StatusCause[] = named.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })))
  const uniq = named.map(({ who, paths }) => paths.length === 1
    ? `conflict with ${who}: ${paths[0]}`
    : `conflicts with ${who}:\n${paths.map((p) => `- ${p}`).join('\n')}`)
  const message = `Apply failed with ${causes.length} conflict${causes.length === 1 ? '' : 's'}: ${uniq.join('\n')}`
  return new StatusError(409, 'Conflict', message, { causes })
}

function describe(entry: Managed): string {
  const name = JSON.stringify(entry.manager)
  const subresource = entry.subresource === undefined ? '' : ` with subresource "${entry.subresource}"`
  return `${name}${subresource}${entry.operation === 'Update' ? ` using ${entry.apiVersion}` : ''}`
}
