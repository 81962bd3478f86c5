/** The rules for a Job's policies on failure and success. */
import type { FieldError } from '../field-error.ts'
import { duplicate, invalid, notSupported, required, tooMany } from '../field-error.ts'
import type { JobSpec, PodFailurePolicyRule } from '../generated/api-types.ts'
import { check } from '../validation/fields.ts'
import { isLabelKey } from '../validation/formats.ts'

const RULES_MAX = 20
const VALUES_MAX = 255
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore']

export function validatePodFailurePolicy(spec: JobSpec, at: string): FieldError[] {
  const rules = spec.podFailurePolicy!.rules ?? []
  const errors: FieldError[] = rules.length > RULES_MAX ? [tooMany(`${at}.rules`, rules.length, RULES_MAX)] : []
  const names = [...(spec.template.spec?.containers ?? []), ...(spec.template.spec?.initContainers ?? [])].map((c) => c.name)
  rules.forEach((rule, i) => errors.push(...validateRule(rule, spec, names, `${at}.rules[${i}]`)))
  return errors
}

function validateRule(rule: PodFailurePolicyRule, spec: JobSpec, names: readonly string[], at: string): FieldError[] {
  const { action, onExitCodes, onPodConditions = [] } = rule
  const errors: FieldError[] = []
  if (!action) errors.push(required(`${at}.action`, `valid values: ${JSON.stringify(ACTIONS).replaceAll(',', ' ')}`))
  else if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
    errors.push(invalid(`${at}.action`, action, 'requires the backoffLimitPerIndex to be set'))
  } else if (!ACTIONS.includes(action)) errors.push(notSupported(`${at}.action`, action, ACTIONS))
  if (onExitCodes !== undefined) {
    const path = `${at}.onExitCodes`
    const { operator, containerName } = onExitCodes
    const values = onExitCodes.values ?? []
    if (!operator) errors.push(required(`${path}.operator`, 'valid values: ["In" "NotIn"]'))
    else if (!['In', 'NotIn'].includes(operator)) errors.push(notSupported(`${path}.operator`, operator, ['In', 'NotIn']))
    if (containerName !== undefined && !names.includes(containerName)) {
      errors.push(invalid(`${path}.containerName`, containerName, 'must be one of the container or initContainer names in the pod template'))
    }
    if (values.length === 0) errors.push(invalid(`${path}.values`, values, 'at least one value is required'))
    else if (values.length > VALUES_MAX) errors.push(tooMany(`${path}.values`, values.length, VALUES_MAX))
    values.forEach((value, i) => {
      if (operator === 'In' && value === 0) errors.push(invalid(`${path}.values[${i}]`, value, 'must not be 0 for the In operator'))
      if (values.indexOf(value) < i) errors.push(duplicate(`${path}.values[${i}]`, value))
      if (i > 0 && value < values[i - 1]!) errors.push(invalid(`${path}.values`, values, 'must be ordered'))
    })
  }
  if (onPodConditions.length > RULES_MAX) errors.push(tooMany(`${at}.onPodConditions`, onPodConditions.length, RULES_MAX))
  onPodConditions.forEach(({ type, status }, i) => {
    errors.push(...check(isLabelKey, type ?? '', `${at}.onPodConditions[${i}].type`))
    const statuses = ['False', 'True', 'Unknown']
    if (!statuses.includes(status ?? '')) errors.push(notSupported(`${at}.onPodConditions[${i}].status`, status ?? '', statuses))
  })
  if (onExitCodes !== undefined && onPodConditions.length > 0) {
    errors.push(invalid(at, '', 'specifying both OnExitCodes and OnPodConditions is not supported'))
  }
  if (onExitCodes === undefined && onPodConditions.length === 0) {
    errors.push(invalid(at, '', 'specifying one of OnExitCodes and OnPodConditions is required'))
  }
  return errors
}

export function validateSuccessPolicy(spec: JobSpec, at: string): FieldError[] {
  const rules = spec.successPolicy!.rules ?? []
  if (spec.completionMode !== 'Indexed') return [invalid(at, spec.successPolicy, 'requires indexed completion mode')]
  if (rules.length === 0) return [required(`${at}.rules`, 'at least one rules must be specified when the successPolicy is specified')]
  if (rules.length > RULES_MAX) return [tooMany(`${at}.rules`, rules.length, RULES_MAX)]
  return rules.flatMap(({ succeededIndexes, succeededCount }, i) => {
    const path = `${at}.rules[${i}]`
    if (succeededCount === undefined && succeededIndexes === undefined) {
      return [required(path, 'at least one of succeededCount or succeededIndexes must be specified')]
    }
    if ((succeededCount ?? 0) < 0) return [invalid(`${path}.succeededCount`, succeededCount, 'must be greater than or equal to 0')]
    if (succeededCount !== undefined && succeededCount > (spec.completions ?? 0)) {
      return [invalid(`${path}.succeededCount`, succeededCount,
        `must be less than or equal to ${spec.completions} (the number of specified completions)`)]
    }
    return []
  })
}
