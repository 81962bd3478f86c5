/** The cluster's state: objects by key, the log of all changes, and cursors on it. The etcd of the house. */
import type { ManagedFieldsEntry } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj } from '../kinds/object.ts'
import { deepFreeze } from '../lib/freeze.ts'

/** Who wrote: what managedFields are worked out from, on demand. */
export interface Writer {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly subresource?: string
  readonly apiVersion?: string
  /** The new object as its writer sent it, before defaults and admission. */
  readonly asked?: unknown
  /** The configuration of a server-side apply. */
  readonly applied?: unknown
  /** metadata.managedFields, when the writer changed them by hand. */
  readonly managedFields?: readonly ManagedFieldsEntry[]
}

/** One write. `before` and `after` say which: only after is ADDED, both MODIFIED, only before DELETED. */
export interface Change {
  readonly revision: number
  readonly key: string
  readonly kind: Kind
  readonly before?: Obj
  readonly after?: Obj
  readonly by?: Writer
  /** Virtual time of the write, in milliseconds. */
  readonly at: number
}

/** Takes everything back that was written since the checkpoint. */
type Undo = () => void

export interface Store {
  /** Revision of the last change; etcd's, so a fresh cluster does not begin at 0. */
  readonly revision: number
  /** The oldest revision that a watch can start from. */
  readonly firstRevision: number
  get(kind: Kind, namespace: string | undefined, name: string): Obj | undefined
  /** Sorted by namespace, then name, as etcd sorts keys. The array is shared: do not change it. */
  list(kind: Kind, namespace?: string): readonly Obj[]
  ownedBy(uid: string): readonly Obj[]
  onNode(nodeName: string): readonly Obj[]
  /** The changes after a revision; a watch is a cursor on the log: pulled, never pushed. */
  since(revision: number): readonly Change[]
  /** All changes of one object, oldest first. */
  history(kind: Kind, namespace: string | undefined, name: string): readonly Change[]
  /** Puts, replaces or (undefined) removes an object. The resourceVersion is set here. */
  commit(kind: Kind, namespace: string | undefined, name: string, after: Obj | undefined, by?: Writer): Obj | undefined
  checkpoint(): Undo
}

const FIRST_REVISION = 200

export function createStore(now: () => number): Store {
  const tables = new Map<string, Table>()
  const owned = new Map<string, Set<Obj>>()
  const scheduled = new Map<string, Set<Obj>>()
  const known = new Map<Kind, Table>()
  const histories = createHistories()
  const log: Change[] = []
  let revision = FIRST_REVISION

  const tableOf = (kind: Kind): Table => {
    let table = known.get(kind)
    if (table !== undefined) return table
    const id = `${kind.group}/${kind.plural}`
    table = tables.get(id)
    if (table === undefined) tables.set(id, (table = createTable()))
    known.set(kind, table)
    return table
  }
  const reindex = (object: Obj, into: boolean): void => {
    const owners = object.metadata.ownerReferences
    if (owners !== undefined) for (const owner of owners) put(owned, owner.uid, object, into)
    const nodeName = object.kind === 'Pod' ? (object as { spec?: { nodeName?: string } }).spec?.nodeName : undefined
    if (nodeName !== undefined) put(scheduled, nodeName, object, into)
  }
  const replace = (kind: Kind, namespace: string, name: string, before?: Obj, after?: Obj): void => {
    if (before !== undefined) reindex(before, false)
    if (after !== undefined) reindex(after, true)
    tableOf(kind).set(namespace, name, after)
  }

  const commit: Store['commit'] = (kind, namespace, name, after, by) => {
    const space = namespace ?? ''
    const before = tableOf(kind).get(space, name)
    if (before === undefined && after === undefined) return undefined
    revision++
    let stored: Obj | undefined
    if (after !== undefined) {
      stored = deepFreeze(numbered(after, String(revision)))
    }
    replace(kind, space, name, before, stored)
    const key = `${kind.group}/${kind.plural}/${space}/${name}`
    const change: { -readonly [P in keyof Change]: Change[P] } = { revision, key, kind, at: now() }
    if (before !== undefined) change.before = before
    if (stored !== undefined) change.after = stored
    if (by !== undefined) change.by = by
    log.push(change)
    return stored
  }

  return {
    get revision() {
      return revision
    },
    firstRevision: FIRST_REVISION,
    get: (kind, namespace, name) => tableOf(kind).get(namespace ?? '', name),
    list: (kind, namespace) => tableOf(kind).list(namespace),
    ownedBy: (uid) => [...(owned.get(uid) ?? [])],
    onNode: (nodeName) => [...(scheduled.get(nodeName) ?? [])],
    since: (from) => log.slice(Math.max(0, from - FIRST_REVISION)),
    history: (kind, namespace, name) => histories.of(`${kind.group}/${kind.plural}/${namespace ?? ''}/${name}`, log),
    commit,
    checkpoint() {
      const mark = revision
      return () => {
        histories.forget()
        while (revision > mark) {
          const change = log.pop()!
          const [namespace, name] = change.key.split('/').slice(2) as [string, string]
          replace(change.kind, namespace, name, change.after, change.before)
          revision--
        }
      }
    },
  }
}

