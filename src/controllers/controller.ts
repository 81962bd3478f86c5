/** What a controller is: it makes one object so, whenever something about it changed. */
import type { Api } from '../apiserver/api.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj, ObjectKey } from '../kinds/object.ts'
import type { Random } from '../lib/random.ts'

/** What reconcilers are given. Made by a factory for each controller, so that it can be destructured. */
export interface World {
  readonly api: Api
  /** Virtual milliseconds since the epoch. */
  readonly now: number
  readonly random: Random
  /** Tells about an object as `kubectl describe` shows it; repeats are counted on one Event. */
  event(about: Obj, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void
  /** What a controller remembers beside the API, by key; gone with the world. */
  readonly memory: Map<string, unknown>
  /** Other parts of the simulated cluster that a controller may need: container runtime, network. */
  readonly parts: Parts
}

/** Filled in by the wiring; each room adds its own member through declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: rooms extend it
export interface Parts {}

/** Look at the object again in this many milliseconds, at the latest. */
export interface Again {
  readonly ms: number
}

/** Objects of another kind whose changes concern this controller. */
export interface Watch<T extends Obj = Obj> {
  readonly kind: Kind<T>
  /** Which of the reconciled objects to look at when one of these changes (both sides of the change are asked). */
  keysFor(object: T, world: World): Iterable<ObjectKey>
}

export interface Controller<T extends Obj = Obj> {
  readonly name: string
  /** The source component of its events, where it differs from the name. */
  readonly component?: string
  /** The user it acts as; default system:serviceaccount:kube-system:<name>. */
  readonly user?: string
  readonly reconciles: Kind<T>
  /** Kinds whose objects name a reconciled object as their controller. */
  readonly owns?: readonly Kind<any>[]
  readonly alsoWatches?: readonly Watch<any>[]
  /** Gets the object as it is now, never the event. */
  reconcile(object: T, world: World): Again | undefined | void
  /** The object is gone; only for controllers with something to clean up that has no owner. */
  gone?(key: ObjectKey, world: World): void
}
