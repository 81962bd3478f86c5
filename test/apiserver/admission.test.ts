/** Admission: what pods get, and what they are refused for. */
import { describe, expect, it } from 'vitest'
import { cluster } from './cluster.ts'

const pod = (spec: object = {}, name = 'p') =>
  ({ verb: 'create', resource: 'pods', body: { metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } } }) as const

describe('pods', () => {
  it('get an account, its token, tolerations and a priority', () => {
    const { body } = cluster()
    const { spec } = body(pod())
    expect([spec.serviceAccountName, spec.priority, spec.preemptionPolicy]).toEqual(['default', 0, 'PreemptLowerPriority'])
    expect(spec.containers[0].volumeMounts).toEqual([{ name: spec.volumes[0].name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }])
    expect(spec.tolerations.map((t: any) => `${t.key}:${t.effect} for ${t.tolerationSeconds}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute for 300', 'node.kubernetes.io/unreachable:NoExecute for 300',
    ])
  })
  it.each([
    [{ serviceAccountName: 'ghost' }, 'error looking up service account default/ghost: serviceaccount "ghost" not found'],
    [{ priorityClassName: 'none' }, 'no PriorityClass with name none was found'],
    [{ runtimeClassName: 'none' }, 'pod rejected: RuntimeClass "none" not found'],
    [{ priority: 5 }, 'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name'],
  ])('are refused with %j', (spec, why) => {
    expect(cluster().refusal(pod(spec))).toBe(`403 pods "p" is forbidden: ${why}`)
  })
})

describe('namespaces bound what is in them', () => {
  it('by quota', () => {
    const { world, ask, refusal } = cluster()
    ask({ verb: 'create', resource: 'resourcequotas', body: { metadata: { name: 'q' }, spec: { hard: { pods: '1', 'requests.cpu': '1' } } } })
    world.settle()
    expect(refusal(pod())).toBe('403 pods "p" is forbidden: failed quota: q: must specify requests.cpu for: c')
    const sized = (cpu: string, name: string) => pod({ containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }] }, name)
    expect(refusal(sized('2', 'big'))).toBe('403 pods "big" is forbidden: exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1')
    expect(refusal(sized('500m', 'a'))).toBe(undefined)
    expect(refusal(sized('100m', 'b'))).toBe('403 pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1')
  })
  it('by limits', () => {
    const { ask, refusal, body } = cluster()
    ask({ verb: 'create', resource: 'limitranges', body: { metadata: { name: 'l' }, spec: { limits: [{ type: 'Container', max: { cpu: '1' }, default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } }] } } })
    expect(refusal(pod({ containers: [{ name: 'c', image: 'x', resources: { limits: { cpu: '2' } } }] }))).toBe('403 pods "p" is forbidden: maximum cpu usage per Container is 1, but limit is 2')
    const made = body(pod())
    expect(made.spec.containers[0].resources).toEqual({ limits: { cpu: '500m' }, requests: { cpu: '100m' } })
    expect(made.metadata.annotations).toEqual({ 'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu request for container c; cpu limit for container c' })
  })
  it('by the Pod Security Standards', () => {
    const { ask, refusal } = cluster()
    ask({ verb: 'patch', resource: 'namespaces', namespace: undefined as never, name: 'default', patchType: 'application/merge-patch+json', body: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } } })
    expect(refusal(pod({ hostNetwork: true, volumes: [{ name: 'v', hostPath: { path: '/' } }] }))).toBe('403 pods "p" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true), allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), restricted volume types (volume "v" uses restricted volume type "hostPath"), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")')
    const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }
    expect(refusal(pod({ containers: [{ name: 'c', image: 'x', securityContext }] }))).toBe(undefined)
  })
  it('by policies in CEL', () => {
    const { ask, refusal } = cluster()
    const policies = { group: 'admissionregistration.k8s.io', version: 'v1', namespace: undefined as never }
    ask({ verb: 'create', ...policies, resource: 'validatingadmissionpolicies', body: { metadata: { name: 'named' }, spec: { matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] }, variables: [{ name: 'images', expression: 'object.spec.containers.map(c, c.image)' }], validations: [{ expression: "variables.images.all(i, i.contains(':'))", messageExpression: "'no tag in ' + variables.images[0]" }] } } })
    ask({ verb: 'create', ...policies, resource: 'validatingadmissionpolicybindings', body: { metadata: { name: 'b' }, spec: { policyName: 'named', validationActions: ['Deny'] } } })
    expect(refusal(pod())).toBe('422 pods "p" is forbidden: ValidatingAdmissionPolicy \'named\' with binding \'b\' denied request: no tag in nginx')
  })
})
