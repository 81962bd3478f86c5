/** What syncing one pod passes around: the pod, its state, and when to look again. */
import type { Node, Pod } from '../../kinds/generated/api-types.ts'
import type { Role } from './pod-state.ts'
import { FIELD } from './pod-state.ts'
import type { World } from '../controller.ts'
import type { PodState } from './pod-state.ts'

export interface Sync {
  readonly pod: Pod
  readonly node: Node
  readonly state: PodState
  readonly world: World
  readonly now: number
  /** Look again at this moment, at the latest; `unsettled`: a verdict is pending until then. */
  wake(atMs: number, unsettled?: boolean): void
  /** An event about one container. */
  tell(role: Role, name: string, type: 'Normal' | 'Warning', reason: string, message: string): void
}

export interface Wakes {
  nextMs: number
  /** When the last pending verdict is due. */
  unsettledMs: number | undefined
}

export function newSync(pod: Pod, node: Node, state: PodState, world: World): Sync & { readonly wakes: Wakes } {
  const { now, event } = world
  const wakes: Wakes = { nextMs: Infinity, unsettledMs: undefined }
  return {
    pod, node, state, world, now, wakes,
    wake(atMs, unsettled = false) {
      wakes.nextMs = Math.min(wakes.nextMs, atMs)
      if (unsettled) wakes.unsettledMs = Math.min(wakes.unsettledMs ?? Infinity, atMs)
    },
    tell(role, name, type, reason, message) {
      event(pod, type, reason, message, `${FIELD[role]}{${name}}`)
    },
  }
}

/** How kubelets name a pod in messages (pkg/kubelet/util/format). */
export const podName = ({ metadata: { name, namespace, uid } }: Pod): string => `${name}_${namespace}(${uid})`
