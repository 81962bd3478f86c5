/** The rules that the options of a deletion obey. */
import type { FieldError } from '../../kinds/field-error.ts'
import { invalid, notSupported } from '../../kinds/field-error.ts'
import { invalidError } from '../errors.ts'
import type { ApiRequest } from '../request.ts'

const POLICIES = ['Foreground', 'Background', 'Orphan', 'nil']

/** apimachinery/pkg/apis/meta/v1/validation/validation.go, ValidateDeleteOptions. */
export function checkDeleteOptions({ options = {} }: ApiRequest): void {
  const errors: FieldError[] = []
  const policy: string | undefined = options.propagationPolicy
  if (options.orphanDependents !== undefined && policy !== undefined) {
    errors.push(invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'))
  }
  if (policy !== undefined && !POLICIES.slice(0, 3).includes(policy)) errors.push(notSupported('propagationPolicy', policy, POLICIES))
  if (errors.length > 0) throw invalidError('meta.k8s.io', 'DeleteOptions', '', errors)
}
