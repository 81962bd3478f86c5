import { describe, expect, it } from 'vitest'
import { Deployment } from '../../src/kinds/apps/deployment.ts'
import { ReplicaSet } from '../../src/kinds/apps/replica-set.ts'
import type { DeploymentSpec } from '../../src/kinds/generated/api-types.ts'
import { cluster } from './cluster.ts'

function deployed(spec: Partial<DeploymentSpec>, image = 'nginx:1.26') {
  const lab = cluster()
  lab.api.create(Deployment, {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } },
      ...spec,
    },
  })
  lab.world.settle()
  const change = (recipe: (draft: Deployment_) => void): void => {
    lab.api.update(Deployment, lab.api.get(Deployment, 'default', 'web')!, recipe as never)
    lab.world.settle()
  }
  const sizes = () => lab.api.list(ReplicaSet, 'default').map((s) => `${s.metadata.annotations!['deployment.kubernetes.io/revision']}: ${s.spec.replicas}`).sort()
  const steps = () => lab.told('web').map((t) => t.replace(/web-[0-9a-z]+/, 'RS').replace('Normal ScalingReplicaSet x1: ', ''))
  return { ...lab, change, sizes, steps, get: () => lab.api.get(Deployment, 'default', 'web')! }
}
type Deployment_ = { spec: DeploymentSpec }
const setImage = (image: string) => (draft: Deployment_): void => void (draft.spec.template.spec!.containers[0]!.image = image)

describe('a rolling update', () => {
  it('never has too many pods nor too few', () => {
    const lab = deployed({ replicas: 4, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } })
    lab.change(setImage('nginx:1.27'))
    expect(lab.steps()).toEqual([
      'Scaled up replica set RS from 0 to 4',
      'Scaled up replica set RS from 0 to 1',
      'Scaled down replica set RS from 4 to 3',
      'Scaled up replica set RS from 1 to 2',
      'Scaled down replica set RS from 3 to 1',
      'Scaled up replica set RS from 2 to 4',
      'Scaled down replica set RS from 1 to 0',
    ])
    expect(lab.sizes()).toEqual(['1: 0', '2: 4'])
  })
  it('stops where pods do not become ready, and goes back', () => {
    const lab = deployed({ replicas: 3 })
    lab.change(setImage('nginx:does-not-exist'))
    expect(lab.sizes()).toEqual(['1: 3', '2: 1'])
    lab.change(setImage('nginx:1.26'))
    expect(lab.sizes()).toEqual(['2: 0', '3: 3'])
  })
  it('gives up at its deadline', () => {
    const lab = deployed({ replicas: 1, progressDeadlineSeconds: 20 })
    lab.change(setImage('nginx:does-not-exist'))
    lab.world.advance(25_000)
    expect(lab.get().status!.conditions!.map((c) => `${c.type} ${c.status} ${c.reason}`)).toEqual([
      'Available True MinimumReplicasAvailable', 'Progressing False ProgressDeadlineExceeded',
    ])
  })
  it('keeps as many old revisions as asked for', () => {
    const lab = deployed({ replicas: 1, revisionHistoryLimit: 1 })
    for (const tag of ['1.27', '1.28', '1.29']) lab.change(setImage(`nginx:${tag}`))
    expect(lab.sizes()).toEqual(['3: 0', '4: 1'])
  })
})

it('recreates only after the last old pod is gone', () => {
  const lab = deployed({ replicas: 2, strategy: { type: 'Recreate' } })
  lab.change(setImage('nginx:1.27'))
  expect(lab.steps()).toEqual([
    'Scaled up replica set RS from 0 to 2', 'Scaled down replica set RS from 2 to 0', 'Scaled up replica set RS from 0 to 2',
  ])
})

it('spreads a resize in the middle of a roll over both replica sets', () => {
  const lab = deployed({ replicas: 10, strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } })
  lab.change(setImage('nginx:does-not-exist'))
  expect(lab.sizes()).toEqual(['1: 8', '2: 5'])
  lab.change((draft) => {
    draft.spec.replicas = 15
  })
  expect(lab.sizes()).toEqual(['1: 11', '2: 7'])
})
