/** Nobody may give rights away that they do not hold themselves. */
import type { PolicyRule, Role as RoleObject, RoleBinding as RoleBindingObject, RoleRef } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { ClusterRoleBinding } from '../../kinds/rbac/cluster-role-binding.ts'
import { ClusterRole } from '../../kinds/rbac/cluster-role.ts'
import { RoleBinding } from '../../kinds/rbac/role-binding.ts'
import { Role } from '../../kinds/rbac/role.ts'
import { sameValue } from '../../lib/same-value.ts'
import { refused } from '../admission/refusal.ts'
import type { AdmissionRequest, Judge } from '../context.ts'
import { notFoundError } from '../errors.ts'
import { attributesOf } from './attributes.ts'
import { decide } from './authorize.ts'
import { roleOf, rulesOf } from './rbac.ts'

const GROUP = 'rbac.authorization.k8s.io'

/** pkg/registry/rbac/role/policybased/storage.go and rolebinding/policybased/storage.go */
export const rbacEscalation: Judge = (admission, object, { reader }) => {
  const { kind, operation, request, before } = admission
  if (object === undefined || operation === 'DELETE' || request.user.groups.includes('system:masters')) return
  if (kind === (Role as unknown) || kind === (ClusterRole as unknown)) {
    const { rules } = object as RoleObject
    if (before !== undefined && sameValue(rules, (before as RoleObject).rules)) return
    if (may(admission, 'escalate', kind.plural, object.metadata.name, reader)) return
    confirm(admission, object as RoleObject, rules ?? [], reader)
  } else if (kind === (RoleBinding as unknown) || kind === (ClusterRoleBinding as unknown)) {
    const binding = object as RoleBindingObject
    if (before !== undefined && sameValue(binding.roleRef, (before as RoleBindingObject).roleRef) &&
      sameValue(binding.subjects, (before as RoleBindingObject).subjects)) return
    judgeBinding(admission, binding, binding.roleRef, reader)
  }
}

function judgeBinding(admission: AdmissionRequest, binding: RoleBindingObject, ref: RoleRef, reader: Reader): void {
  const resource = ref.kind === 'Role' ? 'roles' : 'clusterroles'
  if (may(admission, 'bind', resource, ref.name, reader)) return
  const role = roleOf(ref, admission.namespace ?? '', reader)
  if (role === undefined) throw notFoundError({ group: GROUP, resource }, ref.name)
  confirm(admission, binding, role.rules ?? [], reader)
}

const may = ({ request, namespace }: AdmissionRequest, verb: string, resource: string, name: string, reader: Reader): boolean =>
  decide({ ...attributesOf(request), verb, group: GROUP, resource, subresource: '', name, namespace: namespace ?? '' }, reader).allowed

/** pkg/registry/rbac/validation/rule.go, ConfirmNoEscalation. */
function confirm(admission: AdmissionRequest, object: RoleObject | RoleBindingObject, rules: readonly PolicyRule[], reader: Reader): void {
  const { user } = admission.request
  const held = [...rulesOf(user, admission.namespace ?? '', reader)].flatMap((found) => ('rule' in found ? [found.rule] : []))
  const missing = rules.flatMap(breakdown).filter((rule) => !held.some((own) => covers(own, rule)))
  if (missing.length === 0) return
  const lines = [...new Set(compact(missing).map(describe))].sort()
  throw refused(admission, object, `user ${JSON.stringify(user.name)} (groups=${list(user.groups)}) is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}`)
}

/** policy_comparator.go, BreakdownRule: one verb, one group, one resource, one name each. */
function breakdown(rule: PolicyRule): PolicyRule[] {
  const single: PolicyRule[] = []
  for (const verb of rule.verbs) {
    for (const url of rule.nonResourceURLs ?? []) single.push({ nonResourceURLs: [url], verbs: [verb] })
    for (const group of rule.apiGroups ?? []) {
      for (const resource of rule.resources ?? []) {
        const names = rule.resourceNames ?? []
        const one = { apiGroups: [group], resources: [resource], verbs: [verb] }
        if (names.length === 0) single.push(one)
        for (const name of names) single.push({ ...one, resourceNames: [name] })
      }
    }
  }
  return single
}

function covers(own: PolicyRule, rule: PolicyRule): boolean {
  const all = (held: readonly string[] | undefined, asked: readonly string[] | undefined): boolean =>
    (asked ?? []).every((value) => (held ?? []).includes('*') || (held ?? []).includes(value))
  if (!all(own.verbs, rule.verbs)) return false
  if ((rule.nonResourceURLs ?? []).length > 0) {
    return rule.nonResourceURLs!.every((url) => (own.nonResourceURLs ?? []).some((have) =>
      have === '*' || have === url || (have.endsWith('*') && url.startsWith(have.slice(0, -1)))))
  }
  if (!all(own.apiGroups, rule.apiGroups)) return false
  const resources = (rule.resources ?? []).every((resource) => (own.resources ?? []).some((have) =>
    have === '*' || have === resource || (have.startsWith('*/') && resource.endsWith(have.slice(1)))))
  if (!resources) return false
  const names = own.resourceNames ?? []
  return names.length === 0 || ((rule.resourceNames ?? []).length > 0 && rule.resourceNames!.every((name) => names.includes(name)))
}

/** pkg/registry/rbac/validation/policy_compact.go: rules that differ in their verbs only become one. */
function compact(rules: readonly PolicyRule[]): PolicyRule[] {
  const compacted: PolicyRule[] = []
  const simple = new Map<string, PolicyRule>()
  for (const rule of rules) {
    const isSimple = rule.apiGroups?.length === 1 && rule.resources?.length === 1 &&
      (rule.resourceNames ?? []).length <= 1 && (rule.nonResourceURLs ?? []).length === 0
    if (!isSimple) {
      compacted.push(rule)
      continue
    }
    const key = `${rule.apiGroups![0]}/${rule.resources![0]}/${rule.resourceNames?.[0] ?? ''}`
    const there = simple.get(key)
    if (there === undefined) {
      const copy = { ...rule, verbs: [...rule.verbs] }
      simple.set(key, copy)
      compacted.push(copy)
    } else there.verbs.push(...rule.verbs)
  }
  return compacted
}

const list = (values: readonly string[]): string => `[${values.map((v) => JSON.stringify(v)).join(' ')}]`

/** PolicyRule.CompactString. */
function describe(rule: PolicyRule): string {
  const parts: [string, readonly string[] | undefined][] = [
    ['APIGroups', rule.apiGroups], ['Resources', rule.resources], ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames], ['Verbs', rule.verbs],
  ]
  return `{${parts.filter(([, values]) => (values ?? []).length > 0).map(([name, values]) => `${name}:${list(values!)}`).join(', ')}}`
}
