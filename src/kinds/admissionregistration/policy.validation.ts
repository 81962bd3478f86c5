/** The rules for admission policies and their bindings, but for their expressions. */
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported, required } from '../field-error.ts'
import type {
  ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding, ValidatingAdmissionPolicySpec,
} from '../generated/api-types.ts'
import { checkSubdomain } from '../validation/fields.ts'
import { validateSelector } from '../validation/labels.ts'
import { validateRule } from './webhooks.validation.ts'

type Matching = NonNullable<ValidatingAdmissionPolicySpec['matchConstraints']>

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized']
const ACTIONS = ['Audit', 'Deny', 'Warn']

export function validatePolicy(policy: ValidatingAdmissionPolicy): FieldError[] {
  const spec = policy.spec ?? {}
  const errors: FieldError[] = []
  if (!['Fail', 'Ignore'].includes(spec.failurePolicy ?? '')) {
    errors.push(notSupported('spec.failurePolicy', spec.failurePolicy ?? '', ['Fail', 'Ignore']))
  }
  if (spec.paramKind !== undefined) {
    for (const field of ['apiVersion', 'kind'] as const) {
      if (!spec.paramKind[field]) errors.push(required(`spec.paramKind.${field}`))
    }
  }
  if (spec.matchConstraints === undefined) errors.push(required('spec.matchConstraints'))
  else {
    errors.push(...validateMatching(spec.matchConstraints, 'spec.matchConstraints'))
    if ((spec.matchConstraints.resourceRules ?? []).length === 0) errors.push(required('spec.matchConstraints.resourceRules'))
  }
  const validations = spec.validations ?? []
  if (validations.length === 0 && (spec.auditAnnotations ?? []).length === 0) {
    errors.push(required('spec.validations', 'validations or auditAnnotations must contain at least one item'))
  }
  validations.forEach(({ expression, message, reason }, i) => {
    const at = `spec.validations[${i}]`
    if (!(expression ?? '').trim()) errors.push(required(`${at}.expression`, 'expression is not specified'))
    if (message !== undefined && message !== '' && message.trim() === '') {
      errors.push(invalid(`${at}.message`, message, 'message must be non-empty if specified'))
    }
    if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${at}.reason`, reason, REASONS))
  })
  ;(spec.variables ?? []).forEach(({ name, expression }, i) => {
    if (!name) errors.push(required(`spec.variables[${i}].name`, 'name is not specified'))
    if (!(expression ?? '').trim()) errors.push(required(`spec.variables[${i}].expression`, 'expression is not specified'))
  })
  return errors
}

function validateMatching(matching: Matching, at: string): FieldError[] {
  const errors: FieldError[] = []
  const policies = ['Equivalent', 'Exact']
  if (matching.matchPolicy !== undefined && !policies.includes(matching.matchPolicy)) {
    errors.push(notSupported(`${at}.matchPolicy`, matching.matchPolicy, policies))
  }
  errors.push(...validateSelector(matching.namespaceSelector, `${at}.namespaceSelector`))
  errors.push(...validateSelector(matching.objectSelector, `${at}.objectSelector`))
  for (const field of ['resourceRules', 'excludeResourceRules'] as const) {
    ;(matching[field] ?? []).forEach((rule, i) => errors.push(...validateRule(rule as never, `${at}.${field}[${i}]`)))
  }
  return errors
}

export function validatePolicyBinding(binding: ValidatingAdmissionPolicyBinding): FieldError[] {
  const spec = binding.spec ?? {}
  const errors = spec.policyName ? checkSubdomain(spec.policyName, 'spec.policyName') : [required('spec.policyName')]
  const { paramRef } = spec
  const actions = spec.validationActions ?? []
  if (paramRef !== undefined) {
    if (paramRef.name && paramRef.selector !== undefined) {
      errors.push({ type: 'Forbidden', field: 'spec.paramRef.name', detail: 'name and selector are mutually exclusive' })
    }
    if (!paramRef.name && paramRef.selector === undefined) errors.push(required('spec.paramRef', 'one of name or selector must be specified'))
    const missing = paramRef.parameterNotFoundAction
    if (!missing) errors.push(required('spec.paramRef.parameterNotFoundAction'))
    else if (!['Allow', 'Deny'].includes(missing)) {
      errors.push(notSupported('spec.paramRef.parameterNotFoundAction', missing, ['Deny', 'Allow']))
    }
  }
  if (spec.matchResources !== undefined) errors.push(...validateMatching(spec.matchResources, 'spec.matchResources'))
  if (actions.length === 0) errors.push(required('spec.validationActions', 'at least one validation action is required'))
  actions.forEach((action, i) => {
    if (!ACTIONS.includes(action)) errors.push(notSupported(`spec.validationActions[${i}]`, action, ACTIONS))
    if (actions.indexOf(action) < i) errors.push({ type: 'Duplicate', field: `spec.validationActions[${i}]`, value: action, detail: '' })
  })
  if (actions.includes('Deny') && actions.includes('Warn')) {
    errors.push(invalid('spec.validationActions', actions, 'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'))
  }
  return errors
}
