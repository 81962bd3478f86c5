/** How long a Deployment takes until all its replicas are ready, in wall time: `npx vite-node bench/ready.ts [replicas]`. */
import { Deployment } from '../src/kinds/apps/deployment.ts'
import { Node } from '../src/kinds/core/node.ts'
import { createApi } from '../src/apiserver/api.ts'
import { ADMIN, createWorld } from '../src/lab/world.ts'

const PODS_PER_NODE = 110

export function readyIn(replicas: number): { ms: number; cpuMs: number; ready: number; writes: number } {
  const world = createWorld({ seed: 1 })
  const api = createApi(world.server, ADMIN, 'bench')
  const model = api.get(Node, undefined, 'node01')!
  for (let i = 2; i * PODS_PER_NODE < replicas + 2 * PODS_PER_NODE; i++) {
    const name = `node${String(i).padStart(2, '0')}`
    const subnet = `172.17.${i}.0/24`
    api.commit(Node, {
      ...model,
      metadata: { name, labels: { ...model.metadata.labels, 'kubernetes.io/hostname': name } } as never,
      spec: { podCIDR: subnet, podCIDRs: [subnet] },
      status: { ...model.status, addresses: [{ type: 'InternalIP', address: `192.168.57.${i}` }, { type: 'Hostname', address: name }] },
    })
  }
  world.settle()
  const before = world.store.revision
  const start = performance.now()
  const cpu = process.cpuUsage()
  api.create(Deployment, {
    metadata: { namespace: 'default', name: 'web' },
    spec: {
      replicas, selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    },
  })
  world.settle()
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1000, ready: api.get(Deployment, 'default', 'web')!.status?.readyReplicas ?? 0, writes: world.store.revision - before }
}

for (const replicas of process.argv.slice(2).map(Number)) {
  const { ms, cpuMs, ready, writes } = readyIn(replicas)
  console.log(`${replicas} replicas: ${ready} ready in ${ms.toFixed(0)} ms (CPU ${cpuMs.toFixed(0)}), ${writes} writes, ${((ms * 1000) / writes).toFixed(1)} µs each`)
}
