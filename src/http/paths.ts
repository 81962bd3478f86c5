/** Requests to no resource: discovery, versions, health, OpenAPI, metrics, the index. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createHash } from 'node:crypto'
import { apiGroup, apiGroupDiscoveryList, apiGroupList, apiResourceList, apiVersions } from '../apiserver/discovery/documents.ts'
import { groupsOf } from '../apiserver/discovery/discovery.ts'
import { StatusError } from '../apiserver/errors.ts'
import { ISSUER } from '../apiserver/auth/tokens.ts'
import type { World } from '../lab/world.ts'
import { CHECKS, health } from './health.ts'
import { clausesOf } from './negotiate.ts'
import { openApi } from './openapi.ts'
import type { Form } from './respond.ts'
import { encode, isPretty, send, sendText } from './respond.ts'
import { metrics } from './metrics.ts'
import { VERSION } from './version.ts'

const PRETTY: Form = { format: 'json', pretty: true }
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** The caller has been authorized for the path. */
export function answerPath(world: World, message: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams, address: string): void {
  const form: Form = { format: 'json', pretty: isPretty(message, query) }
  if (path === '/version' || path === '/version/') {
    if (message.method !== 'GET') throw notAllowed()
    return send(response, 200, VERSION, PRETTY)
  }
  if (path === '/' || path === '') return send(response, 200, { paths: index(world) }, PRETTY)
  const healthy = health(path, query)
  if (healthy !== undefined) return sendText(response, 200, healthy)
  if (path === '/metrics') return sendText(response, 200, metrics(world))
  if (path === '/.well-known/openid-configuration') return sendFor(response, openIdConfiguration, 'application/json')
  if (path === '/openid/v1/jwks') return sendFor(response, world.server.tokens.keySet, 'application/jwk-set+json')
  if (path.startsWith('/openapi/')) return openApi(world, message, response, path)
  if (path === '/api' || path === '/api/' || path === '/apis' || path === '/apis/') {
    return discovery(world, message, response, path.startsWith('/apis'), address, form)
  }
  const document = documentAt(world, path)
  if (document === undefined) return sendText(response, 404, '404 page not found\n')
  send(response, 200, document, form)
}

function discovery(world: World, message: IncomingMessage, response: ServerResponse, groups: boolean, address: string, form: Form): void {
  const wants = clausesOf(message.headers.accept)
    .some((c) => c.parameters.get('g') === 'apidiscovery.k8s.io' && c.parameters.get('as') === 'APIGroupDiscoveryList')
  if (!wants) return send(response, 200, groups ? apiGroupList(world.kinds) : apiVersions(address), form)
  const text = encode(apiGroupDiscoveryList(world.kinds, !groups), { format: 'json', pretty: false })
  const etag = `"${createHash('sha512').update(text).digest('hex').toUpperCase()}"`
  const headers = { 'Cache-Control': 'public', ETag: etag, Vary: 'Accept' }
  if (message.headers['if-none-match'] === etag) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  response.writeHead(200, { ...headers, 'Content-Type': AGGREGATED, 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}

function documentAt(world: World, path: string): object | undefined {
  const [root, first, second, ...more] = path.split('/').filter(Boolean)
  if (more.length > 0) return undefined
  if (root === 'api' && first !== undefined && second === undefined) return apiResourceList(world.kinds, '', first) ?? nothing()
  if (root !== 'apis' || first === undefined) return undefined
  if (second === undefined) return apiGroup(world.kinds, first)
  return apiResourceList(world.kinds, first, second) ?? nothing()
}

function nothing(): never {
  throw new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})
}

export const notAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

/** These documents may be kept for an hour. */
function sendFor(response: ServerResponse, document: object, type: string): void {
  const text = JSON.stringify(document)
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=3600', 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}

const openIdConfiguration = {
  issuer: ISSUER, jwks_uri: 'https://192.168.56.10:6443/openid/v1/jwks', response_types_supported: ['id_token'],
  subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
}

function index(world: World): string[] {
  const groups = groupsOf(world.kinds).filter((g) => g.name !== '')
  return [
    '/.well-known/openid-configuration', '/api', '/api/v1', '/apis', '/apis/',
    ...groups.flatMap((g) => [`/apis/${g.name}`, ...[...g.versions].map((v) => `/apis/${g.name}/${v}`)]),
    '/flagz', '/metrics', '/metrics/slis', '/openapi/v2', '/openapi/v3', '/openapi/v3/', '/openid/v1/jwks', '/statusz', '/version',
    ...Object.entries(CHECKS).flatMap(([name, checks]) => [
      `/${name}`, ...checks.filter((c) => c !== 'etcd-readiness' && (name !== 'readyz' || !IN_NO_INDEX.includes(c))).map((c) => `/${name}/${c}`),
    ]),
  ].sort()
}

/** Checks that run in readiness but whose own paths are not listed. */
const IN_NO_INDEX = ['etcd', 'loopback-serving-certificate']
