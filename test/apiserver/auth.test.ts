/** Who may do what, and in which words it is refused. */
import { describe, expect, it } from 'vitest'
import { cluster, user } from './cluster.ts'

const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' }

function withReader() {
  const c = cluster()
  c.ask({ verb: 'create', ...RBAC, resource: 'roles', body: { metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'], verbs: ['get'] }, { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: ['create', 'get'] }] } })
  c.ask({ verb: 'create', ...RBAC, resource: 'rolebindings', body: { metadata: { name: 'b' }, roleRef: { apiGroup: RBAC.group, kind: 'Role', name: 'reader' }, subjects: [{ kind: 'User', name: 'jane', apiGroup: RBAC.group }] } })
  return c
}

describe('role-based access', () => {
  it('lets through what a rule names and nothing else', () => {
    const { refusal } = withReader()
    expect(refusal({ verb: 'get', name: 'a' }, user('jane'))).toBe('404 configmaps "a" not found')
    expect(refusal({ verb: 'get', name: 'b' }, user('jane'))).toBe('403 configmaps "b" is forbidden: User "jane" cannot get resource "configmaps" in API group "" in the namespace "default"')
    expect(refusal({ verb: 'list', resource: 'nodes', namespace: undefined as never }, user('jane'))).toBe('403 nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope')
  })
  it('lets nobody give away rights that he does not hold', () => {
    const { refusal } = withReader()
    const role = (rules: object[]) => ({ verb: 'create', ...RBAC, resource: 'roles', body: { metadata: { name: 'x' }, rules } }) as const
    expect(refusal(role([{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }]), user('jane'))).toBe(
      '403 roles.rbac.authorization.k8s.io "x" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}')
    expect(refusal(role([{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'], verbs: ['get'] }]), user('jane'))).toBe(undefined)
  })
  it('lets nobody act as another without the right to', () => {
    const { world } = withReader()
    const certificate = { commonName: 'jane', organizations: [] }
    expect(() => world.server.authenticate({ certificate, as: { user: 'bob' } })).toThrow(
      'users "bob" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope')
    expect(world.server.authenticate({ certificate: { commonName: 'x', organizations: ['system:masters'] }, as: { user: 'system:serviceaccount:default:robot' } })).toEqual({
      name: 'system:serviceaccount:default:robot', groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    })
  })
})

describe('ServiceAccount tokens', () => {
  it('hold until they expire or their account goes', () => {
    const { world, body, ask } = cluster()
    ask({ verb: 'create', resource: 'serviceaccounts', body: { metadata: { name: 'robot' } } })
    const { status } = body({ verb: 'create', resource: 'serviceaccounts', name: 'robot', subresource: 'token', body: { spec: { expirationSeconds: 600 } } })
    expect(world.server.authenticate({ token: status.token }).name).toBe('system:serviceaccount:default:robot')
    expect(() => world.server.authenticate({ token: `${status.token.slice(0, -4)}AAAA` })).toThrow('Unauthorized')
    world.advance(601_000)
    expect(() => world.server.authenticate({ token: status.token })).toThrow('Unauthorized')
  })
})
