/** Role-based access: which rules hold for a user, and whether one of them covers a request. */
import type {
  ClusterRole as ClusterRoleObject, ClusterRoleBinding as ClusterRoleBindingObject, PolicyRule, Role as RoleObject,
  RoleBinding as RoleBindingObject, RoleRef, Subject,
} from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { ClusterRoleBinding } from '../../kinds/rbac/cluster-role-binding.ts'
import { ClusterRole } from '../../kinds/rbac/cluster-role.ts'
import { RoleBinding } from '../../kinds/rbac/role-binding.ts'
import { Role } from '../../kinds/rbac/role.ts'
import type { UserInfo } from '../request.ts'
import type { Attributes } from './attributes.ts'

export interface Decision {
  readonly allowed: boolean
  readonly reason: string
}

/** What a visit of a user's bindings yields: a rule, or why a role could not be read. */
type Found = { readonly rule: PolicyRule; readonly by: () => string } | { readonly error: string }

/** plugin/pkg/auth/authorizer/rbac/rbac.go */
export function rbacDecides(a: Attributes, reader: Reader): Decision {
  const errors: string[] = []
  for (const found of rulesOf(a.user, a.namespace, reader)) {
    if ('error' in found) errors.push(found.error)
    else if (allows(found.rule, a)) return { allowed: true, reason: `RBAC: allowed by ${found.by()}` }
  }
  return { allowed: false, reason: errors.length === 0 ? '' : `RBAC: ${errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`}` }
}

/** pkg/registry/rbac/validation/rule.go, VisitRulesFor: first the cluster's bindings, then the namespace's. */
export function* rulesOf(user: UserInfo, namespace: string, reader: Reader): Generator<Found> {
  for (const binding of reader.list(ClusterRoleBinding)) {
    const subject = binding.subjects?.find((s) => appliesTo(s, user, ''))
    if (subject !== undefined) yield* rulesOfRole(binding, subject, '', reader)
  }
  if (namespace === '') return
  for (const binding of reader.list(RoleBinding, namespace)) {
    const subject = binding.subjects?.find((s) => appliesTo(s, user, namespace))
    if (subject !== undefined) yield* rulesOfRole(binding, subject, namespace, reader)
  }
}

function* rulesOfRole(
  binding: ClusterRoleBindingObject | RoleBindingObject, subject: Subject, namespace: string, reader: Reader,
): Generator<Found> {
  const role = roleOf(binding.roleRef, namespace, reader)
  if (role === undefined) {
    const { kind, name } = binding.roleRef
    yield { error: `${kind === 'Role' ? 'role' : 'clusterrole'}.rbac.authorization.k8s.io "${name}" not found` }
    return
  }
  for (const rule of role.rules ?? []) yield { rule, by: () => describe(binding, subject, namespace) }
}

export const roleOf = (ref: RoleRef, namespace: string, reader: Reader): RoleObject | ClusterRoleObject | undefined =>
  ref.kind === 'Role' ? reader.get(Role, namespace, ref.name) : reader.get(ClusterRole, undefined, ref.name)

function appliesTo(subject: Subject, user: UserInfo, namespace: string): boolean {
  switch (subject.kind) {
    case 'User': return user.name === subject.name
    case 'Group': return user.groups.includes(subject.name)
    case 'ServiceAccount': return user.name === `system:serviceaccount:${subject.namespace ?? namespace}:${subject.name}`
    default: return false
  }
}

function describe(binding: ClusterRoleBindingObject | RoleBindingObject, subject: Subject, namespace: string): string {
  const { kind, name } = binding.roleRef
  const space = namespace === '' ? '' : `/${namespace}`
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace ?? namespace}` : subject.name
  return `${namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding'} "${binding.metadata.name}${space}" of ${kind} "${name}" to ${subject.kind} "${who}"`
}

const has = (list: readonly string[] | undefined, value: string): boolean =>
  list !== undefined && (list.includes('*') || list.includes(value))

/** pkg/apis/rbac/v1/evaluation_helpers.go */
export function allows(rule: PolicyRule, a: Attributes): boolean {
  if (!has(rule.verbs, a.verb)) return false
  if (a.path !== undefined) {
    return (rule.nonResourceURLs ?? []).some((url) =>
      url === '*' || url === a.path || (url.endsWith('*') && a.path!.startsWith(url.slice(0, -1))))
  }
  if (!has(rule.apiGroups, a.group)) return false
  const resource = a.subresource === '' ? a.resource : `${a.resource}/${a.subresource}`
  const covered = (rule.resources ?? []).some((r) =>
    r === '*' || r === resource || (a.subresource !== '' && r === `*/${a.subresource}`))
  if (!covered) return false
  return (rule.resourceNames ?? []).length === 0 || rule.resourceNames!.includes(a.name)
}
