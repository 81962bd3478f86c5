/** The CORS annotations as the template's macro applies them (rootfs/etc/nginx/template/nginx.tmpl, CORS). */
import type { Headers, HttpRequest } from '../../lib/http.ts'
import { headerOf } from '../../lib/http.ts'
import type { Cors } from './annotations.ts'

/** Headers for an allowed origin; undefined when the request's origin is not allowed. */
export function corsHeaders(cors: Cors, request: HttpRequest): Headers | undefined {
  const origin = headerOf(request.headers, 'Origin') ?? ''
  const any = cors.origins.length === 1 && cors.origins[0] === '*'
  if (!any && !cors.origins.some((allowed) => originMatches(allowed, origin))) return undefined
  return [
    ['Access-Control-Allow-Origin', any ? '*' : origin],
    ...(cors.credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
    ['Access-Control-Allow-Methods', cors.methods],
    ['Access-Control-Allow-Headers', cors.headers],
    ...(cors.expose === '' ? [] : [['Access-Control-Expose-Headers', cors.expose] as const]),
    ['Access-Control-Max-Age', cors.maxAge],
  ]
}

/** "https://*.foo.test" covers one label. */
function originMatches(allowed: string, origin: string): boolean {
  const pattern = allowed.split('*.').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[A-Za-z0-9\\-]+\\.')
  return allowed === '*' || new RegExp(`^${pattern}$`, 'i').test(origin)
}
