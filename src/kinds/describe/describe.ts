/** What kubectl describe says about an object of any kind. */
import type { Row } from '../../lib/rows.ts'
import type { Kind, Reader } from '../kind.ts'
import type { AnyObj, Obj } from '../object.ts'
import { describeGeneric } from './generic.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, DescriberFor. */
export function describeObject(
  kind: Kind, object: Obj, cluster: Reader, showEvents = true,
): readonly Row[] {
  return kind.describe?.(object, cluster, showEvents) ??
    describeGeneric(object as AnyObj, cluster, showEvents)
}
