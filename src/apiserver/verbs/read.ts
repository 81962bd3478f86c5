/** get, and the form in which an object is answered. */
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import type { ServerContext } from '../context.ts'
import { notFoundError } from '../errors.ts'
import { withManagedFields } from '../fields/managed-fields.ts'
import type { ApiRequest, ApiResponse } from '../request.ts'
import type { Handler } from '../server.ts'
import { partialMetadata, toTable } from '../table.ts'
import { inVersion, servedAs } from '../version.ts'
import { parseRevision, tooLarge } from './revision.ts'

export const get: Handler = (request, kind, server) => {
  const { resourceVersion = '' } = request.options ?? {}
  if (resourceVersion !== '') {
    const asked = parseRevision(resourceVersion)
    if (asked > server.store.revision) throw tooLarge(asked, server.store.revision)
  }
  const object = server.store.get(kind, request.namespace, request.name!)
  if (object === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, request.name!)
  return answer(request, kind, object, server)
}

/** One object in the form that was asked for. */
export function answer(request: ApiRequest, kind: Kind, object: Obj, server: ServerContext, code = 200): ApiResponse {
  const shown = presented(request, kind, object, server)
  const as = request.options?.as
  if (as === 'metadata') return { ...ok(partialMetadata(shown)), code }
  if (as !== 'table') return { ...ok(shown), code }
  const metadata = { resourceVersion: object.metadata.resourceVersion }
  return { ...ok(toTable(kind, [shown], server.now(), metadata, request.options?.includeObject, servedAs(request, kind))), code }
}

/** As the reader wants it: with or without those who manage its fields. A dry run shows the revision of before. */
export function presented(request: ApiRequest, kind: Kind, object: Obj, { store }: ServerContext): Obj {
  const shown = inVersion(request, kind, request.options?.managedFields === true ? withManagedFields(store, kind, object) : object)
  if (request.options?.dryRun !== true) return shown
  const last = store.history(kind, object.metadata.namespace, object.metadata.name).at(-1)
  if (last?.after !== object || last.revision <= (request.dryRunFrom ?? 0)) return shown
  const { resourceVersion: _, ...metadata } = shown.metadata
  const revision = last.before?.metadata.resourceVersion
  return { ...shown, metadata: (revision === undefined ? metadata : { ...metadata, resourceVersion: revision }) as Obj['metadata'] }
}

export const ok = (body: ApiResponse['body']): ApiResponse => ({ code: 200, body, warnings: [] })
