/** Server-side apply: ownership, conflicts, taking over, letting go. */
import { expect, it } from 'vitest'
import { cluster } from './cluster.ts'

const config = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 's' }, data })

it('follows fields from owner to owner', () => {
  const { ask, refusal, body } = cluster()
  const apply = (data: object, fieldManager: string, force = false) =>
    ({ verb: 'patch', name: 's', patchType: 'application/apply-patch+yaml', body: config(data), options: { fieldManager, force } }) as const
  const owners = () => body({ verb: 'get', name: 's', options: { managedFields: true } }).metadata.managedFields
    .map((m: any) => `${m.manager} ${m.operation} ${Object.keys(m.fieldsV1['f:data'] ?? {}).join(',')}`)
  expect(ask(apply({ k: 'v1', own: 'a' }, 'one')).code).toBe(201)
  expect(refusal(apply({ k: 'v2' }, 'two'))).toBe('409 Apply failed with 1 conflict: conflict with "one": .data.k')
  expect(refusal(apply({ k: 'v2', own: 'b' }, 'two'))).toBe('409 Apply failed with 2 conflicts: conflicts with "one":\n- .data.k\n- .data.own')
  expect(ask(apply({ k: 'v1' }, 'two')).code).toBe(200)
  expect(owners()).toEqual(['one Apply f:k,f:own', 'two Apply f:k'])
  ask(apply({ k: 'v2' }, 'two', true))
  expect(owners()).toEqual(['one Apply f:own', 'two Apply f:k'])
  ask(apply({}, 'two'))
  expect(body({ verb: 'get', name: 's' }).data).toEqual({ own: 'a' })
  ask({ verb: 'patch', name: 's', patchType: 'application/merge-patch+json', body: { data: { own: 'c' } }, options: { fieldManager: 'hand' } })
  // an empty map is a value of its own, and somebody's
  expect(owners()).toEqual(['two Apply ', 'hand Update f:own'])
  expect(refusal(apply({ own: 'd' }, 'one'))).toBe('409 Apply failed with 1 conflict: conflict with "hand" using v1: .data.own')
})

it('refuses fields that no schema knows', () => {
  const { refusal } = cluster()
  expect(refusal({
    verb: 'patch', name: 's', patchType: 'application/apply-patch+yaml', body: { ...config({}), dta: {} }, options: { fieldManager: 'x' },
  })).toBe('500 failed to create typed patch object (default/s; /v1, Kind=ConfigMap): .dta: field not declared in schema')
})
