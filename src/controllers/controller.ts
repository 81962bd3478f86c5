/** What a controller is: it makes one object so, whenever something about it changed. */
import type { Api } from '../apiserver/api.ts'
import type { Change } from '../apiserver/store.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj, ObjectKey } from '../kinds/object.ts'
import type { Random } from '../lib/random.ts'
import type { RecordEvent } from './events.ts'

/** What reconcilers are given. Made by a factory for each controller, so that it can be destructured. */
export interface World {
  readonly api: Api
  /** Virtual milliseconds since the epoch. */
  readonly now: number
  readonly random: Random
  /** Tells about an object as `kubectl describe` shows it; repeats are counted on one Event. */
  readonly event: RecordEvent
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
  /**
   * Something is under way that ends then (a failing container on probation): the cluster does not count as
   * settled before, however long nothing is written.
   */
  readonly unsettled?: boolean
}

/** Objects of another kind whose changes concern this controller. */
export interface Watch<T extends Obj = Obj> {
  readonly kind: Kind<T>
  /** Which of the reconciled objects to look at when one of these changes (both sides of the change are asked). */
  keysFor(object: T, world: World, change: Change): Iterable<ObjectKey>
}

export interface Controller<T extends Obj = Obj> {
  readonly name: string
  /** The source component of its events, where it differs from the name. */
  readonly component?: string
  /** How its events are written: the scheduler uses events.k8s.io, which knows no source and no count. */
  readonly events?: 'core' | 'events.k8s.io'
  /** The node that its events about an object come from; only for kubelets. */
  readonly hostOf?: (about: Obj) => string | undefined
  /** The user it acts as; default system:serviceaccount:kube-system:<name>. */
  readonly user?: string
  /** The program it is part of, as managedFields name it; default kube-controller-manager. */
  readonly program?: string
  readonly reconciles: Kind<T>
  /** Kinds whose objects name a reconciled object as their controller. */
  readonly owns?: readonly Kind<any>[]
  readonly alsoWatches?: readonly Watch<any>[]
  /** Whether a change of a reconciled object concerns this controller at all; asked once a change, before it is queued. */
  concerns?(object: T, world: World, change: Change): boolean
  /** Sees every change of any kind before anybody acts on it; says which keys to look at. */
  sees?(change: Change, world: World): Iterable<ObjectKey> | undefined
  /** Finds what a key stands for; default: the object of the reconciled kind. */
  find?(key: ObjectKey, world: World): T | undefined
  /** Gets the object as it is now, never the event. */
  reconcile(object: T, world: World): Again | undefined | void
  /** The object is gone; only for controllers with something to clean up that has no owner. */
  gone?(key: ObjectKey, world: World): void
}
