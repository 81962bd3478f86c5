/** The nginx.ingress.kubernetes.io annotations of an Ingress as settings (internal/ingress/annotations). */
import { ConfigMap } from '../../kinds/core/config-map.ts'
import { Secret } from '../../kinds/core/secret.ts'
import type { Ingress } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { isRange } from '../address.ts'
import { decodeBase64 } from '../mounts.ts'
import type { ControllerOptions } from './options.ts'

export interface Canary {
  readonly weight: number
  readonly weightTotal: number
  readonly header: string
  readonly headerValue: string
  readonly headerPattern: string
  readonly cookie: string
}

export interface Cors {
  readonly origins: readonly string[]
  readonly methods: string
  readonly headers: string
  readonly credentials: boolean
  readonly expose: string
  readonly maxAge: string
}

export interface Settings {
  readonly rewriteTarget: string
  readonly useRegex: boolean
  readonly sslRedirect: boolean
  readonly forceSslRedirect: boolean
  readonly preserveTrailingSlash: boolean
  readonly appRoot: string
  readonly redirect: { readonly url: string; readonly code: number } | undefined
  readonly fromToWww: boolean
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  readonly satisfyAny: boolean
  readonly basicAuth: { readonly realm: string; readonly users: ReadonlyMap<string, string> } | undefined
  readonly authUrl: string
  readonly authResponseHeaders: readonly string[]
  readonly authSignin: string
  readonly bodySize: string
  readonly cors: Cors | undefined
  readonly upstreamVhost: string
  readonly backendProtocol: string
  readonly defaultBackend: string
  readonly customHttpErrors: readonly number[]
  readonly customHeaders: Readonly<Record<string, string>>
  readonly forwardedPrefix: string
  readonly serverAlias: readonly string[]
  readonly canary: Canary | undefined
  readonly cookieAffinity: string | undefined
  readonly limitRps: number
  readonly serviceUpstream: boolean
  /** An annotation that cannot be honoured closes the Ingress' locations with 503. */
  readonly denied: string | undefined
}

const CORS_METHODS = 'GET, PUT, POST, DELETE, PATCH, OPTIONS'
const CORS_HEADERS = 'DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization'

export function settingsOf(ingress: Ingress, options: ControllerOptions, cluster: Reader): Settings {
  const annotations = ingress.metadata.annotations ?? {}
  const text = (name: string, usual = ''): string => (annotations[`${options.annotationsPrefix}/${name}`] ?? usual).trim()
  const flag = (name: string, usual = false): boolean => {
    const value = text(name)
    return TRUE.has(value) ? true : FALSE.has(value) ? false : usual
  }
  const count = (name: string, usual: number): number => (/^-?\d+$/.test(text(name)) ? Number(text(name)) : usual)
  const list = (value: string): string[] => value.split(',').map((v) => v.trim()).filter((v) => v !== '')
  const config = (key: string): string => options.config[key] ?? ''
  const denied: string[] = []
  const ranges = (name: string, other: string, key: string): string[] => {
    const value = text(name, text(other)) || config(key)
    const found = list(value)
    if (found.some((range) => !isRange(range))) denied.push('the annotation does not contain a valid IP address or network')
    return found
  }
  return {
    rewriteTarget: text('rewrite-target'),
    useRegex: flag('use-regex'),
    sslRedirect: flag('ssl-redirect', config('ssl-redirect') !== 'false'),
    forceSslRedirect: flag('force-ssl-redirect', config('force-ssl-redirect') === 'true'),
    preserveTrailingSlash: flag('preserve-trailing-slash'),
    appRoot: text('app-root'),
    redirect: redirectOf(text, count),
    fromToWww: flag('from-to-www-redirect'),
    allow: ranges('whitelist-source-range', 'allowlist-source-range', 'whitelist-source-range'),
    deny: ranges('denylist-source-range', 'denylist-source-range', 'denylist-source-range'),
    satisfyAny: text('satisfy') === 'any',
    basicAuth: basicAuthOf(ingress, text, cluster, denied),
    authUrl: text('auth-url'),
    authResponseHeaders: list(text('auth-response-headers')),
    authSignin: text('auth-signin'),
    bodySize: text('proxy-body-size') || config('proxy-body-size') || '1m',
    cors: flag('enable-cors') ? {
      origins: list(text('cors-allow-origin', '*')),
      methods: text('cors-allow-methods', CORS_METHODS),
      headers: text('cors-allow-headers', CORS_HEADERS),
      credentials: flag('cors-allow-credentials', true),
      expose: text('cors-expose-headers'),
      maxAge: String(count('cors-max-age', 1_728_000)),
    } : undefined,
    upstreamVhost: text('upstream-vhost'),
    backendProtocol: text('backend-protocol', 'HTTP').toUpperCase(),
    defaultBackend: text('default-backend'),
    customHttpErrors: list(text('custom-http-errors') || config('custom-http-errors')).map(Number).filter((n) => n >= 300 && n < 600),
    customHeaders: customHeadersOf(ingress, text('custom-headers'), cluster, denied),
    forwardedPrefix: text('x-forwarded-prefix'),
    serverAlias: list(text('server-alias')),
    canary: flag('canary') ? {
      weight: count('canary-weight', 0), weightTotal: Math.max(100, count('canary-weight-total', 100)),
      header: text('canary-by-header'), headerValue: text('canary-by-header-value'),
      headerPattern: text('canary-by-header-pattern'), cookie: text('canary-by-cookie'),
    } : undefined,
    cookieAffinity: text('affinity') === 'cookie' ? text('session-cookie-name', 'INGRESSCOOKIE') : undefined,
    limitRps: count('limit-rps', 0),
    serviceUpstream: flag('service-upstream', config('service-upstream') === 'true'),
    denied: denied[0],
  }
}

