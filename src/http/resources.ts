/** Requests to resources: body and options decoded, answered by the server, watched, or streamed. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { attributesOf } from '../apiserver/auth/attributes.ts'
import { StatusError } from '../apiserver/errors.ts'
import type { ApiRequest, ApiResponse, ObjectList, UserInfo } from '../apiserver/request.ts'
import type { Kind } from '../kinds/kind.ts'
import { decodeBody, decodePatch, parseJson, readBody } from './body.ts'
import type { DoorParts } from './door.ts'
import { negotiate } from './negotiate.ts'
import { optionsOf, withDeleteOptions } from './options.ts'
import { notAllowed } from './paths.ts'
import { decodeProtobuf } from './protobuf/decode.ts'
import { isPretty, send, sendText } from './respond.ts'
import type { Route } from './route.ts'

export interface Call {
  readonly user: UserInfo
  readonly route: Extract<Route, { to: 'resource' }>
  readonly message: IncomingMessage
  readonly response: ServerResponse
  readonly query: URLSearchParams
}

const READS = ['get', 'list', 'watch']
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
/** What the body of a subresource is called in complaints. */
const BODY_KINDS: Readonly<Record<string, string>> = {
  scale: 'Scale', eviction: 'Eviction', binding: 'Binding', token: 'TokenRequest',
}

export async function answerResource(parts: DoorParts, call: Call): Promise<void> {
  const { message, response, query, user, route } = call
  const { world, clock, watches, streams } = parts
  const bare: ApiRequest = { ...route.request, user, userAgent: message.headers['user-agent'] ?? '' }
  world.server.authorize(attributesOf(bare))
  const kind = world.kinds.byResource(bare.group, bare.version, bare.resource)
  if (kind === undefined) return notThere(parts, call)
  checkShape(bare, kind, route.byName, message.method ?? 'GET')
  if (streams.takes(kind, bare)) return streams.answer({ ...call, request: bare, kind })
  const { format, as } = negotiate(message.headers.accept)
  const form = { format, pretty: isPretty(message, query) }
  const options = { ...optionsOf(bare.verb, query), as }
  if (bare.verb === 'watch') {
    const watch = world.server.watch({ ...bare, options })
    const seconds = Number(query.get('timeoutSeconds') ?? '')
    return watches.open(watch, response, seconds > 0 ? seconds : undefined)
  }
  const request = await withBody({ ...bare, options }, kind, message)
  const { revision } = world.store
  // refused writes too: they draw from the world's chance
  if (!READS.includes(bare.verb)) parts.journal?.append(world.now, request)
  const answer = world.server.handle(request)
  if (world.store.revision !== revision) clock.wrote()
  const body = bare.verb === 'list' && as === 'object' && kind.structural === undefined ? bareItems(answer.body) : answer.body
  send(response, answer.code, body, form, answer.warnings)
}

/** In a list of a built-in kind no item says what it is. */
function bareItems(body: ApiResponse['body']): unknown {
  if (!('items' in body)) return body
  return { ...body, items: (body as ObjectList).items.map(({ apiVersion: _a, kind: _k, ...item }) => item) }
}

/** A group that is not served at all is no path of this server. */
function notThere({ world }: DoorParts, { route, response }: Call): void {
  const { group, version } = route.request
  const served = world.kinds.all().some((k) => k.group === group && (k.version === version || k.served?.some((s) => s.version === version)))
  if (!served) return sendText(response, 404, '404 page not found\n')
  throw new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})
}

function checkShape(request: ApiRequest, kind: Kind, byName: boolean, method: string): void {
  const { verb, subresource, namespace } = request
  const wrongScope = kind.namespaced ? namespace === undefined && byName : namespace !== undefined
  if (wrongScope) throw new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})
  if (!METHODS.includes(method)) throw notAllowed()
  if (subresource !== undefined) return
  if (verb === 'create' && (byName || (kind.namespaced && namespace === undefined))) throw notAllowed()
  if ((verb === 'update' || verb === 'patch') && !byName) throw notAllowed()
  if (verb === 'deletecollection' && kind.namespaced && namespace === undefined) throw notAllowed()
  if (!kind.verbs.includes(verb)) throw notAllowed()
}

async function withBody(request: ApiRequest, kind: Kind, message: IncomingMessage): Promise<ApiRequest> {
  const type = message.headers['content-type']
  switch (request.verb) {
    case 'create': case 'update': {
      const bytes = await readBody(message)
      return { ...request, body: decodeBody(bytes, type, BODY_KINDS[request.subresource ?? ''] ?? kind.kind) }
    }
    case 'patch': {
      const bytes = await readBody(message)
      return { ...request, ...decodePatch(bytes, type) }
    }
    case 'delete': case 'deletecollection': {
      const bytes = await readBody(message)
      if (bytes.length === 0) return request
      const body = type?.startsWith('application/vnd.kubernetes.protobuf') === true
        ? decodeProtobuf(bytes) : parseJson(bytes, (why) => new StatusError(400, 'BadRequest', why))
      return { ...request, options: withDeleteOptions(request.options ?? {}, body) }
    }
    default: return request
  }
}
