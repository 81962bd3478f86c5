/** get and list: objects, lists, tables. */
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import type { ServerContext } from '../context.ts'
import { notFoundError } from '../errors.ts'
import { withManagedFields } from '../fields/managed-fields.ts'
import type { ApiRequest, ApiResponse } from '../request.ts'
import { parseFieldSelector, parseLabelSelector } from '../selectors.ts'
import type { Handler } from '../server.ts'
import { toTable } from '../table.ts'

export const get: Handler = (request, kind, server) => {
  const object = server.store.get(kind, request.namespace, request.name!)
  if (object === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, request.name!)
  return answer(request, kind, object, server)
}

export const list: Handler = (request, kind, server) => {
  const { labelSelector, fieldSelector } = request.options ?? {}
  let items = server.store.list(kind, request.namespace)
  if (labelSelector !== undefined && labelSelector !== '') {
    const matches = parseLabelSelector(labelSelector)
    items = items.filter((o) => matches(o.metadata.labels ?? {}))
  }
  if (fieldSelector !== undefined && fieldSelector !== '') {
    const matches = parseFieldSelector(fieldSelector, kind)
    items = items.filter(matches)
  }
  const metadata = { resourceVersion: String(server.store.revision) }
  if (request.options?.as === 'table') return ok(toTable(kind, items, server.now(), metadata, request.options.includeObject))
  return ok({ apiVersion: kind.apiVersion, kind: `${kind.kind}List`, metadata, items: items.map((item) => presented(request, kind, item, server)) })
}

/** One object in the form that was asked for. */
export function answer(request: ApiRequest, kind: Kind, object: Obj, server: ServerContext, code = 200): ApiResponse {
  if (request.options?.as !== 'table') return { ...ok(presented(request, kind, object, server)), code }
  const metadata = { resourceVersion: object.metadata.resourceVersion }
  return { ...ok(toTable(kind, [object], server.now(), metadata, request.options.includeObject)), code }
}

/** As the reader wants it: with or without those who manage its fields. */
const presented = (request: ApiRequest, kind: Kind, object: Obj, { store }: ServerContext): Obj =>
  request.options?.managedFields === true ? withManagedFields(store, kind, object) : object

export const ok = (body: ApiResponse['body']): ApiResponse => ({ code: 200, body, warnings: [] })
