/** What the API server's decoder says to bodies that do not fit their type. */
import { describe, expect, it } from 'vitest'
import { cluster } from '../apiserver/cluster.ts'

const { refusal, body } = cluster()
const STRICT = { fieldValidation: 'Strict' } as const
const deployment = (spec: object) =>
  ({ verb: 'create', group: 'apps', resource: 'deployments', options: STRICT, body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec } }) as const
const pod = (spec: object) =>
  ({ verb: 'create', resource: 'pods', options: STRICT, body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec } }) as const
const refused = (kind: string, why: string) => `400 ${kind} in version "v1" cannot be handled as a ${kind}: ${why}`

describe('a body of the wrong shape', () => {
  it.each([
    [{ replicas: '3' }, 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [{ template: { spec: { containers: {} } } }, 'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container'],
    [{ replicaz: 1, template: { spec: { containers: [{ nam: 'c' }] } } }, 'strict decoding error: unknown field "spec.replicaz", unknown field "spec.template.spec.containers[0].nam"'],
  ])('%j', (spec, why) => expect(refusal(deployment(spec))).toBe(refused('Deployment', why)))
  it('has a quantity that is none', () => {
    expect(refusal(pod({ containers: [{ name: 'c', image: 'x', resources: { limits: { cpu: '1x' } } }] }))).toBe(
      refused('Pod', "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"))
  })
  it('has base64 that is none', () => {
    expect(refusal({ verb: 'create', resource: 'secrets', body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'hello' } } }))
      .toBe(refused('Secret', 'illegal base64 data at input byte 4'))
  })
})

describe('a body that fits', () => {
  it('is stored in the canonical form, with what Go always writes', () => {
    const { spec } = body(pod({ containers: [{ name: 'c', image: 'x:1', resources: { limits: { cpu: 0.5, memory: '1024Mi' } } }, { name: 'd', image: 'x' }], hostNetwork: false, nodeName: '' }))
    expect(spec.containers.map((c: any) => c.resources)).toEqual([{ limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } }, {}])
    expect(spec.containers.map((c: any) => c.imagePullPolicy)).toEqual(['IfNotPresent', 'Always'])
    expect('hostNetwork' in spec || 'nodeName' in spec).toBe(false)
  })
})