/** The object with its resourceVersion; what nobody has seen yet need not be copied. */
function numbered(object: Obj, resourceVersion: string): Obj {
  const metadata = Object.isFrozen(object.metadata) ? { ...object.metadata } : object.metadata
  metadata.resourceVersion = resourceVersion
  if (Object.isFrozen(object)) return { ...object, metadata }
  ;(object as { metadata: Obj['metadata'] }).metadata = metadata
  return object
}

/** The changes of each object; worked out when somebody looks, since hardly anybody does. */
function createHistories() {
  let histories = new Map<string, Change[]>()
  let seen = 0
  return {
    of(key: string, log: readonly Change[]): readonly Change[] {
      for (; seen < log.length; seen++) {
        const change = log[seen]!
        const past = histories.get(change.key)
        if (past === undefined) histories.set(change.key, [change])
        else past.push(change)
      }
      return histories.get(key) ?? []
    },
    forget() {
      histories = new Map()
      seen = 0
    },
  }
}

function put(index: Map<string, Set<Obj>>, key: string, object: Obj, into: boolean): void {
  let set = index.get(key)
  if (into) {
    if (set === undefined) index.set(key, (set = new Set()))
    set.add(object)
  } else if (set?.delete(object) && set.size === 0) index.delete(key)
}

interface Table {
  get(namespace: string, name: string): Obj | undefined
  set(namespace: string, name: string, object: Obj | undefined): void
  list(namespace?: string): readonly Obj[]
}

interface Space {
  readonly objects: Map<string, Obj>
  /** Sorted; kept while objects are only replaced. */
  names: readonly string[] | undefined
  sorted: readonly Obj[] | undefined
}

/** Objects of one kind by namespace and name, with sorted lists made when first asked for. */
function createTable(): Table {
  const spaces = new Map<string, Space>()
  let all: readonly Obj[] | undefined
  const sortedOf = (namespace: string): readonly Obj[] => {
    const space = spaces.get(namespace)
    if (space === undefined) return []
    space.names ??= [...space.objects.keys()].sort()
    return (space.sorted ??= space.names.map((name) => space.objects.get(name)!))
  }
  return {
    get: (namespace, name) => spaces.get(namespace)?.objects.get(name),
    set(namespace, name, object) {
      let space = spaces.get(namespace)
      if (space === undefined) spaces.set(namespace, (space = { objects: new Map(), names: undefined, sorted: undefined }))
      const size = space.objects.size
      if (object === undefined) space.objects.delete(name)
      else space.objects.set(name, object)
      if (space.objects.size !== size) space.names = undefined
      space.sorted = undefined
      all = undefined
    },
    list: (namespace) =>
      namespace !== undefined
        ? sortedOf(namespace)
        : (all ??= [...spaces.keys()].sort().flatMap((name) => sortedOf(name))),
  }
}
