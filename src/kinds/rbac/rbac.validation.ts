/** The rules for roles and their bindings (pkg/apis/rbac/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported, required } from '../field-error.ts'
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Subject, Role, RoleBinding } from '../generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import { check } from '../validation/fields.ts'
import { isPathSegment, isSubdomain } from '../validation/formats.ts'
import { validateSelector } from '../validation/labels.ts'

const GROUP = 'rbac.authorization.k8s.io'

/** Names may hold colons and capitals: anything that fits into a path. */
export const pathSegmentName = (name: string): string[] => isPathSegment(name)

export const validateRole = (role: Role): FieldError[] => validateRules(role.rules ?? [], true)

export function validateClusterRole(role: ClusterRole): FieldError[] {
  const errors = validateRules(role.rules ?? [], false)
  if (role.aggregationRule === undefined) return errors
  const at = 'aggregationRule.clusterRoleSelectors'
  const selectors = role.aggregationRule.clusterRoleSelectors ?? []
  if (selectors.length === 0) {
    return [...errors, required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil')]
  }
  return [...errors, ...selectors.flatMap((selector, i) => validateSelector(selector, `${at}[${i}]`))]
}

function validateRules(rules: readonly PolicyRule[], namespaced: boolean): FieldError[] {
  return rules.flatMap((rule, i) => {
    const at = `rules[${i}]`
    const { nonResourceURLs: urls = [], apiGroups = [], resources = [], resourceNames = [] } = rule
    // a list that must be there and is not decodes to null
    const verbs = rule.verbs ?? []
    const errors: FieldError[] = verbs.length > 0 ? [] : [required(`${at}.verbs`, 'verbs must contain at least one value')]
    if (urls.length > 0) {
      if (namespaced) errors.push(invalid(`${at}.nonResourceURLs`, urls, 'namespaced rules cannot apply to non-resource URLs'))
      if (apiGroups.length + resources.length + resourceNames.length > 0) {
        errors.push(invalid(`${at}.nonResourceURLs`, urls, 'rules cannot apply to both regular resources and non-resource URLs'))
      }
      return errors
    }
    if (apiGroups.length === 0) errors.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'))
    if (resources.length === 0) errors.push(required(`${at}.resources`, 'resource rules must supply at least one resource'))
    return errors
  })
}

export const validateRoleBinding = (binding: RoleBinding, before: RoleBinding | undefined): FieldError[] =>
  validateBinding(binding, before, ['Role', 'ClusterRole'])

export const validateClusterRoleBinding = (binding: ClusterRoleBinding, before: ClusterRoleBinding | undefined): FieldError[] =>
  validateBinding(binding, before, ['ClusterRole'])

function validateBinding(
  binding: RoleBinding | ClusterRoleBinding, before: RoleBinding | ClusterRoleBinding | undefined, kinds: readonly string[],
): FieldError[] {
  const { apiGroup = '', kind = '', name = '' } = binding.roleRef ?? {}
  const errors: FieldError[] = []
  if (apiGroup !== GROUP) errors.push(notSupported('roleRef.apiGroup', apiGroup, [GROUP]))
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds))
  errors.push(...(name ? check(isPathSegment, name, 'roleRef.name') : [required('roleRef.name')]))
  const namespaced = kinds.includes('Role')
  ;(binding.subjects ?? []).forEach((subject, i) => errors.push(...validateSubject(subject, namespaced, `subjects[${i}]`)))
  if (before !== undefined && !sameValue(binding.roleRef, before.roleRef)) {
    errors.push(invalid('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef'))
  }
  return errors
}

function validateSubject({ kind = '', name, namespace, apiGroup = '' }: Subject, namespaced: boolean, at: string): FieldError[] {
  const errors: FieldError[] = name ? [] : [required(`${at}.name`)]
  switch (kind) {
    case 'ServiceAccount':
      if (name) errors.push(...check(isSubdomain, name, `${at}.name`))
      if (apiGroup !== '') errors.push(notSupported(`${at}.apiGroup`, apiGroup, ['']))
      if (!namespaced && !namespace) errors.push(required(`${at}.namespace`))
      return errors
    case 'User': case 'Group':
      return apiGroup === GROUP ? errors : [...errors, notSupported(`${at}.apiGroup`, apiGroup, [GROUP])]
    default: return [...errors, notSupported(`${at}.kind`, kind, ['ServiceAccount', 'User', 'Group'])]
  }
}
