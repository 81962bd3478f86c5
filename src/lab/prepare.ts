/** Puts a lab's manifests into a new world, as its author would with kubectl. */
import { StatusError } from '../apiserver/errors.ts'
import type { ApiRequest } from '../apiserver/request.ts'
import type { AnyObj } from '../kinds/object.ts'
import { parseGroupVersion } from '../kinds/object.ts'
import { readYaml, splitYamlDocuments } from '../lib/yaml-read.ts'
import { durationMs } from './duration.ts'
import type { Lab } from './scenario/scenario.ts'
import type { World } from './world.ts'

/** The author's hand; no learner's. */
const AUTHOR = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }

/** Throws an Error that names the file when the API refuses a manifest. */
export function fillLab(world: World, lab: Lab): void {
  world.settle()
  const { age, firstPodAddress } = lab.scenario.cluster
  if (firstPodAddress !== undefined) world.parts.addresses.startAt(firstPodAddress)
  for (const [file, text] of lab.cluster) {
    for (const document of splitYamlDocuments(text)) {
      const object = readYaml(document) as AnyObj | null
      if (object === null) continue
      try {
        put(world, object)
        // a namespace gets its service account before the next object may need it
        world.drain()
      } catch (error) {
        if (!(error instanceof StatusError)) throw error
        throw new Error(`${lab.scenario.id}/cluster/${file}: ${error.message}`)
      }
    }
    world.settle()
  }
  if (age !== undefined) world.advance(durationMs(age))
}

/** Puts or removes an object; a refusal leaves things as they are. */
export function putObject(world: World, object: AnyObj, how: 'put' | 'remove'): void {
  if (how === 'remove') return void world.server.handle({ ...addressOf(world, object), verb: 'delete' })
  try {
    put(world, object)
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
  }
}

/** Creates an object, or replaces the one that is there. Throws a StatusError when the API refuses it. */
function put(world: World, object: AnyObj): void {
  const address = addressOf(world, object)
  if (world.server.handle({ ...address, verb: 'get' }).code === 200) world.server.ask({ ...address, verb: 'update', body: object })
  else create(world, object)
}

const addressOf = (world: World, object: AnyObj): Omit<ApiRequest, 'verb'> =>
  ({ ...requestFor(world, object), name: object.metadata.name })

/** Creates an object as an administrator would; throws a StatusError when the API refuses it. */
export function create(world: World, object: AnyObj): void {
  world.server.ask({ ...requestFor(world, object), verb: 'create', body: object })
}

function requestFor(world: World, object: AnyObj): Omit<ApiRequest, 'verb'> {
  const { group, version } = parseGroupVersion(object.apiVersion)
  const kind = world.kinds.byKind(group, object.kind)
  if (kind === undefined) throw new Error(`there is no kind ${object.kind} in ${object.apiVersion}`)
  return {
    group, version, resource: kind.plural, user: AUTHOR, userAgent: 'kubectl-create',
    ...(kind.namespaced ? { namespace: object.metadata.namespace ?? 'default' } : {}),
  }
}
