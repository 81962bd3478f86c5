/** /healthz, /livez and /readyz: every check of a server that is well. */

const HOOKS = [
  'start-apiserver-admission-initializer', 'generic-apiserver-start-informers', 'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter', 'storage-object-count-tracker-hook', 'start-apiextensions-informers',
  'start-apiextensions-controllers', 'crd-informer-synced', 'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller', 'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector', 'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers', 'rbac/bootstrap-roles', 'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer', 'bootstrap-controller', 'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert', 'start-kube-aggregator-informers', 'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller', 'apiservice-registration-controller', 'apiservice-discovery-controller',
  'kube-apiserver-autoregistration', 'apiservice-wait-for-first-sync', 'peer-endpoint-reconciler-controller', 'storage-readiness',
].map((hook) => `poststarthook/${hook}`)
const LAST = ['autoregister-completion', 'poststarthook/apiservice-openapi-controller', 'poststarthook/apiservice-openapiv3-controller']

export const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: ['ping', 'log', 'etcd', 'loopback-serving-certificate', ...HOOKS, ...LAST],
  livez: ['ping', 'log', 'etcd', 'loopback-serving-certificate', ...HOOKS, ...LAST],
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'loopback-serving-certificate', 'informer-sync', ...HOOKS, ...LAST, 'shutdown'],
}

/** Undefined: there is no such check. */
export function health(path: string, query: URLSearchParams): string | undefined {
  const [, name = '', ...rest] = path.split('/')
  const checks = CHECKS[name]
  if (checks === undefined) return undefined
  if (rest.length > 0 && rest[0] !== '') return checks.includes(rest.join('/')) ? 'ok' : undefined
  if (!query.has('verbose')) return 'ok'
  const excluded = query.getAll('exclude')
  const lines = checks.map((check) => `[+]${check} ${excluded.includes(check) ? 'excluded: ok' : 'ok'}`)
  return `${lines.join('\n')}\n${name} check passed\n`
}
