/** Wakes controllers: changes put keys into a queue, timers put them there later, nothing runs twice for one change. */
import TinyQueue from 'tinyqueue'
import type { Kind } from '../kinds/kind.ts'
import type { Obj, ObjectKey } from '../kinds/object.ts'
import type { Change, Store } from '../apiserver/store.ts'
import type { Again, Controller, World } from './controller.ts'

/** A key to look at again; data, never a closure. */
interface Timer {
  readonly at: number
  readonly order: number
  readonly controller: number
  readonly key: ObjectKey
  readonly unsettled: boolean
}

export interface Manager {
  /** Runs reconcilers until no change is unanswered; time stands still. */
  drain(): void
  /** When the next timer fires, in virtual milliseconds; undefined: never. */
  readonly nextTimer: number | undefined
  /** Some timer stands for work that is under way. */
  readonly unsettled: boolean
  /** Puts the keys of all timers due by `now` into the queue. */
  fire(now: number): void
}

/** A fixed point that is not reached after this many reconciles for one drain is our own bug. */
const RECONCILES_MAX = 5_000_000
/** One key reconciled this often without time passing: two controllers are fighting; counted once there are very many. */
const RECONCILES_PER_KEY_MAX = 20_000
const COUNTED_FROM = 500_000

export function createManager(
  controllers: readonly Controller<any>[], store: Store, worldOf: (controller: Controller) => World, now: () => number,
): Manager {
  const worlds = controllers.map(worldOf)
  const routes = routesOf(controllers)
  const seeing = controllers.flatMap((controller, index) => (controller.sees === undefined ? [] : [index]))
  const queue = createQueue(controllers)
  const timers = new TinyQueue<Timer>([], (a, b) => a.at - b.at || a.order - b.order)
  const due = new Map<string, number>()
  let unsettled = 0
  let cursor = 0
  let order = 0

  const route = (change: Change): void => {
    for (const index of seeing) {
      const keys = controllers[index]!.sees!(change, worlds[index]!)
      if (keys !== undefined) for (const key of keys) queue.add(index, key)
    }
    const list = routes.get(change.kind)
    if (list === undefined) return
    for (const { controller, keysFor } of list) {
      const world = worlds[controller]!
      if (change.before !== undefined) for (const key of keysFor(change.before, world, change)) queue.add(controller, key)
      if (change.after !== undefined) for (const key of keysFor(change.after, world, change)) queue.add(controller, key)
    }
  }
  const later = (controller: number, key: ObjectKey, again: Again): void => {
    const at = now() + Math.max(1, Math.ceil(again.ms))
    const id = idOf(controller, key)
    const planned = due.get(id)
    const waits = again.unsettled === true
    if (!waits && planned !== undefined && planned <= at && planned > now()) return
    due.set(id, planned !== undefined && planned > now() ? Math.min(planned, at) : at)
    if (waits) unsettled++
    timers.push({ at, order: order++, controller, key, unsettled: waits })
  }
  const reconcile = (index: number, key: ObjectKey): void => {
    const controller = controllers[index]!
    const world = worlds[index]!
    const object = controller.find === undefined ? store.get(controller.reconciles, key.namespace, key.name) : controller.find(key, world)
    if (object === undefined) return controller.gone?.(key, world)
    const again = controller.reconcile(object, world)
    if (again) later(index, key, again)
  }

  return {
    drain() {
      for (let count = 0; ; count++) {
        if (cursor < store.revision) {
          const changes = store.since(cursor)
          cursor = store.revision
          for (const change of changes) route(change)
        }
        const next = queue.take(count > COUNTED_FROM)
        if (next === undefined) break
        if (count >= RECONCILES_MAX) throw new Error(`the cluster is not quiet after ${RECONCILES_MAX} reconciles; last: ${controllers[next.controller]!.name} ${next.key.namespace ?? ''}/${next.key.name}`)
        reconcile(next.controller, next.key)
      }
      queue.forgetCounts()
    },
    get nextTimer() {
      return timers.peek()?.at
    },
    get unsettled() {
      return unsettled > 0
    },
    fire(until) {
      while (timers.peek() !== undefined && timers.peek()!.at <= until) {
        const timer = timers.pop()!
        if (timer.unsettled) unsettled--
        const id = idOf(timer.controller, timer.key)
        if ((due.get(id) ?? Infinity) <= timer.at) due.delete(id)
        queue.add(timer.controller, timer.key)
      }
    },
  }
}

