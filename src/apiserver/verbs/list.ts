/** list: selected objects, in pages, as they are or as they were at a revision. */
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { groupVersion } from '../../kinds/object.ts'
import type { ServerContext } from '../context.ts'
import { StatusError, badRequestError, invalidError } from '../errors.ts'
import { parseFieldSelector } from '../field-selector.ts'
import { parseLabelSelector } from '../label-selector.ts'
import type { ApiRequest, ObjectList, RequestOptions } from '../request.ts'
import type { Handler } from '../server.ts'
import { partialMetadata, toTable } from '../table.ts'
import { servedAs } from '../version.ts'
import { ok, presented } from './read.ts'
import { parseRevision, tooLarge } from './revision.ts'

interface Page {
  readonly items: readonly Obj[]
  readonly metadata: ObjectList['metadata']
}

export const list: Handler = (request, kind, server) => {
  const { items, metadata } = page(request, kind, server)
  const as = request.options?.as
  if (as === 'table') {
    const shown = items.map((item) => presented(request, kind, item, server))
    return ok(toTable(kind, shown, server.now(), metadata, request.options?.includeObject, servedAs(request, kind)))
  }
  if (as === 'metadata') {
    const shown = items.map((item) => partialMetadata(presented(request, kind, item, server)))
    return ok({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: shown })
  }
  return ok({
    kind: `${kind.kind}List`, apiVersion: groupVersion(request.group, request.version), metadata,
    items: items.map((item) => presented(request, kind, item, server)),
  })
}

/** Does an object pass the request's selectors? Undefined: everything does. */
export function selects(options: RequestOptions | undefined, kind: Kind, name?: string): ((object: Obj) => boolean) | undefined {
  const labels = options?.labelSelector ? parseLabelSelector(options.labelSelector) : undefined
  const fields = options?.fieldSelector ? parseFieldSelector(options.fieldSelector, kind) : undefined
  if (labels === undefined && fields === undefined && name === undefined) return undefined
  return (object) => (labels === undefined || labels(object.metadata.labels ?? {})) &&
    (fields === undefined || fields(object)) && (name === undefined || object.metadata.name === name)
}

function page(request: ApiRequest, kind: Kind, server: ServerContext): Page {
  const { store } = server
  const { limit = 0, continue: token, resourceVersion = '', resourceVersionMatch } = request.options ?? {}
  const test = selects(request.options, kind)
  checkRevision(resourceVersion, resourceVersionMatch, server)
  const start = token ? decodeContinue(token) : undefined
  const exact = resourceVersionMatch === 'Exact' ? Number(resourceVersion) : start?.revision
  let items = exact === undefined || exact === store.revision
    ? store.list(kind, request.namespace) : listAt(kind, request.namespace, exact, server)
  if (test !== undefined) items = items.filter(test)
  if (start !== undefined) items = items.filter((o) => keyOf(o) > start.after)
  const revision = String(exact ?? store.revision)
  const fromCache = resourceVersion === '0' && resourceVersionMatch === undefined
  if (limit <= 0 || items.length <= limit || fromCache) return { items, metadata: { resourceVersion: revision } }
  const taken = items.slice(0, limit)
  return {
    items: taken,
    metadata: {
      resourceVersion: revision,
      continue: encodeContinue(Number(revision), keyOf(taken.at(-1)!)),
      ...(test === undefined ? { remainingItemCount: items.length - limit } : {}),
    },
  }
}

function checkRevision(revision: string, match: string | undefined, { store }: ServerContext): void {
  if (match !== undefined && match !== '' && revision === '') {
    throw invalidError('meta.k8s.io', 'ListOptions', '', [{
      type: 'Forbidden', field: 'resourceVersionMatch', detail: 'resourceVersionMatch is forbidden unless resourceVersion is provided',
    }])
  }
  if (revision === '') return
  const asked = parseRevision(revision, (text) => badRequestError(`invalid resource version: ${text}`))
  if (asked > store.revision) throw tooLarge(asked, store.revision)
  if (match === 'Exact' && asked < store.firstRevision) throw new StatusError(410, 'Expired', 'The resourceVersion for the provided list is too old.')
}

/** The objects of a kind as they were: the log read backwards. */
function listAt(kind: Kind, namespace: string | undefined, revision: number, { store }: ServerContext): readonly Obj[] {
  if (revision < store.firstRevision) throw new StatusError(410, 'Expired', 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.')
  const objects = new Map(store.list(kind, namespace).map((o) => [keyOf(o), o] as const))
  for (const change of [...store.since(revision)].reverse()) {
    const object = change.before ?? change.after!
    if (change.kind.group !== kind.group || change.kind.plural !== kind.plural || (namespace !== undefined && object.metadata.namespace !== namespace)) continue
    if (change.before === undefined) objects.delete(keyOf(object))
    else objects.set(keyOf(object), change.before)
  }
  return [...objects.keys()].sort().map((key) => objects.get(key)!)
}

const keyOf = ({ metadata }: Obj): string => `${metadata.namespace ?? ''}/${metadata.name}\u0000`

// apiserver/pkg/storage/continue.go
const encodeContinue = (revision: number, after: string): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after })).toString('base64url')

function decodeContinue(token: string): { revision: number; after: string } {
  const wrong = /[^A-Za-z0-9_-]/.exec(token)?.index ?? (token.length % 4 === 1 ? token.length - 1 : undefined)
  if (wrong !== undefined) throw badRequestError(`invalid continue token: continue key is not valid: illegal base64 data at input byte ${wrong}`)
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString())
    return { revision: rv, after: start }
  } catch {
    throw badRequestError(`invalid continue token: continue key is not valid: illegal base64 data at input byte ${token.length - 1}`)
  }
}