const TRUE = new Set(['true', 'True', 'TRUE', 't', 'T', '1'])
const FALSE = new Set(['false', 'False', 'FALSE', 'f', 'F', '0'])

/** annotations/redirect/redirect.go: temporal before permanent; a code out of range is the usual one. */
function redirectOf(text: (name: string) => string, count: (name: string, usual: number) => number): Settings['redirect'] {
  const within = (code: number, usual: number): number => (code < 300 || code > 308 ? usual : code)
  const temporal = text('temporal-redirect')
  if (temporal !== '') return { url: temporal, code: within(count('temporal-redirect-code', 302), 302) }
  const permanent = text('permanent-redirect')
  return permanent === '' ? undefined : { url: permanent, code: within(count('permanent-redirect-code', 301), 301) }
}

function basicAuthOf(
  ingress: Ingress, text: (name: string) => string, cluster: Reader, denied: string[],
): Settings['basicAuth'] {
  const type = text('auth-type')
  if (type === '') return undefined
  if (type !== 'basic' && type !== 'digest') {
    denied.push('invalid authentication type')
    return undefined
  }
  const named = text('auth-secret')
  const [namespace, name] = named.includes('/') ? named.split('/') : [ingress.metadata.namespace, named]
  const secret = cluster.get(Secret, namespace, name ?? '')
  if (secret === undefined || named === '' || namespace !== ingress.metadata.namespace) {
    denied.push(`error reading secret ${namespace}/${name}`)
    return undefined
  }
  const lines = text('auth-secret-type') === 'auth-map'
    ? Object.entries(secret.data ?? {}).map(([user, hash]) => `${user}:${decodeBase64(hash)}`)
    : decodeBase64(secret.data?.['auth'] ?? '').split('\n')
  if (text('auth-secret-type') !== 'auth-map' && secret.data?.['auth'] === undefined) {
    denied.push(`the secret ${namespace}/${name} does not contain a key with value auth`)
    return undefined
  }
  const users = lines.map((l) => l.trim()).filter((l) => l.includes(':'))
    .map((l): [string, string] => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1)])
  return { realm: text('auth-realm'), users: new Map(users) }
}

/** The value names a ConfigMap, "namespace/name" or a name, whose entries become response headers. */
function customHeadersOf(ingress: Ingress, named: string, cluster: Reader, denied: string[]): Readonly<Record<string, string>> {
  if (named === '') return {}
  const [namespace, name] = named.includes('/') ? named.split('/') : [ingress.metadata.namespace, named]
  const map = cluster.get(ConfigMap, namespace, name ?? '')
  if (map === undefined) denied.push(`unable to find configMap "${named}"`)
  return map?.data ?? {}
}
