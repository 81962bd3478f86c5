/** Sets a condition in a status: a new time only when its status turns (pkg/api/util/conditions.go). */
import { timestamp } from '../../kinds/age.ts'
import type { Obj } from '../../kinds/object.ts'
import type { World } from '../controller.ts'
import type { CertCondition, CertManagerKind } from './kinds.ts'
import { kindOf } from './kinds.ts'

export interface Said {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

/** Changes the status of an object; an equal status is no write. */
export function setStatus(world: World, kind: CertManagerKind, object: Obj, recipe: (status: Record<string, any>) => void): void {
  const found = kindOf(world, kind)
  if (found === undefined) return
  world.api.updateStatus(found, object, (draft: any) => {
    const status = structuredClone(JSON.parse(JSON.stringify(draft.status ?? {})))
    recipe(status)
    if (JSON.stringify(status) !== JSON.stringify(draft.status ?? {})) draft.status = status
  })
}

export function putCondition(status: Record<string, any>, said: Said, now: number, generation?: number): void {
  const conditions: CertCondition[] = status['conditions'] ?? []
  const old = conditions.find((c) => c.type === said.type)
  const next = {
    lastTransitionTime: old?.status === said.status ? old.lastTransitionTime : timestamp(now),
    message: said.message, ...(generation === undefined ? {} : { observedGeneration: generation }),
    reason: said.reason, status: said.status, type: said.type,
  }
  status['conditions'] = old === undefined ? [...conditions, next] : conditions.map((c) => (c.type === said.type ? next : c))
}

export function setCondition(world: World, kind: CertManagerKind, object: Obj, said: Said, generation?: number): void {
  setStatus(world, kind, object, (status) => putCondition(status, said, world.now, generation))
}
