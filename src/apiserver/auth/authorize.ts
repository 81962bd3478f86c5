/** May this user do this? */
import type { Reader } from '../../kinds/kind.ts'
import { forbiddenError } from '../errors.ts'
import type { Attributes } from './attributes.ts'
import { forbiddenText } from './attributes.ts'
import { nodeDecides } from './node-authorizer.ts'
import type { Decision } from './rbac.ts'
import { rbacDecides } from './rbac.ts'

/** Members of system:masters may do everything; then the node authorizer and RBAC are asked. */
export function decide(a: Attributes, reader: Reader): Decision {
  if (a.user.groups.includes('system:masters')) return { allowed: true, reason: '' }
  const node = nodeDecides(a, reader)
  if (node?.allowed === true) return node
  const rbac = rbacDecides(a, reader)
  return rbac.allowed || node === undefined ? rbac : node
}

/** Throws Forbidden when no authorizer allows it. */
export function authorize(a: Attributes, reader: Reader): void {
  const { allowed, reason } = decide(a, reader)
  if (allowed) return
  throw forbiddenError({ group: a.group, resource: a.resource }, a.name, forbiddenText(a) + (reason === '' ? '' : `: ${reason}`))
}
