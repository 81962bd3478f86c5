/** The API server for programs that speak HTTP to it from inside, such as curl with a service account's token. */
import { StatusError } from '../apiserver/errors.ts'
import type { ApiRequest, RequestVerb, UserInfo } from '../apiserver/request.ts'
import type { ApiServer } from '../apiserver/server.ts'
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import { headerOf, httpDate, pathOf, queryOf } from '../lib/http.ts'
import type { ApiEndpoint } from '../network/packet.ts'
import type { Presented } from '../network/certificates.ts'
import { parseCertificates } from '../pki/certificate.ts'
import { parsePrivateKey } from '../pki/key.ts'
import { credentials } from './generated/credentials.ts'

const VERBS: Readonly<Record<string, RequestVerb>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }
/** Paths that anybody may read (system:public-info-viewer). */
const HEALTH = new Set(['/healthz', '/livez', '/readyz'])

export function createApiEndpoint(server: ApiServer): ApiEndpoint {
  let presented: Presented | undefined
  return {
    presented() {
      const { certificatePem, keyPem } = credentials.serving
      presented ??= { chain: parseCertificates(certificatePem), key: parsePrivateKey(keyPem)!, source: 'the API server' }
      return presented
    },
    answer(request) {
      try {
        return reply(request, server)
      } catch (error) {
        if (!(error instanceof StatusError)) throw error
        return json(error.status.code ?? 500, error.status, server.now())
      }
    },
  }
}

function reply(request: HttpRequest, server: ApiServer): HttpResponse {
  const path = pathOf(request.target)
  if (HEALTH.has(path)) return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8'], ['Content-Length', '2']], body: 'ok' }
  if (path === '/version') return json(200, VERSION, server.now())
  const token = /^Bearer (.+)$/.exec(headerOf(request.headers, 'Authorization') ?? '')?.[1]
  const user = server.authenticate(token === undefined ? {} : { token })
  const api = apiRequest(request, path, user)
  if (api === undefined) {
    throw new StatusError(403, 'Forbidden', `forbidden: User "${user.name}" cannot ${request.method.toLowerCase()} path "${path}"`)
  }
  const { code, body } = server.handle(api)
  return json(code, body, server.now())
}

/** Undefined for paths that name no resource. */
function apiRequest({ method, target, body }: HttpRequest, path: string, user: UserInfo): ApiRequest | undefined {
  const parts = path.split('/').filter(Boolean)
  const core = parts[0] === 'api'
  if (core ? parts.length < 3 : parts[0] !== 'apis' || parts.length < 4) return undefined
  const rest = parts.slice(core ? 2 : 3)
  const inside = rest[0] === 'namespaces' && rest.length > 2
  const [resource = '', name, subresource] = inside ? rest.slice(2) : rest
  const known = VERBS[method] ?? (name === undefined ? 'list' : 'get')
  const query = new URLSearchParams(queryOf(target))
  return {
    verb: known === 'delete' && name === undefined ? 'deletecollection' : known, user, userAgent: 'curl',
    group: core ? '' : parts[1]!, version: core ? parts[1]! : parts[2]!, resource,
    ...(inside ? { namespace: rest[1]! } : {}), ...(name === undefined ? {} : { name }), ...(subresource === undefined ? {} : { subresource }),
    ...(body === '' ? {} : { body: parsed(body) }),
    options: {
      ...(query.get('labelSelector') === null ? {} : { labelSelector: query.get('labelSelector')! }),
      ...(query.get('fieldSelector') === null ? {} : { fieldSelector: query.get('fieldSelector')! }),
    },
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new StatusError(400, 'BadRequest', 'the object provided is unrecognized (must be of type Status): couldn’t get version/kind; json parse error')
  }
}

/** Answers to people are indented, as the server does for curl. */
function json(status: number, value: unknown, now: number): HttpResponse {
  const body = JSON.stringify(value, null, 2)
  return {
    status, headers: [['Audit-Id', '00000000-0000-0000-0000-000000000000'], ['Cache-Control', 'no-cache, private'], ['Content-Type', 'application/json'], ['Date', httpDate(now)], ['Content-Length', String(Buffer.byteLength(body))]],
    body,
  }
}

const VERSION = {
  major: '1', minor: '36', emulationMajor: '1', emulationMinor: '36', minCompatibilityMajor: '1', minCompatibilityMinor: '35', gitVersion: 'v1.36.2',
  gitTreeState: 'clean', compiler: 'gc', platform: 'linux/amd64',
}
