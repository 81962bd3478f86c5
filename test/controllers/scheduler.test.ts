import { describe, expect, it } from 'vitest'
import type { PodSpec } from '../../src/kinds/generated/api-types.ts'
import { Node } from '../../src/kinds/core/node.ts'
import { cluster } from './cluster.ts'

const containers = [{ name: 'c', image: 'nginx' }]
const asking = (requests: { [resource: string]: string }): PodSpec['containers'] => [{ name: 'c', image: 'nginx', resources: { requests } }]
const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }]
const spread = [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'x' } } }]
const NOT_HELPFUL = (count: number): string => `no new claims to deallocate, preemption: 0/2 nodes are available: ${count} Preemption is not helpful for scheduling.`
const TAINTED = '1 node(s) had untolerated taint(s)'

const refusals: readonly (readonly [why: string, spec: Partial<PodSpec> & Pick<PodSpec, 'containers'>, message: string])[] = [
  ['no node has the label', { containers, nodeSelector: { disk: 'ssd' } },
    `0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, ${TAINTED}. ${NOT_HELPFUL(2)}`],
  ['two resources are short', { containers: asking({ cpu: '100', memory: '1Ti' }), tolerations },
    `0/2 nodes are available: 2 Insufficient cpu, 2 Insufficient memory. ${NOT_HELPFUL(2)}`],
  ['a resource that no node has', { containers: [{ name: 'c', image: 'nginx', resources: { limits: { 'example.com/gpu': '1' } } }] },
    `0/2 nodes are available: 1 Insufficient example.com/gpu, ${TAINTED}. ${NOT_HELPFUL(2)}`],
  ['nodes without the topology label', { containers, topologySpreadConstraints: spread, tolerations },
    `0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints (missing required label). ${NOT_HELPFUL(2)}`],
  ['a claim that does not exist', { containers, volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] },
    '0/2 nodes are available: persistentvolumeclaim "data" not found. not found'],
]

describe('a pod that fits nowhere is told why:', () => {
  it.each(refusals)('%s', (_why, spec, message) => {
    const lab = cluster()
    lab.pod('p', spec)
    lab.world.settle()
    expect(lab.told('p')).toEqual([`Warning FailedScheduling x1: ${message}`])
    expect(lab.get('p')!.status!.conditions!.map((c) => `${c.type} ${c.status} ${c.reason} ${c.message}`)).toEqual([
      `PodScheduled False Unschedulable ${message}`,
    ])
  })
})

it('tries again when something helps, and only then', () => {
  const lab = cluster()
  lab.pod('p', { containers, nodeSelector: { disk: 'ssd' } })
  lab.pod('other', { containers })
  lab.world.settle()
  lab.api.update(Node, lab.api.get(Node, undefined, 'node01')!, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, note: 'x' }
  })
  lab.world.settle()
  expect(lab.told('p')).toHaveLength(1)
  lab.api.update(Node, lab.api.get(Node, undefined, 'node01')!, (draft) => {
    draft.metadata.labels = { ...draft.metadata.labels, disk: 'ssd' }
  })
  lab.world.settle()
  expect(lab.get('p')!.spec.nodeName).toBe('node01')
})

it('makes room for a pod of higher priority by the least important pods', () => {
  const lab = cluster()
  const big = (cpu: string, priority: number) => ({ containers: asking({ cpu }), priority })
  lab.pod('low', { ...big('1500m', 0) })
  lab.pod('lower', { ...big('1500m', 0), terminationGracePeriodSeconds: 1 })
  lab.world.settle()
  lab.pod('vital', { containers: asking({ cpu: '2' }), priorityClassName: 'system-cluster-critical' })
  lab.world.settle()
  expect(['low', 'lower', 'vital'].map((name) => lab.get(name)?.status?.phase)).toEqual(['Running', undefined, 'Running'])
  expect(lab.told('lower').at(-1)).toBe('Normal Killing x1: Stopping container c')
})
