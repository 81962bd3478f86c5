/** What a learner's work came down to: the objects that are other than they would be untouched. */
import type { AnyObj } from '../../kinds/object.ts'
import { sameValue } from '../../lib/same-value.ts'

export interface Effect {
  /** Objects put there or changed, without what the server fills in. */
  readonly put: readonly AnyObj[]
  /** Objects taken away. */
  readonly removed: readonly AnyObj[]
}

/** Made by controllers in answer to others; they follow by themselves. */
const DERIVED = new Set(['Event', 'Pod', 'ReplicaSet', 'Endpoints', 'EndpointSlice', 'Lease', 'ControllerRevision'])
const SERVER_OWNED = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields', 'deletionTimestamp']
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

export function effectOf(untouched: readonly AnyObj[], touched: readonly AnyObj[]): Effect {
  const before = new Map(untouched.filter(isIntent).map((o) => [keyOf(o), wish(o)]))
  const after = new Map(touched.filter(isIntent).map((o) => [keyOf(o), wish(o)]))
  return {
    put: [...after].filter(([key, object]) => !sameValue(before.get(key), object)).map(([, object]) => object),
    removed: [...before].filter(([key]) => !after.has(key)).map(([, object]) => object),
  }
}

const isIntent = (object: AnyObj): boolean =>
  !DERIVED.has(object.kind) && (object.metadata.ownerReferences ?? []).length === 0
const keyOf = (o: AnyObj): string => `${o.apiVersion}/${o.kind}/${o.metadata.namespace ?? ''}/${o.metadata.name}`

/** The object as somebody would write it down: no status, nothing that only the server sets. */
function wish(object: AnyObj): AnyObj {
  const { status: _, ...rest } = structuredClone(object)
  const metadata = rest['metadata'] as unknown as Record<string, unknown>
  for (const field of SERVER_OWNED) delete metadata[field]
  const annotations = metadata['annotations'] as Record<string, string> | undefined
  if (annotations !== undefined) {
    delete annotations[LAST_APPLIED]
    delete annotations['deployment.kubernetes.io/revision']
    if (Object.keys(annotations).length === 0) delete metadata['annotations']
  }
  return rest as AnyObj
}
