/** create: decode, default, admit, prepare, validate, judge, commit. */
import { timestamp } from '../../kinds/age.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { judges, shapes } from '../admission/index.ts'
import type { AdmissionRequest, ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { allocate, record } from '../allocation/services.ts'
import { decodeType } from '../decode.ts'
import { StatusError, alreadyExistsError, badRequestError, invalidError } from '../errors.ts'
import { cloneJson } from '../../lib/clone.ts'
import type { ApiRequest } from '../request.ts'
import type { Handler } from '../server.ts'
import { validateObject } from '../validate.ts'
import { decodeObject } from '../version.ts'
import { answer } from './read.ts'

const GENERATED_SUFFIX_LENGTH = 5
const GENERATED_NAME_LENGTH_MAX = 63
/** How often another random suffix is tried (RetryGenerateName). */
const GENERATE_ATTEMPTS_MAX = 8

export const create: Handler = (request, kind, server) => {
  const warnings: string[] = []
  const draft = decodeObject(request, kind, request.body, (text) => warnings.push(text))
  const stored = createDecoded(request, kind, draft, server, warnings)
  return { ...answer(request, kind, stored, server, 201), warnings }
}

/**
 * The rest of create, also for controllers, whose objects need no decoding. The draft is changed.
 * Without `warnings` nobody hears them; `valid`: an object that differs in its name only was found valid before.
 */
export function createDecoded(
  request: ApiRequest, kind: Kind, draft: AnyObj, server: ServerContext, warnings: string[] | undefined, valid = false,
): Obj {
  const meta: Record<string, any> = draft.metadata as never
  identify(request, kind, meta)
  if (kind.status && kind.structural !== undefined) delete draft['status']
  else if (kind.status && kind.kind !== 'Node') draft['status'] = emptyStatus(kind)
  kind.defaults?.(draft)
  const admission: AdmissionRequest = {
    operation: 'CREATE', kind, namespace: request.namespace, name: meta['name'] ?? '', subresource: undefined, before: undefined,
    request, warn: (text) => warnings?.push(text),
  }
  for (const shape of shapes) shape(admission, draft, server)
  nameIt(kind, request.namespace, meta, server)
  meta['uid'] = server.random.uid()
  meta['creationTimestamp'] = timestamp(server.now())
  if (kind.generation) meta['generation'] = 1
  kind.prepareForCreate?.(draft, server.reader)
  allocate(kind, draft, undefined, server)
  const errors = valid ? [] : validateObject(kind, draft, undefined, server.reader)
  if (errors.length > 0) throw invalidError(kind.group, kind.kind, meta['name'] ?? '', errors)
  warnings?.push(...(kind.warnings?.(draft, undefined) ?? []))
  const judged = { ...admission, name: meta['name'] }
  for (const judge of judges) judge(judged, draft, server)
  if (server.store.get(kind, request.namespace, meta['name']) !== undefined) {
    throw alreadyExistsError({ group: kind.group, resource: kind.plural }, meta['name'])
  }
  const stored = server.store.commit(kind, request.namespace, meta['name'], draft, writerOf(request))!
  record(kind, stored, undefined, server)
  return stored
}

const emptyStatuses = new Map<string, unknown>()

/** Nobody sets a status at creation. */
function emptyStatus({ schema }: Kind): unknown {
  if (!emptyStatuses.has(schema)) emptyStatuses.set(schema, decodeType({} as never, schema)['status'])
  return cloneJson(emptyStatuses.get(schema))
}

/** The namespace of path and body must agree; what only the server sets is dropped. */
function identify(request: ApiRequest, kind: Kind, meta: Record<string, any>): void {
  checkNamespace(request, kind, meta)
  if (request.name !== undefined && (meta['name'] ?? '') !== '' && meta['name'] !== request.name) {
    throw badRequestError(`the name of the object (${meta['name']}) does not match the name on the URL (${request.name})`)
  }
  if ((meta['resourceVersion'] ?? '') !== '') throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created')
  for (const own of ['uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'selfLink']) {
    delete meta[own]
  }
  if (meta['managedFields'] !== undefined && request.patchType !== 'application/apply-patch+yaml') delete meta['managedFields']
}

/** apiserver/pkg/registry/rest/meta.go, EnsureObjectNamespaceMatchesRequestNamespace. */
export function checkNamespace(request: ApiRequest, kind: Kind, meta: Record<string, any>): void {
  const given: string = meta['namespace'] ?? ''
  if (kind.namespaced) {
    if (given !== '' && given !== request.namespace) {
      throw badRequestError('the namespace of the provided object does not match the namespace sent on the request')
    }
    meta['namespace'] = request.namespace
  } else {
    if (given !== '') throw badRequestError('namespace must be empty for cluster-scoped resources')
    delete meta['namespace']
  }
}

/** apiserver/pkg/storage/names/generate.go */
function nameIt(kind: Kind, namespace: string | undefined, meta: Record<string, any>, { random, store }: ServerContext): void {
  const prefix: string = meta['generateName'] ?? ''
  if ((meta['name'] ?? '') !== '' || prefix === '') return
  const base = prefix.slice(0, GENERATED_NAME_LENGTH_MAX - GENERATED_SUFFIX_LENGTH)
  for (let attempt = 0; attempt < GENERATE_ATTEMPTS_MAX; attempt++) {
    meta['name'] = base + random.suffix(GENERATED_SUFFIX_LENGTH)
    if (store.get(kind, namespace, meta['name']) === undefined) return
  }
}
