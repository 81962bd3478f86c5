/** The annotation in which kubectl apply keeps what was applied. */
import type { AnyObj } from '../kinds/object.ts'
import { writeJson } from '../lib/json.ts'

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

type Annotated = { metadata?: { annotations?: Record<string, string> } }

export const lastApplied = (object: AnyObj): string | undefined =>
  (object as Annotated).metadata?.annotations?.[LAST_APPLIED]

/** A copy that carries no record of what was applied; its annotations are there, empty or not. */
export const withoutLastApplied = (object: AnyObj): AnyObj => {
  const copy = structuredClone(object) as AnyObj & { metadata: { annotations: Record<string, string> } }
  copy.metadata.annotations ??= {}
  delete copy.metadata.annotations[LAST_APPLIED]
  return copy
}

/** A copy of the object that carries itself. Upstream: `kubectl/pkg/util/apply.go`. */
export const withLastApplied = (object: AnyObj): AnyObj => {
  const copy = structuredClone(object) as AnyObj & { metadata: { annotations: Record<string, string> } }
  copy.metadata ??= {} as never
  copy.metadata.annotations ??= {}
  delete copy.metadata.annotations[LAST_APPLIED]
  copy.metadata.annotations[LAST_APPLIED] = `${writeJson(copy)}\n`
  return copy
}