interface Entry {
  readonly controller: number
  readonly key: ObjectKey
}

/** First in, first out; a key that waits already is not added again. */
function createQueue(controllers: readonly Controller<any>[]) {
  let entries: Entry[] = []
  let head = 0
  const waiting = controllers.map(() => new Set<string>())
  const counts = new Map<string, number>()
  return {
    add(controller: number, key: ObjectKey) {
      const id = textOf(key)
      const own = waiting[controller]!
      if (own.has(id)) return
      own.add(id)
      entries.push({ controller, key })
    },
    take(counting: boolean): Entry | undefined {
      const entry = entries[head]
      if (entry === undefined) {
        if (head > 0) entries = []
        head = 0
        return undefined
      }
      head++
      const id = textOf(entry.key)
      waiting[entry.controller]!.delete(id)
      if (counting) {
        const count = (counts.get(`${entry.controller}/${id}`) ?? 0) + 1
        counts.set(`${entry.controller}/${id}`, count)
        if (count > RECONCILES_PER_KEY_MAX) throw new Error(`controller ${controllers[entry.controller]!.name} does not come to rest on ${id}`)
      }
      return entry
    },
    forgetCounts: () => counts.clear(),
  }
}

/** A key with its text: many controllers queue the same one. */
interface KnownKey extends ObjectKey {
  text?: string
}

function textOf(key: KnownKey): string {
  return (key.text ??= key.namespace === undefined ? key.name : `${key.namespace}/${key.name}`)
}

const idOf = (controller: number, key: ObjectKey): string => `${controller}/${textOf(key)}`

interface Route {
  readonly controller: number
  keysFor(object: Obj, world: World, change: Change): Iterable<ObjectKey>
}

/** Which controllers a change of a kind concerns. */
function routesOf(controllers: readonly Controller<any>[]): Map<Kind, Route[]> {
  const routes = new Map<Kind, Route[]>()
  const add = (kind: Kind, route: Route): void => {
    const list = routes.get(kind)
    if (list === undefined) routes.set(kind, [route])
    else list.push(route)
  }
  controllers.forEach((controller, index) => {
    if (controller.find === undefined) {
      // once a change is enough: both sides have the same key
      add(controller.reconciles, {
        controller: index,
        keysFor(object, world, change) {
          if (change.after !== undefined && object !== change.after) return NONE
          if (change.after !== undefined && controller.concerns !== undefined && !controller.concerns(object, world, change)) return NONE
          return ownKey(change)
        },
      })
    }
    for (const kind of controller.owns ?? []) {
      add(kind, { controller: index, keysFor: (object) => ownerKeys(object, controller.reconciles.kind) })
    }
    for (const watch of controller.alsoWatches ?? []) {
      add(watch.kind, { controller: index, keysFor: (object, world, change) => watch.keysFor(object, world, change) })
    }
  })
  return routes
}

const NONE: readonly ObjectKey[] = []

let latest: { change: Change | undefined; keys: readonly ObjectKey[] } = { change: undefined, keys: NONE }

/** The key of the changed object, the same for all controllers that ask about this change. */
function ownKey(change: Change): readonly ObjectKey[] {
  if (latest.change !== change) latest = { change, keys: [keyOf((change.after ?? change.before)!)] }
  return latest.keys
}

function ownerKeys(object: Obj, kind: string): readonly ObjectKey[] {
  const owners = object.metadata.ownerReferences
  if (owners === undefined) return NONE
  for (const owner of owners) {
    if (owner.controller === true && owner.kind === kind) return [{ namespace: object.metadata.namespace, name: owner.name }]
  }
  return NONE
}

export const keyOf = (object: Obj): ObjectKey => ({ namespace: object.metadata.namespace, name: object.metadata.name })
