/** Acting as somebody else: allowed to those who hold the verb impersonate on that identity. */
import type { Reader } from '../../kinds/kind.ts'
import type { UserInfo } from '../request.ts'
import type { Attributes } from './attributes.ts'
import { authorize } from './authorize.ts'

export interface Impersonation {
  readonly user: string
  readonly uid?: string
  readonly groups?: readonly string[]
  readonly extra?: { readonly [key: string]: readonly string[] }
}

const SERVICE_ACCOUNT = 'system:serviceaccount:'

/** apiserver/pkg/endpoints/filters/impersonation/impersonation.go */
export function impersonate(user: UserInfo, as: Impersonation, reader: Reader): UserInfo {
  const base = { user, verb: 'impersonate', group: '', subresource: '', namespace: '' } as const
  const ask = (a: Omit<Attributes, 'user' | 'verb' | 'subresource'>): void => authorize({ ...base, ...a }, reader)
  const [, , namespace, name] = as.user.startsWith(SERVICE_ACCOUNT) ? as.user.split(':') : []
  if (name !== undefined) ask({ group: '', resource: 'serviceaccounts', namespace: namespace!, name })
  else ask({ group: '', resource: 'users', namespace: '', name: as.user })
  for (const group of as.groups ?? []) ask({ group: '', resource: 'groups', namespace: '', name: group })
  const AUTHENTICATION = 'authentication.k8s.io'
  if (as.uid !== undefined) ask({ group: AUTHENTICATION, resource: 'uids', namespace: '', name: as.uid })
  for (const [key, values] of Object.entries(as.extra ?? {})) {
    for (const value of values) authorize({ ...base, group: AUTHENTICATION, resource: 'userextras', subresource: key, name: value }, reader)
  }
  const given = [...(as.groups ?? [])]
  if (given.length === 0 && name !== undefined) given.push('system:serviceaccounts', `system:serviceaccounts:${namespace}`)
  if (as.user !== 'system:anonymous' && !given.includes('system:authenticated') && !given.includes('system:unauthenticated')) {
    given.push('system:authenticated')
  }
  if (as.user === 'system:anonymous' && !given.includes('system:unauthenticated')) given.push('system:unauthenticated')
  return {
    name: as.user, groups: given,
    ...(as.uid === undefined ? {} : { uid: as.uid }),
    ...(as.extra === undefined ? {} : { extra: as.extra }),
  }
}
