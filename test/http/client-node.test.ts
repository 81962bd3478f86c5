/** The JavaScript client's informer against a served world: lists, watches, and starts over when its revision is gone. */
import { AppsV1Api, CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { served } from './served.ts'

let at: Awaited<ReturnType<typeof served>>
let config: KubeConfig
beforeAll(async () => {
  at = await served()
  config = new KubeConfig()
  config.loadFromFile(at.kubeconfig)
})
afterAll(() => at.door.close())

const until = async (test: () => boolean): Promise<void> => {
  for (let i = 0; i < 100 && !test(); i++) await new Promise((resolve) => setTimeout(resolve, 50))
}

it('sees every pod come and go', async () => {
  const core = config.makeApiClient(CoreV1Api)
  const apps = config.makeApiClient(AppsV1Api)
  const seen = { added: new Set<string>(), deleted: new Set<string>() }
  const informer = makeInformer(config, '/api/v1/namespaces/default/pods', () => core.listNamespacedPod({ namespace: 'default' }))
  informer.on('add', (pod) => seen.added.add(pod.metadata!.name!))
  informer.on('delete', (pod) => seen.deleted.add(pod.metadata!.name!))
  informer.on('error', () => void setTimeout(() => void informer.start(), 50))
  await informer.start()
  await apps.createNamespacedDeployment({
    namespace: 'default',
    body: {
      metadata: { name: 'web' },
      spec: { replicas: 20, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } },
    },
  })
  await until(() => seen.added.size === 20)
  expect(seen.added.size).toBe(20)
  await apps.deleteNamespacedDeployment({ namespace: 'default', name: 'web' })
  await until(() => seen.deleted.size === 20)
  expect([...seen.deleted].sort()).toEqual([...seen.added].sort())
  await informer.stop()
})

it('is refused what it writes over a newer state', async () => {
  const core = config.makeApiClient(CoreV1Api)
  const made = await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'c' }, data: { a: '1' } } })
  await core.replaceNamespacedConfigMap({ namespace: 'default', name: 'c', body: { ...made, data: { a: '2' } } })
  await expect(core.replaceNamespacedConfigMap({ namespace: 'default', name: 'c', body: { ...made, data: { a: '3' } } }))
    .rejects.toMatchObject({ code: 409 })
})
