/** watch: a cursor on the log that answers, whenever it is pulled, what happened to the selected objects. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import type { ServerContext } from '../context.ts'
import type { Status } from '../errors.ts'
import { goneError } from '../errors.ts'
import type { ApiRequest } from '../request.ts'
import type { Change } from '../store.ts'
import { partialMetadata, toTable } from '../table.ts'
import { servedAs } from '../version.ts'
import { selects } from './list.ts'
import { presented } from './read.ts'
import { parseRevision } from './revision.ts'

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: AnyObj | Status
}

export interface Watch {
  /** What has happened since the last pull. */
  read(): readonly WatchEvent[]
  /** Tells how far the watch has come, when the client asked for such bookmarks. */
  bookmark(): readonly WatchEvent[]
  /** An ERROR was told: nothing follows. */
  readonly ended: boolean
}

/** apiserver/pkg/endpoints/handlers/get.go and storage/cacher. The request is authorized already. */
export function watch(request: ApiRequest, kind: Kind, server: ServerContext): Watch {
  const { store } = server
  const { resourceVersion = '', allowWatchBookmarks = false, sendInitialEvents } = request.options ?? {}
  const from = resourceVersion === '' ? 0 : parseRevision(resourceVersion)
  const test = selects(request.options, kind, request.name) ?? (() => true)
  const inSpace = (object: Obj): boolean => request.namespace === undefined || object.metadata.namespace === request.namespace
  const present = createPresenter(request, kind, server)
  let cursor = from
  let ended = false
  let pending: WatchEvent[] = []

  if (from === 0 || sendInitialEvents === true) {
    cursor = store.revision
    pending = store.list(kind, request.namespace).filter(test).map((object) => ({ type: 'ADDED', object: present(object) }))
    if (sendInitialEvents === true && allowWatchBookmarks) {
      pending.push({ type: 'BOOKMARK', object: bookmarkOf(kind, cursor, { 'k8s.io/initial-events-end': 'true' }) })
    }
  } else if (from < store.firstRevision) {
    pending = [{ type: 'ERROR', object: goneError(`too old resource version: ${from} (${store.firstRevision})`).status }]
    ended = true
  }
  return {
    get ended() {
      return ended
    },
    read() {
      const events = pending
      pending = []
      if (ended || cursor >= store.revision) return events
      const changes = store.since(cursor)
      cursor = store.revision
      for (const change of changes) {
        if (!sameKind(change.kind, kind) || !inSpace(change.before ?? change.after!)) continue
        const event = eventOf(change, test, present)
        if (event !== undefined) events.push(event)
      }
      return events
    },
    bookmark: () => (allowWatchBookmarks && !ended ? [{ type: 'BOOKMARK', object: bookmarkOf(kind, cursor) }] : []),
  }
}

/** A changed CustomResourceDefinition makes a new value of the same kind. */
const sameKind = (a: Kind, b: Kind): boolean => a === b || (a.group === b.group && a.plural === b.plural)

/** An object that starts or stops being selected is added or deleted to this reader. */
function eventOf(change: Change, test: (object: Obj) => boolean, present: (object: Obj) => AnyObj): WatchEvent | undefined {
  const { before, after, revision } = change
  const was = before !== undefined && test(before)
  const is = after !== undefined && test(after)
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object: present(after) }
  if (!was) return undefined
  return { type: 'DELETED', object: present({ ...before, metadata: { ...before.metadata, resourceVersion: String(revision) } }) }
}

/** Rows carry their column definitions only once. */
function createPresenter(request: ApiRequest, kind: Kind, server: ServerContext): (object: Obj) => AnyObj {
  let first = true
  return (object) => {
    const shown = presented(request, kind, object, server)
    if (request.options?.as === 'metadata') return partialMetadata(shown)
    if (request.options?.as !== 'table') return shown as AnyObj
    const metadata = { resourceVersion: object.metadata.resourceVersion }
    const table = toTable(
      kind, [shown], server.now(), metadata, request.options.includeObject, servedAs(request, kind))
    const sent = first ? table : { ...table, columnDefinitions: null }
    first = false
    return sent as unknown as AnyObj
  }
}

const bookmarkOf = (kind: Kind, revision: number, annotations?: Record<string, string>): AnyObj => ({
  kind: kind.kind, apiVersion: kind.apiVersion,
  metadata: { resourceVersion: String(revision), creationTimestamp: null, ...(annotations === undefined ? {} : { annotations }) } as never,
})
