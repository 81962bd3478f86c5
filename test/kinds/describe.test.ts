/** Descriptions of objects, whole texts. */
import { expect, test } from 'vitest'
import { describeObject } from '../../src/kinds/describe/describe.ts'
import { builtInKinds } from '../../src/kinds/index.ts'
import type { Reader } from '../../src/kinds/kind.ts'
import type { AnyObj } from '../../src/kinds/object.ts'
import { renderRows } from '../../src/lib/rows.ts'

const NOW = Date.UTC(2026, 5, 1, 9, 0, 0)
const created = '2026-06-01T08:55:00Z'

const meta = (name: string, more: object = {}) => ({
  name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '7', creationTimestamp: created,
  ...more,
})

const kindOf = (group: string, kind: string) =>
  builtInKinds.find((k) => k.group === group && k.kind === kind)

const describeAmong = (object: AnyObj, ...others: AnyObj[]): string => {
  const all = [object, ...others]
  const cluster: Reader = {
    now: NOW,
    get: ((kind, namespace, name) =>
      all.find((o) => o.kind === kind.kind && o.metadata.name === name &&
        o.metadata.namespace === namespace)) as Reader['get'],
    list: ((kind, namespace) => all.filter((o) =>
      o.kind === kind.kind &&
      (namespace === undefined || o.metadata.namespace === namespace))) as Reader['list'],
    ownedBy: () => [],
    onNode: () => [],
    kindOf,
  }
  const [group, kind] = object.apiVersion.includes('/')
    ? [object.apiVersion.split('/')[0]!, object.kind]
    : ['', object.kind]
  const found = kindOf(group, kind) ?? { describe: undefined }
  return renderRows(describeObject(found as never, object, cluster))
}

test('events stand in the order of their last time and are counted together', () => {
  const about = { kind: 'Lease', name: 'l', namespace: 'default', uid: 'uid-l' }
  const event = (name: string, more: object): AnyObj => ({
    apiVersion: 'v1', kind: 'Event', metadata: meta(name), involvedObject: about,
    type: 'Normal', source: { component: 'c' }, firstTimestamp: created, ...more,
  })
  expect(describeAmong(
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: meta('l'), spec: { holderIdentity: 'me' } },
    event('b', { reason: 'Late', count: 3, lastTimestamp: '2026-06-01T08:59:50Z', message: 'three ' }),
    event('a', { reason: 'Early', count: 1, lastTimestamp: created, message: 'one' }),
    event('n', {
      reason: 'New', eventTime: '2026-06-01T08:58:00.000000Z', firstTimestamp: undefined,
      source: undefined, reportingComponent: 'scheduler', message: 'two',
    }),
  )).toBe(`Name:         l
Namespace:    default
Labels:       <none>
Annotations:  <none>
API Version:  coordination.k8s.io/v1
Kind:         Lease
Metadata:
  Creation Timestamp:  ${created}
  Resource Version:    7
  UID:                 uid-l
Spec:
  Holder Identity:  me
Events:
  Type    Reason  Age               From       Message
  ----    ------  ----              ----       -------
  Normal  New     2m                scheduler  two
  Normal  Early   5m                c          one
  Normal  Late    10s (x3 over 5m)  c          three
`)
})

test('rules are taken apart and put together by resource', () => {
  expect(describeAmong({
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: meta('r'),
    rules: [
      { apiGroups: ['', 'apps'], resources: ['pods', 'deployments/scale'], verbs: ['get', 'list'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['watch'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['a', 'b'], verbs: ['get'] },
      { nonResourceURLs: ['/healthz'], verbs: ['get'] },
    ],
  })).toBe(`Name:         r
Labels:       <none>
Annotations:  <none>
PolicyRule:
  Resources               Non-Resource URLs  Resource Names  Verbs
  ---------               -----------------  --------------  -----
  pods                    []                 []              [get list watch]
  deployments/scale       []                 []              [get list]
  deployments.apps/scale  []                 []              [get list]
  pods.apps               []                 []              [get list]
                          [/healthz]         []              [get]
  secrets                 []                 [a]             [get]
  secrets                 []                 [b]             [get]
`)
})

test('a node tells what its pods ask for', () => {
  const pod = (name: string, phase: string): AnyObj => ({
    apiVersion: 'v1', kind: 'Pod', metadata: meta(name), status: { phase },
    spec: {
      nodeName: 'n', containers: [{
        name: 'c', resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { cpu: '1' } },
      }],
    },
  })
  const text = describeAmong(
    {
      apiVersion: 'v1', kind: 'Node', metadata: { ...meta('n'), namespace: undefined } as never,
      status: { allocatable: { cpu: '2', memory: '1Gi', pods: '10', 'hugepages-2Mi': '0' } },
    },
    pod('a', 'Running'), pod('b', 'Pending'), pod('done', 'Succeeded'))
  expect(text.slice(text.indexOf('Non-terminated'))).toBe(
    `Non-terminated Pods:          (2 in total)
  Namespace                   Name    CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----    ------------  ----------  ---------------  -------------  ---
  default                     a       250m (12%)    1 (50%)     64Mi (6%)        0 (0%)         5m
  default                     b       250m (12%)    1 (50%)     64Mi (6%)        0 (0%)         5m
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests     Limits
  --------           --------     ------
  cpu                500m (25%)   2 (100%)
  memory             128Mi (12%)  0 (0%)
  ephemeral-storage  0 (0%)       0 (0%)
  hugepages-2Mi      0 (0%)       0 (0%)
Events:              <none>
`)
})

test('long annotations are broken and cut', () => {
  const text = describeAmong({
    apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data: { k: 'aGk=' },
    metadata: meta('s', { annotations: { long: 'x'.repeat(150), two: 'a\nb\n', short: 'y' } }),
  })
  expect(text).toBe(`Name:         s
Namespace:    default
Labels:       <none>
Annotations:  long:
                ${'x'.repeat(138)}...
              short: y
              two:
                a
                b

Type:  Opaque

Data
====
k:  2 bytes
`)
})
