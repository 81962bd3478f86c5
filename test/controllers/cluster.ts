/** A small cluster for tests of controllers: objects go in, time passes, objects are looked at. */
import { createApi } from '../../src/apiserver/api.ts'
import { Event } from '../../src/kinds/core/event.ts'
import { Pod } from '../../src/kinds/core/pod.ts'
import type { Pod as PodObject, PodSpec } from '../../src/kinds/generated/api-types.ts'
import { ADMIN, createWorld } from '../../src/lab/world.ts'

export function cluster() {
  const world = createWorld({ seed: 1 })
  const api = createApi(world.server, ADMIN, 'test')
  world.settle()
  return {
    world, api,
    pod(name: string, spec: Partial<PodSpec> & Pick<PodSpec, 'containers'>, labels: { [key: string]: string } = {}): PodObject {
      return api.create(Pod, { metadata: { name, namespace: 'default', labels }, spec })
    },
    get: (name: string) => api.get(Pod, 'default', name),
    /** Reasons and messages about an object, oldest first. */
    told: (name: string) => api.list(Event, 'default').filter((e) => e.involvedObject.name === name)
      .map((e) => `${e.type} ${e.reason} x${e.count ?? e.series?.count ?? 1}: ${e.message}`),
  }
}
