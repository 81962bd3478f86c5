/** What an authorizer is asked: who wants to do what. */
import type { ApiRequest, UserInfo } from '../request.ts'

export interface Attributes {
  readonly user: UserInfo
  readonly verb: string
  readonly group: string
  /** Plural; '' for a path. */
  readonly resource: string
  readonly subresource: string
  /** '' for the cluster scope and for all namespaces. */
  readonly namespace: string
  readonly name: string
  /** A request to no resource: "/healthz". */
  readonly path?: string
}

/** apiserver/pkg/endpoints/request/requestinfo.go: a namespace is looked at in itself. */
export function attributesOf(request: ApiRequest): Attributes {
  const name = request.verb === 'create' && request.subresource === undefined ? '' : request.name ?? ''
  const isNamespace = request.group === '' && request.resource === 'namespaces' && name !== ''
  const { user, verb, group, resource } = request
  return {
    user, verb, group, resource, name,
    subresource: request.subresource ?? '',
    namespace: isNamespace ? name : request.namespace ?? '',
  }
}

export const pathAttributes = (user: UserInfo, verb: string, path: string): Attributes =>
  ({ user, verb, path, group: '', resource: '', subresource: '', namespace: '', name: '' })

/** apiserver/pkg/endpoints/handlers/responsewriters/errors.go, forbiddenMessage. */
export function forbiddenText(a: Attributes): string {
  const who = JSON.stringify(a.user.name)
  if (a.path !== undefined) return `User ${who} cannot ${a.verb} path ${JSON.stringify(a.path)}`
  const resource = a.subresource === '' ? a.resource : `${a.resource}/${a.subresource}`
  const where = a.namespace === '' ? 'at the cluster scope' : `in the namespace "${a.namespace}"`
  return `User ${who} cannot ${a.verb} resource "${resource}" in API group "${a.group}" ${where}`
}
