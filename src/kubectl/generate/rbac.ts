/** kubectl create role, clusterrole, rolebinding, clusterrolebinding. */
import { byCodePoint } from '../../lib/json.ts'
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Generator } from './generator.ts'

const GROUP = 'rbac.authorization.k8s.io'
const API_VERSION = `${GROUP}/v1`

const STANDARD_VERBS = new Set([
  '*', 'get', 'delete', 'list', 'create', 'update', 'patch', 'watch', 'proxy', 'deletecollection', 'use', 'bind',
  'escalate', 'impersonate',
])
const URL_VERBS = new Set(['*', 'get', 'put', 'post', 'head', 'options', 'delete', 'patch'])
/** Verbs that only some resources know. */
const SPECIAL: Readonly<Record<string, readonly (readonly [group: string, resource: string])[]>> = {
  use: [['policy', 'podsecuritypolicies'], ['security.openshift.io', 'securitycontextconstraints']],
  bind: [[GROUP, 'roles'], [GROUP, 'clusterroles']],
  escalate: [[GROUP, 'roles'], [GROUP, 'clusterroles']],
  impersonate: [['', 'users'], ['', 'serviceaccounts'], ['', 'groups'], ['authentication.k8s.io', 'userextras']],
}

/** Upstream: `kubectl/pkg/cmd/create/create_role.go`. */
export const role: Generator = {
  path: 'create role', apiVersion: API_VERSION, kind: 'Role',
  build: session => {
    const verbs = verbsOf(session)
    if (verbs.length === 0) throw new KubectlError('at least one verb must be specified')
    const resources = resourcesOf(session)
    if (resources.length === 0) throw new KubectlError('at least one resource must be specified')
    warnUnknown(session, verbs)
    return { rules: rulesFor(session, verbs, resources) }
  },
}

/** Upstream: `kubectl/pkg/cmd/create/create_clusterrole.go`. */
export const clusterRole: Generator = {
  path: 'create clusterrole', apiVersion: API_VERSION, kind: 'ClusterRole',
  build: session => {
    const { flags } = session
    const verbs = verbsOf(session)
    const resources = resourcesOf(session)
    const urls = flags.list('non-resource-url')
    const aggregation = pairs(flags.string('aggregation-rule'))
    if (aggregation) {
      if (urls.length > 0 || verbs.length > 0 || resources.length > 0 || flags.list('resource-name').length > 0) {
        throw new KubectlError('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames')
      }
      return { aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregation }] }, rules: null }
    }
    if (verbs.length === 0) throw new KubectlError('at least one verb must be specified')
    if (resources.length === 0 && urls.length === 0) {
      throw new KubectlError('one of resource or nonResourceURL must be specified')
    }
    if (resources.length > 0) warnUnknown(session, verbs)
    checkUrls(urls, verbs)
    return {
      rules: [
        ...(resources.length > 0 ? rulesFor(session, verbs, resources) : []),
        ...(urls.length > 0 ? [{ verbs, nonResourceURLs: urls }] : []),
      ],
    }
  },
}

const checkUrls = (urls: readonly string[], verbs: readonly string[]): void => {
  if (urls.length === 0) return
  for (const verb of verbs) {
    if (!URL_VERBS.has(verb)) throw new KubectlError(`invalid verb: '${verb}' for nonResourceURL`)
  }
  for (const url of urls) {
    if (url === '*') continue
    if (url === '' || !url.startsWith('/')) throw new KubectlError('nonResourceURL should start with /')
    if (url.slice(0, -1).includes('*')) throw new KubectlError("nonResourceURL only supports wildcard matches when '*' is at the end")
  }
}

const verbsOf = ({ flags }: Session): readonly string[] => {
  const verbs = [...new Set(flags.list('verb'))].filter(verb => verb !== '')
  return verbs.includes('*') ? ['*'] : verbs
}

const warnUnknown = (session: Session, verbs: readonly string[]): void => {
  for (const verb of verbs) {
    if (!STANDARD_VERBS.has(verb)) session.warn(`Warning: '${verb}' is not a standard resource verb\n`)
  }
}

interface Resource { readonly group: string; readonly resource: string; readonly subresource: string }

