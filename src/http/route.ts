/** What a request's path and method ask for (apiserver/pkg/endpoints/request/requestinfo.go). */
import type { ApiRequest, RequestVerb } from '../apiserver/request.ts'

export type Route =
  | { readonly to: 'resource'; readonly request: Omit<ApiRequest, 'user'>; readonly rest: readonly string[]; readonly byName: boolean }
  | { readonly to: 'path'; readonly path: string; readonly verb: string }

const VERBS: Readonly<Record<string, RequestVerb>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }
/** Below a namespace these are its own, not resources in it. */
const OF_NAMESPACES = ['status', 'finalize']

export function routeOf(method: string, path: string, query: URLSearchParams): Route {
  const parts = path.split('/').filter(Boolean).map((part) => safeDecode(part))
  const verb = method.toLowerCase()
  const isCore = parts[0] === 'api'
  if ((!isCore || parts.length < 3) && (parts[0] !== 'apis' || parts.length < 4)) return { to: 'path', path, verb }
  const group = isCore ? '' : parts[1]!
  const version = isCore ? parts[1]! : parts[2]!
  let rest = parts.slice(isCore ? 2 : 3)
  const watched = rest[0] === 'watch'
  if (watched) rest = rest.slice(1)
  let namespace: string | undefined
  if (rest[0] === 'namespaces' && rest.length > 2 && !OF_NAMESPACES.includes(rest[2]!)) {
    namespace = rest[1]!
    rest = rest.slice(2)
  }
  const [resource = '', name, subresource, ...beyond] = rest
  const isWatch = watched || (name === undefined && ['1', 'true', ''].includes(query.get('watch') ?? 'no'))
  const read: RequestVerb = isWatch ? 'watch' : name === undefined ? 'list' : 'get'
  const known = VERBS[method] ?? read
  return {
    to: 'resource', rest: beyond, byName: name !== undefined,
    request: {
      verb: known === 'delete' && name === undefined ? 'deletecollection' : known,
      group, version, resource,
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(subresource === undefined ? {} : { subresource }),
    },
  }
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
