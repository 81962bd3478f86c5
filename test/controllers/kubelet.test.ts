import { describe, expect, it } from 'vitest'
import { ConfigMap } from '../../src/kinds/core/config-map.ts'
import { Pod } from '../../src/kinds/core/pod.ts'
import type { Container } from '../../src/kinds/generated/api-types.ts'
import { cluster } from './cluster.ts'

function started(container: Partial<Container>, more: object = {}) {
  const lab = cluster()
  lab.pod('p', { containers: [{ name: 'c', image: 'busybox:1.36', ...container }], ...more })
  const status = () => lab.get('p')!.status!.containerStatuses![0]!
  return { ...lab, status }
}

describe('a container that fails', () => {
  it('is restarted at once, then ever later, five minutes at most', () => {
    const lab = started({ command: ['sh', '-c', 'exit 3'] })
    const restartedAt: number[] = []
    let restarts = 0
    for (let second = 0; second < 1_400; second++) {
      lab.world.advance(1_000)
      if (lab.status().restartCount > restarts) {
        restarts = lab.status().restartCount
        restartedAt.push(second)
      }
    }
    const gaps = restartedAt.slice(1).map((at, i) => at - restartedAt[i]!)
    expect(gaps).toEqual([10, 20, 40, 80, 160, 300, 300, 300])
    expect(lab.status().state).toEqual({ waiting: { reason: 'CrashLoopBackOff', message: `back-off 5m0s restarting failed container=c pod=p_default(${lab.get('p')!.metadata.uid})` } })
  })
  it('ends its pod where nothing is restarted', () => {
    const lab = started({ command: ['sh', '-c', 'exit 3'] }, { restartPolicy: 'Never' })
    lab.world.settle()
    expect(lab.get('p')!.status!.phase).toBe('Failed')
    expect(lab.get('p')!.status!.conditions!.map((c) => `${c.type} ${c.status} ${c.reason ?? ''}`)).toEqual([
      'PodReadyToStartContainers False ', 'Initialized True ', 'Ready False PodFailed', 'ContainersReady False PodFailed', 'PodScheduled True ',
    ])
  })
})

it('pulls again later when there is no such image', () => {
  const lab = started({ image: 'nginx:does-not-exist' })
  lab.world.settle()
  expect(lab.status().state!.waiting!.reason).toBe('ImagePullBackOff')
  lab.world.advance(60_000)
  expect(lab.told('p').map((t) => t.slice(0, 40))).toEqual([
    'Normal Scheduled x1: Successfully assign', 'Normal Pulling x3: Pulling image "nginx:', 'Warning Failed x3: Failed to pull image ',
    'Warning Failed x3: Error: ErrImagePull', 'Normal BackOff x3: Back-off pulling imag', 'Warning Failed x3: Error: ImagePullBackO',
  ])
})

it('restarts a container whose liveness probe fails, by real time', () => {
  const lab = started({
    command: ['sh', '-c', 'touch /tmp/ok; sleep 20; rm /tmp/ok; sleep 600'],
    livenessProbe: { exec: { command: ['cat', '/tmp/ok'] }, periodSeconds: 5 },
  })
  lab.world.advance(25_000)
  expect(lab.status().restartCount).toBe(0)
  lab.world.advance(20_000)
  expect(lab.status().restartCount).toBe(1)
  expect(lab.status().lastState!.terminated!.exitCode).toBe(143)
})

it('waits for what a pod mounts, and starts it when that comes', () => {
  const lab = started({ command: ['sleep', '60'], volumeMounts: [{ name: 'v', mountPath: '/v' }] }, { volumes: [{ name: 'v', configMap: { name: 'late' } }] })
  lab.world.settle()
  expect(lab.status().state).toEqual({ waiting: { reason: 'ContainerCreating' } })
  expect(lab.told('p').at(-1)).toMatch(/^Warning FailedMount x\d: MountVolume.SetUp failed for volume "v" : configmap "late" not found$/)
  lab.api.create(ConfigMap, { metadata: { name: 'late', namespace: 'default' }, data: { a: 'b' } })
  lab.world.settle()
  expect(lab.told('p').at(-1)).toBe('Normal Started x1: Container started')
})

it('lets a process that catches SIGTERM take its time, but not more than it is given', () => {
  const lab = started({ command: ['sh', '-c', "trap 'sleep 3; exit 0' TERM; while true; do sleep 1; done"] }, { terminationGracePeriodSeconds: 10 })
  lab.world.settle()
  lab.api.delete(Pod, lab.get('p')!)
  lab.world.advance(2_000)
  expect(lab.get('p')).toBeDefined()
  lab.world.advance(4_000)
  expect(lab.get('p')).toBeUndefined()
})

it('hears of a broken page although it asks a steady server seldom', () => {
  const lab = cluster()
  lab.api.create(ConfigMap, { metadata: { name: 'pages', namespace: 'default' }, data: { 'ok.html': 'fine' } })
  lab.pod('p', {
    containers: [{
      name: 'c', image: 'nginx', readinessProbe: { httpGet: { path: '/ok.html', port: 80 } },
      volumeMounts: [{ name: 'v', mountPath: '/usr/share/nginx/html' }],
    }],
    volumes: [{ name: 'v', configMap: { name: 'pages' } }],
  })
  lab.world.advance(3_600_000)
  expect(lab.get('p')!.status!.containerStatuses![0]!.ready).toBe(true)
  lab.api.update(ConfigMap, lab.api.get(ConfigMap, 'default', 'pages')!, (draft) => {
    draft.data = { 'other.html': 'fine' }
  })
  lab.world.advance(45_000)
  expect(lab.get('p')!.status!.containerStatuses![0]!.ready).toBe(false)
  expect(lab.told('p').at(-1)).toMatch(/^Warning Unhealthy x\d: Readiness probe failed: HTTP probe failed with statuscode: 404$/)
})