const resourcesOf = (session: Session): readonly Resource[] => {
  const found: Resource[] = []
  for (const text of session.flags.list('resource')) {
    const [name = '', ...rest] = text.split('/')
    if (rest.join('/') === '' && text.includes('/')) throw new KubectlError(`resource '${text}' must be in the form of resource/subresource`)
    const subresource = rest.join('/')
    if (name === '*' && session.flags.list('resource').length === 1) return [{ group: '*', resource: '*', subresource }]
    const dot = name.indexOf('.')
    if (name === '*' || name.startsWith('*.')) {
      found.push({ group: name === '*' ? '*' : name.slice(2), resource: '*', subresource })
      continue
    }
    const mapping = session.mapper.find(name)
    if (!mapping) throw missing(name, dot)
    found.push({ group: mapping.group, resource: mapping.resource, subresource })
  }
  return found
}

const missing = (name: string, dot: number): KubectlError =>
  new KubectlError(dot < 0
    ? `the server doesn't have a resource type "${name}"`
    : `the server doesn't have a resource type "${name.slice(0, dot)}" in group "${name.slice(dot + 1)}"`)

const rulesFor = (session: Session, verbs: readonly string[], resources: readonly Resource[]): object[] => {
  const names = [...new Set(session.flags.list('resource-name'))]
  for (const verb of verbs) {
    const allowed = SPECIAL[verb]
    if (!allowed) continue
    for (const { group, resource } of resources) {
      if (resource === '*' || allowed.some(([g, r]) => g === group && r === resource)) continue
      throw new KubectlError(`can not perform '${verb}' on '${resource}' in group '${group}'`)
    }
  }
  const byGroup = new Map<string, string[]>()
  for (const { group, resource, subresource } of resources) {
    const name = subresource === '' ? resource : `${resource}/${subresource}`
    const names = byGroup.get(group) ?? []
    if (!names.includes(name)) names.push(name)
    byGroup.set(group, names)
  }
  return [...byGroup.keys()].sort(byCodePoint).map(group => ({
    verbs, apiGroups: [group], resources: byGroup.get(group), ...(names.length > 0 ? { resourceNames: names } : {}),
  }))
}

const pairs = (text: string): Record<string, string> | undefined => {
  if (text === '') return undefined
  return Object.fromEntries(text.split(',').map(pair => {
    const equals = pair.indexOf('=')
    if (equals < 0) throw new KubectlError(`invalid argument "${text}" for "--aggregation-rule" flag: malformed pair, expect string=string\n` +
        "See 'kubectl create clusterrole --help' for usage.")
    return [pair.slice(0, equals), pair.slice(equals + 1)]
  }))
}

/** Upstream: `kubectl/pkg/cmd/create/create_rolebinding.go`. */
export const roleBinding: Generator = {
  path: 'create rolebinding', apiVersion: API_VERSION, kind: 'RoleBinding', failure: 'failed to create rolebinding: ',
  build: session => {
    const clusterRoleName = session.flags.string('clusterrole')
    const roleName = session.flags.string('role')
    if ((clusterRoleName === '') === (roleName === '')) {
      throw new KubectlError('exactly one of clusterrole or role must be specified')
    }
    const kind = roleName === '' ? 'ClusterRole' : 'Role'
    return binding(session, { apiGroup: GROUP, kind, name: roleName || clusterRoleName })
  },
}

export const clusterRoleBinding: Generator = {
  path: 'create clusterrolebinding', required: ['clusterrole'], apiVersion: API_VERSION, kind: 'ClusterRoleBinding',
  failure: 'failed to create clusterrolebinding: ',
  build: session => binding(session, { apiGroup: GROUP, kind: 'ClusterRole', name: session.flags.string('clusterrole') }),
}

const binding = ({ flags }: Session, roleRef: object): Record<string, unknown> => {
  const subjects = [
    ...flags.list('user').map(name => ({ kind: 'User', apiGroup: GROUP, name })),
    ...flags.list('group').map(name => ({ kind: 'Group', apiGroup: GROUP, name })),
    ...flags.list('serviceaccount').map(text => {
      const parts = text.split(':')
      if (parts.length !== 2 || parts.includes('')) throw new KubectlError('serviceaccount must be <namespace>:<name>')
      return { kind: 'ServiceAccount', namespace: parts[0], name: parts[1] }
    }),
  ]
  return { roleRef, ...(subjects.length > 0 ? { subjects } : {}) }
}
