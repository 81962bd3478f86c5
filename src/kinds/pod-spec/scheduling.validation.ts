/** The rules for where a pod may run: affinity, tolerations, spreading. */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, notSupported, required } from '../field-error.ts'
import type {
  Affinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm, Toleration,
  TopologySpreadConstraint,
} from '../generated/api-types.ts'
import { isDnsLabel, isLabelValue, isSubdomain } from '../validation/formats.ts'
import { validateLabelKey, validateSelector } from '../validation/labels.ts'

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

export function validateAffinity(affinity: Affinity | undefined, at: string): FieldError[] {
  if (affinity === undefined) return []
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity
  const errors: FieldError[] = []
  if (nodeAffinity !== undefined) {
    const needed = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution
    if (needed !== undefined) {
      errors.push(...validateNodeSelector(needed, `${at}.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution`))
    }
    ;(nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).forEach(({ weight, preference }, i) => {
      const path = `${at}.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
      errors.push(...validateWeight(weight, path), ...validateTerm(preference ?? {}, `${path}.preference`, false))
    })
  }
  if (podAffinity !== undefined) errors.push(...validatePodAffinity(podAffinity, `${at}.podAffinity`))
  if (podAntiAffinity !== undefined) errors.push(...validatePodAffinity(podAntiAffinity, `${at}.podAntiAffinity`))
  return errors
}

const validateWeight = (weight: number | undefined, path: string): FieldError[] =>
  (weight ?? 0) <= 0 || weight! > 100 ? [invalid(`${path}.weight`, weight ?? 0, 'must be in the range 1-100')] : []

export function validateNodeSelector(selector: NodeSelector, at: string): FieldError[] {
  const terms = selector.nodeSelectorTerms ?? []
  const path = `${at}.nodeSelectorTerms`
  if (terms.length === 0) return [required(path, 'must have at least one node selector term')]
  return terms.flatMap((term, i) => validateTerm(term, `${path}[${i}]`, true))
}

function validateTerm(term: NodeSelectorTerm, at: string, values: boolean): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((r, i) => validateRequirement(r, `${at}.matchExpressions[${i}]`, values)),
    ...(term.matchFields ?? []).flatMap((r, i) => validateFieldRequirement(r, `${at}.matchFields[${i}]`)),
  ]
}

function validateRequirement(requirement: NodeSelectorRequirement, at: string, checkValues: boolean): FieldError[] {
  const { key, operator, values = [] } = requirement
  const errors: FieldError[] = []
  switch (operator) {
    case 'In': case 'NotIn':
      if (values.length === 0) errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists': case 'DoesNotExist':
      if (values.length > 0) errors.push(forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
      break
    case 'Gt': case 'Lt':
      if (values.length !== 1) errors.push(required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    default: errors.push(invalid(`${at}.operator`, operator ?? '', 'not a valid selector operator'))
  }
  errors.push(...validateLabelKey(key ?? '', `${at}.key`))
  if (!checkValues) return errors
  return [...errors, ...values.flatMap((v, i) => isLabelValue(v).map((text) => invalid(`${at}.values[${i}]`, v, text)))]
}

function validateFieldRequirement({ key, operator, values = [] }: NodeSelectorRequirement, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (operator !== 'In' && operator !== 'NotIn') errors.push(invalid(`${at}.operator`, operator ?? '', 'not a valid selector operator'))
  else if (values.length !== 1) {
    errors.push(required(`${at}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
  }
  if (key !== 'metadata.name') return [...errors, invalid(`${at}.key`, key ?? '', 'not a valid field selector key')]
  return [...errors, ...values.flatMap((v, i) => isSubdomain(v).map((text) => invalid(`${at}.values[${i}]`, v, text)))]
}

function validatePodAffinity(affinity: PodAffinity, at: string): FieldError[] {
  return [
    ...(affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((term, i) =>
      validatePodTerm(term, `${at}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`)),
    ...(affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((weighted, i) => {
      const path = `${at}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
      return [...validateWeight(weighted.weight, path), ...validatePodTerm(weighted.podAffinityTerm ?? {} as never, `${path}.podAffinityTerm`)]
    }),
  ]
}

function validatePodTerm(term: PodAffinityTerm, at: string): FieldError[] {
  return [
    ...validateSelector(term.labelSelector, `${at}.labelSelector`),
    ...validateSelector(term.namespaceSelector, `${at}.namespaceSelector`),
    ...(term.namespaces ?? []).flatMap((name) => isDnsLabel(name).map((text) => invalid(`${at}.namespace`, name, text))),
    ...validateLabelKeys(term, at),
    ...(term.topologyKey ? [] : [required(`${at}.topologyKey`, 'can not be empty')]),
    ...validateLabelKey(term.topologyKey ?? '', `${at}.topologyKey`),
  ]
}

type KeyedTerm = Pick<PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>

/** ValidateMatchLabelKeysAndMismatchLabelKeys. */
function validateLabelKeys(term: KeyedTerm, at: string): FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys'] as const) {
    const keys = term[field] ?? []
    if (keys.length === 0) continue
    if (term.labelSelector === undefined) errors.push(forbidden(`${at}.${field}`, 'must not be specified when labelSelector is not set'))
    else errors.push(...keys.flatMap((key, i) => validateLabelKey(key, `${at}.${field}[${i}]`)))
  }
  const seen = new Set(Object.keys(term.labelSelector?.matchLabels ?? {}))
  const matching = term.matchLabelKeys ?? []
  for (const { key } of term.labelSelector?.matchExpressions ?? []) {
    const index = matching.indexOf(key)
    if (index >= 0 && seen.has(key)) errors.push(invalid(`${at}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'))
    seen.add(key)
  }
  matching.forEach((key, i) => {
    if (term.mismatchLabelKeys?.includes(key)) {
      errors.push(invalid(`${at}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'))
    }
  })
  return errors
}

export function validateTolerations(tolerations: readonly Toleration[], path: string): FieldError[] {
  return tolerations.flatMap(({ key, operator, value, effect, tolerationSeconds }, i) => {
    const at = `${path}[${i}]`
    const errors: FieldError[] = key ? validateLabelKey(key, `${at}.key`) : []
    if (!key && operator !== 'Exists') {
      errors.push(invalid(`${at}.operator`, operator ?? '',
        'operator must be Exists when `key` is empty, which means "match all values and all keys"'))
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(`${at}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    }
    errors.push(...validateOperator(operator ?? '', value ?? '', at))
    if (effect && !TAINT_EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, TAINT_EFFECTS))
    return errors
  })
}

function validateOperator(operator: string, value: string, at: string): FieldError[] {
  switch (operator) {
    case '': case 'Equal': {
      const wrong = isLabelValue(value)
      return wrong.length > 0 ? [invalid(`${at}.operator`, value, wrong.join(';'))] : []
    }
    case 'Exists':
      return value ? [invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'")] : []
    case 'Lt': case 'Gt':
      return [notSupported(`${at}.operator`, operator, ['Equal', 'Exists', 'Lt', 'Gt'])]
    default: return [notSupported(`${at}.operator`, operator, ['Equal', 'Exists'])]
  }
}

export function validateSpreadConstraints(constraints: readonly TopologySpreadConstraint[], path: string): FieldError[] {
  return constraints.flatMap((constraint, i) => {
    const at = `${path}[${i}]`
    const { maxSkew, topologyKey, whenUnsatisfiable: when, minDomains, nodeAffinityPolicy, nodeTaintsPolicy } = constraint
    const errors: FieldError[] = []
    if ((maxSkew ?? 0) <= 0) errors.push(invalid(`${at}.maxSkew`, maxSkew ?? 0, 'must be greater than zero'))
    if (!topologyKey) errors.push(required(`${at}.topologyKey`, 'can not be empty'))
    const actions = ['DoNotSchedule', 'ScheduleAnyway']
    if (!actions.includes(when)) errors.push(notSupported(`${at}.whenUnsatisfiable`, when ?? '', actions))
    if (constraints.slice(i + 1).some((c) => c.topologyKey === topologyKey && c.whenUnsatisfiable === when)) {
      errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${when}}`))
    }
    if (minDomains !== undefined) {
      if (minDomains <= 0) errors.push(invalid(`${at}.minDomains`, minDomains, 'must be greater than zero'))
      if (when !== 'DoNotSchedule') {
        errors.push(invalid(`${at}.minDomains`, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${when}`))
      }
    }
    for (const [field, value] of Object.entries({ nodeAffinityPolicy, nodeTaintsPolicy })) {
      if (value !== undefined && !['Honor', 'Ignore'].includes(value)) errors.push(notSupported(`${at}.${field}`, value, ['Honor', 'Ignore']))
    }
    return [...errors, ...validateLabelKeys(constraint, at), ...validateSelector(constraint.labelSelector, `${at}.labelSelector`)]
  })
}
