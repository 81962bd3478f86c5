/** update: the whole object is replaced, but for what its kind keeps. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { cloneJson } from '../../lib/clone.ts'
import type { ManagedFieldsEntry } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import { judges, shapes } from '../admission/index.ts'
import type { AdmissionRequest, ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { allocate, record } from '../allocation/services.ts'
import { decodeObject } from '../version.ts'
import { MODIFIED, badRequestError, conflictError, invalidError, notFoundError } from '../errors.ts'
import { managedFieldsOf } from '../fields/managed-fields.ts'
import type { Writer } from '../store.ts'
import type { ApiRequest } from '../request.ts'
import type { Handler } from '../server.ts'
import { validateObject } from '../validate.ts'
import { checkNamespace } from './create.ts'
import { finishDeletion } from './delete.ts'
import { answer } from './read.ts'

export const update: Handler = (request, kind, server) => {
  const warnings: string[] = []
  const draft = decodeObject(request, kind, request.body, (text) => warnings.push(text))
  const name = request.name!
  if (draft.metadata.name !== undefined && draft.metadata.name !== name) {
    throw badRequestError(`the name of the object (${draft.metadata.name}) does not match the name on the URL (${name})`)
  }
  checkNamespace(request, kind, draft.metadata as never)
  const before = server.store.get(kind, request.namespace, name)
  if (before === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, name)
  const stored = updateDecoded(request, kind, before, draft, server, warnings)
  return { ...answer(request, kind, stored, server), warnings }
}

/** Clients send managedFields back as they read them; only changed ones are meant. */
function rewrittenManagers(
  kind: Kind, before: Obj, meta: Record<string, any>, { store }: ServerContext,
): Pick<Writer, 'managedFields'> | undefined {
  const given = meta['managedFields'] as ManagedFieldsEntry[] | undefined
  if (given === undefined || sameValue(given, managedFieldsOf(store, kind, before))) return undefined
  return { managedFields: given }
}

/** Where etcd holds the object. */
function storageKey(kind: Kind, { metadata }: Obj): string {
  const prefix = STORAGE_PREFIXES[kind.plural] ?? kind.plural
  return `/registry/${prefix}${metadata.namespace === undefined ? '' : `/${metadata.namespace}`}/${metadata.name}`
}

const STORAGE_PREFIXES: Readonly<Record<string, string>> = {
  services: 'services/specs', endpoints: 'services/endpoints', nodes: 'minions', ingresses: 'ingress', replicationcontrollers: 'controllers',
}

/**
 * The rest of update, shared by patch, apply and controllers. The draft is changed.
 * `always`: a write even when nothing differs, because its owners do.
 */
export function updateDecoded(
  request: ApiRequest, kind: Kind, before: Obj, draft: AnyObj, server: ServerContext, warnings: string[], always = false,
): Obj {
  const meta: Record<string, any> = draft.metadata as never
  const name = before.metadata.name
  const subject = { group: kind.group, resource: kind.plural }
  if (meta['resourceVersion'] && meta['resourceVersion'] !== before.metadata.resourceVersion) throw conflictError(subject, name, MODIFIED)
  if (meta['uid'] && meta['uid'] !== before.metadata.uid) {
    throw conflictError(subject, name, `StorageError: invalid object, Code: 4, Key: ${storageKey(kind, before)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${meta['uid']}, UID in object meta: ${before.metadata.uid}`)
  }
  const managedFields = rewrittenManagers(kind, before, meta, server)
  const asked = draft['spec']
  keepWhatTheServerOwns(kind, before, draft, request.subresource)
  // what a patch of a part touches beside its part is not done, but the patch counts as a write
  const dropped = request.verb === 'patch' && isPart(request.subresource) && !sameValue(asked, draft['spec'])
  kind.defaults?.(draft)
  const admission: AdmissionRequest = {
    operation: 'UPDATE', kind, namespace: request.namespace, name, subresource: request.subresource, before, request,
    warn: (text) => warnings.push(text),
  }
  for (const shape of shapes) shape(admission, draft, server)
  if (request.subresource === undefined) kind.prepareForUpdate?.(draft, before, server.reader)
  if (kind.generation && request.subresource !== 'status' && (specChanged(before as AnyObj, draft) || annotationsCount(kind, before, draft))) {
    meta['generation'] = (before.metadata.generation ?? 0) + 1
  }
  if (request.subresource === undefined) allocate(kind, draft, before, server)
  const errors = validateObject(kind, draft, before, server.reader, request.subresource)
  if (errors.length > 0) throw invalidError(kind.group, kind.kind, name, errors)
  warnings.push(...(request.subresource === undefined ? (kind.warnings?.(draft, before) ?? []) : []))
  for (const judge of judges) judge(admission, draft, server)
  if (!always && !dropped && managedFields === undefined && sameValue(before, draft)) return before
  const stored = server.store.commit(kind, request.namespace, name, draft, { ...writerOf(request), ...managedFields })!
  if (request.subresource === undefined) record(kind, stored, before, server)
  return finishDeletion(kind, stored, server) ?? stored
}

