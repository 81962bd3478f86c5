/** Strategic merge: a patch made from two states leads from one to the other, whatever stands beside. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createThreeWayMergePatch, createTwoWayMergePatch } from '../../src/apiserver/patch/strategic-diff.ts'
import { strategicMergePatch } from '../../src/apiserver/patch/strategic.ts'
import { mergePatch } from '../../src/apiserver/patch/merge.ts'

const POD = 'io.k8s.api.core.v1.Pod'
const pod = (...containers: object[]) => ({ spec: { containers } })

describe('strategic merge patch', () => {
  const cases: readonly [what: string, before: object, patch: object, after: object][] = [
    ['merges containers by name', pod({ name: 'a', image: 'x' }, { name: 'b' }), pod({ name: 'a', image: 'y' }), pod({ name: 'a', image: 'y' }, { name: 'b' })],
    ['puts what is new before what the patch does not name', pod({ name: 'a' }), pod({ name: 'b' }), pod({ name: 'b' }, { name: 'a' })],
    ['deletes by directive', pod({ name: 'a' }, { name: 'b' }), pod({ $patch: 'delete', name: 'a' }), pod({ name: 'b' })],
    ['replaces by directive', pod({ name: 'a' }), pod({ $patch: 'replace' }, { name: 'z' }), pod({ name: 'z' })],
    ['replaces atomic lists', { spec: { tolerations: [{ key: 'a' }] } }, { spec: { tolerations: [{ key: 'b' }] } }, { spec: { tolerations: [{ key: 'b' }] } }],
    ['takes scalars out of a list', { metadata: { finalizers: ['a', 'b'] } }, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }, { metadata: { finalizers: ['b'] } }],
    ['orders as told', pod({ name: 'a' }, { name: 'b' }), { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } }, pod({ name: 'b' }, { name: 'a' })],
    ['keeps only named keys', { spec: { volumes: [{ name: 'v', emptyDir: {} }] } },
      { spec: { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/x' } }] } }, { spec: { volumes: [{ name: 'v', hostPath: { path: '/x' } }] } }],
    ['removes with null', { metadata: { labels: { a: '1', b: '2' } } }, { metadata: { labels: { a: null } } }, { metadata: { labels: { b: '2' } } }],
  ]
  it.each(cases)('%s', (_what, before, patch, after) => {
    expect(strategicMergePatch(before as never, patch as never, POD)).toEqual(after)
  })
  it('complains about a list element without its key as the server does', () => {
    expect(() => strategicMergePatch(pod({ name: 'a' }) as never, pod({ image: 'x' }) as never, POD))
      .toThrow('map: map[image:x] does not contain declared merge key: name')
  })
})

const container = fc.record({ image: fc.constantFrom('x', 'y'), tty: fc.boolean() }, { requiredKeys: ['image'] })
const state = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), container)
  .map((all) => ({ metadata: { labels: { n: String(Object.keys(all).length) } }, spec: { containers: Object.entries(all).map(([name, c]) => ({ name, ...c })) } }))
const nonEmpty = state.filter((s) => s.spec.containers.length > 0)

describe('patches made from states', () => {
  it('lead from the first to the second', () => {
    fc.assert(fc.property(nonEmpty, nonEmpty, (before, after) => {
      const patch = createTwoWayMergePatch(before as never, after as never, POD)
      expect(strategicMergePatch(before as never, patch, POD)).toEqual(after)
    }))
  })
  it('leave alone what others added', () => {
    const applied = pod({ name: 'a', image: 'x' }, { name: 'b', image: 'x' })
    const live = pod({ name: 'a', image: 'x', imagePullPolicy: 'Always' }, { name: 'b', image: 'x' }, { name: 'side', image: 's' })
    const wanted = pod({ name: 'a', image: 'y' })
    const patch = createThreeWayMergePatch(applied as never, wanted as never, live as never, POD)
    expect(strategicMergePatch(live as never, patch, POD)).toEqual(pod({ name: 'a', image: 'y', imagePullPolicy: 'Always' }, { name: 'side', image: 's' }))
  })
  it('never reach an object’s prototype', () => {
    const evil = JSON.parse('{"__proto__":{"polluted":true},"metadata":{"labels":{"__proto__":{"polluted":true}}}}')
    mergePatch({ metadata: {} }, evil)
    strategicMergePatch({ metadata: { labels: {} } }, evil, POD)
    expect(({} as { polluted?: boolean }).polluted).toBe(undefined)
  })
})
