/** Wakes controllers: changes put keys into a queue, timers put them there later, nothing runs twice for one change. */
import TinyQueue from 'tinyqueue'
import type { Kind } from '../kinds/kind.ts'
import type { Obj, ObjectKey } from '../kinds/object.ts'
import type { Change, Store } from '../apiserver/store.ts'
import type { Controller, World } from './controller.ts'

/** A key to look at again; data, never a closure. */
interface Timer {
  readonly at: number
  readonly order: number
  readonly controller: number
  readonly key: ObjectKey
}

export interface Manager {
  /** Runs reconcilers until no change is unanswered; time stands still. */
  drain(): void
  /** When the next timer fires, in virtual milliseconds; undefined: never. */
  readonly nextTimer: number | undefined
  /** Puts the keys of all timers due by `now` into the queue. */
  fire(now: number): void
}

/** A fixed point that is not reached after this many reconciles for one drain is our own bug. */
export const RECONCILES_MAX = 2_000_000
/** One key reconciled this often without time passing: two controllers are fighting. */
const RECONCILES_PER_KEY_MAX = 20_000

export function createManager(
  controllers: readonly Controller<any>[], store: Store, worldOf: (controller: Controller) => World, now: () => number,
): Manager {
  const worlds = controllers.map(worldOf)
  const routes = routesOf(controllers)
  const queue = createQueue()
  const timers = new TinyQueue<Timer>([], (a, b) => a.at - b.at || a.order - b.order)
  const due = new Map<string, number>()
  let cursor = 0
  let order = 0

  const route = (change: Change): void => {
    for (const r of routes.get(change.kind) ?? []) {
      const world = worlds[r.controller]!
      if (change.before !== undefined) for (const key of r.keysFor(change.before, world)) queue.add(r.controller, key)
      if (change.after !== undefined) for (const key of r.keysFor(change.after, world)) queue.add(r.controller, key)
    }
  }
  const later = (controller: number, key: ObjectKey, ms: number): void => {
    const at = now() + Math.max(1, ms)
    const id = idOf(controller, key)
    const planned = due.get(id)
    if (planned !== undefined && planned <= at && planned > now()) return
    due.set(id, at)
    timers.push({ at, order: order++, controller, key })
  }
  const reconcile = (index: number, key: ObjectKey): void => {
    const controller = controllers[index]!
    const object = store.get(controller.reconciles, key.namespace, key.name)
    if (object === undefined) return controller.gone?.(key, worlds[index]!)
    const again = controller.reconcile(object, worlds[index]!)
    if (again) later(index, key, again.ms)
  }

  return {
    drain() {
      for (let count = 0; ; count++) {
        if (cursor < store.revision) {
          const changes = store.since(cursor)
          cursor = store.revision
          for (const change of changes) route(change)
        }
        const next = queue.take()
        if (next === undefined) break
        if (count >= RECONCILES_MAX) throw new Error(`the cluster is not quiet after ${RECONCILES_MAX} reconciles; last: ${controllers[next.controller]!.name} ${next.key.namespace ?? ''}/${next.key.name}`)
        reconcile(next.controller, next.key)
      }
      queue.forgetCounts()
    },
    get nextTimer() {
      return timers.peek()?.at
    },
    fire(until) {
      while (timers.peek() !== undefined && timers.peek()!.at <= until) {
        const timer = timers.pop()!
        const id = idOf(timer.controller, timer.key)
        if (due.get(id) === timer.at) due.delete(id)
        queue.add(timer.controller, timer.key)
      }
    },
  }

  function createQueue() {
    const keys = new Map<string, { controller: number; key: ObjectKey }>()
    const counts = new Map<string, number>()
    return {
      add(controller: number, key: ObjectKey) {
        const id = idOf(controller, key)
        if (!keys.has(id)) keys.set(id, { controller, key })
      },
      take() {
        for (const [id, entry] of keys) {
          keys.delete(id)
          const count = (counts.get(id) ?? 0) + 1
          counts.set(id, count)
          if (count > RECONCILES_PER_KEY_MAX) throw new Error(`controller ${controllers[entry.controller]!.name} does not come to rest on ${id}`)
          return entry
        }
        return undefined
      },
      forgetCounts: () => counts.clear(),
    }
  }
}

const idOf = (controller: number, key: ObjectKey): string => `${controller}/${key.namespace ?? ''}/${key.name}`

interface Route {
  readonly controller: number
  keysFor(object: Obj, world: World): Iterable<ObjectKey>
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
    add(controller.reconciles, { controller: index, keysFor: (object) => [keyOf(object)] })
    for (const kind of controller.owns ?? []) {
      add(kind, {
        controller: index,
        keysFor: (object) => (object.metadata.ownerReferences ?? [])
          .filter((o) => o.controller === true && o.kind === controller.reconciles.kind)
          .map((o) => ({ namespace: object.metadata.namespace, name: o.name })),
      })
    }
    for (const watch of controller.alsoWatches ?? []) {
      add(watch.kind, { controller: index, keysFor: (object, world) => watch.keysFor(object, world) })
    }
  })
  return routes
}

export const keyOf = (object: Obj): ObjectKey => ({ namespace: object.metadata.namespace, name: object.metadata.name })