/** Status is written through its subresource only, everything else only without it. */
function keepWhatTheServerOwns(kind: Kind, before: Obj, draft: AnyObj, subresource: string | undefined): void {
  const old = before as AnyObj
  const meta: Record<string, any> = draft.metadata as never
  const part = subresource === undefined ? undefined : PARTS[subresource]
  if (part !== undefined) {
    const given = { ...draft }
    for (const field of Object.keys(draft)) delete draft[field]
    Object.assign(draft, cloneJson(old))
    part(draft, given)
    return
  }
  if (kind.status) {
    if (old['status'] === undefined) delete draft['status']
    else draft['status'] = old['status']
  }
  for (const field of OWNED) {
    if (old.metadata[field] === undefined) delete meta[field]
    else meta[field] = old.metadata[field]
  }
  delete meta['managedFields']
}

/** A Deployment's revision history hangs on its annotations, so they count too (`registry/apps/deployment/strategy.go`). */
const annotationsCount = (kind: Kind, before: Obj, draft: AnyObj): boolean =>
  kind.kind === 'Deployment' && kind.group === 'apps' &&
  !sameValue(before.metadata.annotations ?? {}, draft.metadata.annotations ?? {})

const isPart = (subresource: string | undefined): boolean =>
  subresource !== undefined && subresource !== 'status' && PARTS[subresource] !== undefined

const OWNED = [
  'name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'resourceVersion',
  'selfLink', 'generateName',
] as const

/** What of the given object a subresource may write. */
const PARTS: Readonly<Record<string, (draft: AnyObj, given: AnyObj) => void>> = {
  status(draft, given) {
    if (given['status'] === undefined) delete draft['status']
    else draft['status'] = given['status']
  },
  approval(draft, given) {
    draft['status'] = { ...draft['status'], conditions: given['status']?.conditions }
  },
  finalize(draft, given) {
    draft['spec'] = { ...draft['spec'], finalizers: given['spec']?.finalizers ?? [] }
  },
  ephemeralcontainers(draft, given) {
    draft['spec'].ephemeralContainers = given['spec']?.ephemeralContainers
  },
  resize(draft, given) {
    for (const list of ['containers', 'initContainers']) {
      for (const container of draft['spec'][list] ?? []) {
        const wanted = given['spec']?.[list]?.find((c: { name: string }) => c.name === container.name)
        if (wanted !== undefined) Object.assign(container, { resources: wanted.resources, resizePolicy: wanted.resizePolicy })
      }
    }
  },
}

function specChanged(before: AnyObj, after: AnyObj): boolean {
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (field !== 'metadata' && field !== 'status' && !sameValue(before[field], after[field])) return true
  }
  return false
}
