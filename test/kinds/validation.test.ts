/** What the API server refuses, in apimachinery's words. */
import { describe, expect, it } from 'vitest'
import { apiSchema } from '../../src/kinds/generated/schema.ts'
import { builtInKinds } from '../../src/kinds/index.ts'
import { createRandom } from '../../src/lib/random.ts'
import { ADMIN } from '../../src/lab/world.ts'
import { cluster } from '../apiserver/cluster.ts'

const { refusal, ask, body, world } = cluster()

describe('errors', () => {
  it.each([
    ['batch', 'cronjobs', { schedule: '* * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] } } } } },
      'spec.schedule: Invalid value: "* * * *": expected exactly 5 fields, found 4: [* * * *]'],
    ['batch', 'jobs', { template: { spec: { containers: [{ name: 'c', image: 'x' }] } } },
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ['apps', 'deployments', { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'c' } }, spec: { containers: [{ name: 'c', image: 'x' }] } } },
      'spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`'],
    ['policy', 'poddisruptionbudgets', { minAvailable: '101%' }, 'spec.minAvailable: Invalid value: "101%": must not be greater than 100%'],
    ['', 'services', { ipFamilies: ['IPv6'], ports: [{ port: 80 }] }, 'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    ['', 'services', { type: 'NodePort', ports: [{ port: 80, nodePort: 20000 }] },
      'spec.ports[0].nodePort: Invalid value: 20000: provided port is not in the valid range. The range of valid ports is 30000-32767'],
    ['', 'persistentvolumeclaims', { resources: { requests: { storage: '1Gi' } } }, 'spec.accessModes: Required value: at least 1 access mode is required'],
  ])('%s %s %j', (group, resource, spec, why) => {
    expect(refusal({ verb: 'create', group, resource, body: { metadata: { name: 'x' }, spec } })).toMatch(new RegExp(`^422 .* "x" is invalid: ${why.replace(/[\][().*+?$^{}|\\]/g, '\\$&')}$`))
  })
})

describe('a Service', () => {
  it('holds its address and port until it goes', () => {
    const service = (name: string, spec: object) => ({ verb: 'create', resource: 'services', body: { metadata: { name }, spec: { type: 'NodePort', ...spec } } }) as const
    const first = body(service('a', { ports: [{ port: 80 }] })).spec
    expect(first.clusterIP).toMatch(/^172\.20\./)
    expect(first.ports[0].nodePort).toBeGreaterThanOrEqual(30086)
    const same = service('b', { clusterIP: first.clusterIP, ports: [{ port: 80 }] })
    const samePort = service('b', { ports: [{ port: 80, nodePort: first.ports[0].nodePort }] })
    expect(refusal(same)).toBe(`422 Service "b" is invalid: spec.clusterIPs: Invalid value: ["${first.clusterIP}"]: failed to allocate IP ${first.clusterIP}: provided IP is already allocated`)
    expect(refusal(samePort)).toBe(`422 Service "b" is invalid: spec.ports[0].nodePort: Invalid value: ${first.ports[0].nodePort}: provided port is already allocated`)
    ask({ verb: 'delete', resource: 'services', name: 'a' })
    expect(refusal(same)).toBe(undefined)
  })
})

describe('objects made of anything that their schema allows', () => {
  const random = createRandom(3)
  const oneOf = <T>(values: readonly T[]): T => values[random.integer(values.length)]!
  const any = (type: string, depth: number): unknown => {
    if (type.startsWith('array:')) return [any(type.slice(6), depth)]
    if (type.startsWith('string')) return type.endsWith('byte') ? 'YQ==' : oneOf(['', 'a', 'A_b', '10.0.0.1', 'x/y', 'Always', '50%', '../x', 'In'])
    if (type.startsWith('integer') || type.startsWith('number')) return oneOf([0, 1, -1, 80])
    if (type.startsWith('boolean')) return oneOf([true, false])
    if (type.endsWith('Quantity')) return oneOf(['1', '-1', '100m'])
    if (type.endsWith('Time')) return '2026-01-01T00:00:00Z'
    return depth > 8 ? {} : object(type, depth + 1)
  }
  const object = (type: string, depth: number): Record<string, unknown> => {
    const out: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(apiSchema.types[type]?.fields ?? {})) {
      if (random.integer(10) < (depth < 2 ? 1 : 5)) continue
      if (field.array !== undefined) out[name] = oneOf([[], [any(field.array, depth)]])
      else out[name] = field.map === undefined ? any(field.type!, depth) : { a: any(field.map, depth) }
    }
    return out
  }
  it.each(builtInKinds.filter((kind) => kind.verbs.includes('create') && kind.verbs.includes('update')))('$kind', (kind) => {
    const { group, version, plural: resource, namespaced } = kind
    for (let i = 0; i < 6; i++) {
      const { metadata: _, ...rest } = object(kind.schema, 0)
      const response = world.server.handle({
        verb: 'create', group, version, resource, user: ADMIN, ...(namespaced ? { namespace: 'default' } : {}),
        body: { ...rest, apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name: `any${i}` } },
      })
      expect(response.code).toBeLessThan(500)
    }
  })
})
