/** nginx' choice of a location, as its documentation and ingress-nginx' tests have it. */
import { describe, expect, it } from 'vitest'
import type { Ingress } from '../../src/kinds/generated/api-types.ts'
import type { Reader } from '../../src/kinds/kind.ts'
import { settingsOf } from '../../src/network/ingress-nginx/annotations.ts'
import { matchLocation } from '../../src/network/ingress-nginx/location.ts'
import { normalizedPath, rewrittenPath } from '../../src/network/ingress-nginx/path.ts'
import { regexOf } from '../../src/network/ingress-nginx/location.ts'
import type { ControllerOptions } from '../../src/network/ingress-nginx/options.ts'
import { buildServers, serverFor } from '../../src/network/ingress-nginx/servers.ts'

const options: ControllerOptions = {
  controllerClass: 'k8s.io/ingress-nginx', ingressClass: 'nginx', byName: false, watchWithoutClass: false, watchNamespace: '',
  defaultCertificate: undefined, defaultBackendService: undefined, publishService: undefined,
  annotationsPrefix: 'nginx.ingress.kubernetes.io', config: {},
}

const ingress = (name: string, host: string, paths: readonly (readonly [path: string, type: string])[], annotations: Record<string, string> = {}): Ingress => ({
  apiVersion: 'networking.k8s.io/v1', kind: 'Ingress',
  metadata: { name, namespace: 'shop', uid: name, creationTimestamp: '', resourceVersion: '', annotations: Object.fromEntries(Object.entries(annotations).map(([k, v]) => [`nginx.ingress.kubernetes.io/${k}`, v])) },
  spec: { rules: [{ host, http: { paths: paths.map(([path, pathType]) => ({ path, pathType, backend: { service: { name: `${name}${path}`, port: { number: 80 } } } })) } }] },
})

/** Which service takes each path: its name, "301 …", or "-" for the controller's own 404. */
function routes(ingresses: readonly Ingress[], host: string, paths: readonly string[]): string[] {
  const parsed = ingresses.map((i) => ({ ingress: i, settings: settingsOf(i, options, {} as Reader) }))
  const server = serverFor(buildServers(parsed, () => ''), host)
  return paths.map((path) => {
    const matched = matchLocation(server, path)
    if (matched === undefined) return '-'
    return 'redirectTo' in matched ? `301 ${matched.redirectTo}` : matched.location.backend?.service.name ?? '-'
  })
}

describe('locations', () => {
  it('match prefixes element by element, the longest first, and exact paths before them', () => {
    const web = ingress('web', 'a.test', [['/', 'Prefix'], ['/a', 'Prefix'], ['/a/b', 'Prefix'], ['/a/b', 'Exact'], ['/x/', 'Prefix']])
    expect(routes([web], 'a.test', ['/', '/ab', '/a', '/a/c', '/a/b', '/a/b/c', '/A', '/x', '/x/y']))
      .toEqual(['web/', 'web/', 'web/a', 'web/a', 'web/a/b', 'web/a/b', 'web/', '301 /x/', 'web/x/'])
  })
  it('turn into case-insensitive expressions for the whole host when one Ingress rewrites', () => {
    const pay = ingress('pay', 'a.test', [['/pay', 'Prefix']], { 'rewrite-target': '/' })
    const api = ingress('api', 'a.test', [['/api', 'Exact']])
    expect(routes([pay, api], 'a.test', ['/payment', '/PAY/x', '/api', '/apiary', '/x/pay'])).toEqual(['pay/pay', 'pay/pay', 'api/api', 'api/api', '-'])
    expect(routes([api], 'a.test', ['/api', '/apiary', '/API'])).toEqual(['api/api', '-', '-'])
  })
  it('let the first Ingress keep a path, and a wildcard host cover one label', () => {
    const [old, young] = [ingress('old', '*.a.test', [['/', 'Prefix']]), ingress('young', '*.a.test', [['/', 'Prefix']])]
    expect(routes([old, young], 'x.a.test', ['/'])).toEqual(['old/'])
    expect(routes([old], 'x.y.a.test', ['/'])).toEqual(['-'])
    expect(routes([old], 'a.test', ['/'])).toEqual(['-'])
  })
})

describe('paths', () => {
  it('are normalized before they are matched', () => {
    expect(['/a//b', '/a/./b', '/a/../b', '/a%2Fb', '/a/..', '/..', 'a'].map(normalizedPath)).toEqual(['/a/b', '/a/b', '/b', '/a/b', '/', undefined, undefined])
  })
  it('are rewritten with the groups of the expression', () => {
    const expression = regexOf('/pay(/|$)(.*)')
    expect(['/pay', '/pay/', '/pay/a/b'].map((p) => rewrittenPath(p, expression, '/$2'))).toEqual(['/', '/', '/a/b'])
    expect(rewrittenPath('/other', expression, '/$2')).toBeUndefined()
  })
})
