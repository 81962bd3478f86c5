/** What flows into and out of containers: logs, exec, attach, port-forward. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { attributesOf } from '../../apiserver/auth/attributes.ts'
import { StatusError, badRequestError, notFoundError } from '../../apiserver/errors.ts'
import type { ApiRequest, UserInfo } from '../../apiserver/request.ts'
import { Pod } from '../../kinds/core/pod.ts'
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { World } from '../../lab/world.ts'
import type { Clock } from '../clock.ts'
import type { Call } from '../resources.ts'
import type { Route } from '../route.ts'
import { answerLog } from './log.ts'
import { runInContainer } from './remote-command.ts'
import { forwardPorts } from './port-forward.ts'

export interface StreamCall extends Call {
  readonly request: ApiRequest
  readonly kind: Kind
}

export interface Streams {
  /** Is this a request that no verb of the server answers? */
  takes(kind: Kind, request: ApiRequest): boolean
  answer(call: StreamCall): Promise<void>
  upgrade(call: {
    user: UserInfo; route: Route; message: IncomingMessage; socket: Duplex; head: Buffer; query: URLSearchParams
  }): Promise<void>
}

export interface StreamParts {
  readonly world: World
  readonly clock: Clock
  /** Resolves when the cluster changed, or after so long. */
  changed(ms: number): Promise<void>
}

const CONNECTS = ['exec', 'attach', 'portforward']

export function createStreams(parts: StreamParts): Streams {
  const { world } = parts
  const podOf = ({ namespace, name }: Pick<ApiRequest, 'namespace' | 'name'>): PodObject => {
    const pod = world.server.reader.get(Pod, namespace, name ?? '')
    if (pod === undefined) throw notFoundError({ group: '', resource: 'pods' }, name ?? '')
    return pod
  }
  return {
    takes: (kind, { subresource }) =>
      (kind === Pod && (subresource === 'log' || CONNECTS.includes(subresource ?? ''))) || subresource === 'proxy',
    async answer(call) {
      const { subresource } = call.request
      if (subresource === 'proxy') throw badRequestError('address not allowed')
      const pod = podOf(call.request)
      if (subresource === 'log') return answerLog(parts, call, pod)
      hostOf(pod)
      throw badRequestError('Upgrade request required')
    },
    async upgrade({ user, route, message, socket, head, query }) {
      if (route.to !== 'resource' || !CONNECTS.includes(route.request.subresource ?? '')) {
        throw new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})
      }
      world.server.authorize(attributesOf({ ...route.request, user }))
      const pod = podOf(route.request)
      hostOf(pod)
      const connection = { parts, pod, message, socket, head, query }
      if (route.request.subresource === 'portforward') return forwardPorts(connection)
      return runInContainer({ ...connection, attach: route.request.subresource === 'attach' })
    },
  }
}

export interface Connection {
  readonly parts: StreamParts
  readonly pod: PodObject
  readonly message: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
  readonly query: URLSearchParams
}

/** pkg/registry/core/pod/strategy.go, streamLocation. */
function hostOf(pod: PodObject): void {
  if ((pod.spec.nodeName ?? '') === '') throw badRequestError(`pod ${pod.metadata.name} does not have a host assigned`)
}

/** The container that a request means: the one it names, or the only one. */
export function containerOf(pod: PodObject, asked: string | null): string {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec
  const { name } = pod.metadata
  if (asked !== null && asked !== '') {
    if ([...containers, ...initContainers, ...ephemeralContainers].some((c) => c.name === asked)) return asked
    throw badRequestError(`container ${asked} is not valid for pod ${name}`)
  }
  if (containers.length === 1) return containers[0]!.name
  const init = initContainers.length > 0 ? ` or one of the init containers: [${initContainers.map((c) => c.name).join(' ')}]` : ''
  throw badRequestError(`a container name must be specified for pod ${name}, choose one of: [${containers.map((c) => c.name).join(' ')}]${init}`)
}
