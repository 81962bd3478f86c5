/** How admission plugins say no. */
import type { AdmissionRequest } from '../context.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import type { StatusError } from '../errors.ts'
import { forbiddenError } from '../errors.ts'

/** apiserver/pkg/admission/errors.go, NewForbidden: a name that is not generated yet shows as its prefix. */
export function refused(admission: AdmissionRequest, object: Obj | AnyObj | undefined, why: string): StatusError {
  const meta = object?.metadata
  const name = admission.name || meta?.name || meta?.generateName || 'Unknown'
  return forbiddenError({ group: admission.kind.group, resource: admission.kind.plural }, name, why)
}

/** Several complaints as Go prints an aggregate of errors. */
export const aggregate = (texts: readonly string[]): string => {
  const once = [...new Set(texts)]
  return once.length === 1 ? once[0]! : `[${once.join(', ')}]`
}
