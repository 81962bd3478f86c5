/** What answers an HTTP-01 challenge: a Pod, a Service, and an Ingress or HTTPRoute to it (pkg/issuer/acme/http). */
import { Pod } from '../../kinds/core/pod.ts'
import { Service } from '../../kinds/core/service.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { Ingress } from '../../kinds/networking/ingress.ts'
import { StatusError } from '../../apiserver/errors.ts'
import type { World } from '../controller.ts'
import type { Challenge } from './kinds.ts'
import { ownedBy } from './kinds.ts'

const PORT = 8089
const PREFIX = 'cm-acme-http-solver-'

/** adler32 of a text, in decimal (http.go, podLabels). */
function adler32(text: string): string {
  let a = 1
  let b = 0
  for (const byte of Buffer.from(text)) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return String(b * 65_536 + a)
}

const labelsOf = ({ spec }: Challenge): Record<string, string> => ({
  'acme.cert-manager.io/http-domain': adler32(spec.dnsName), 'acme.cert-manager.io/http-token': adler32(spec.token), 'acme.cert-manager.io/http01-solver': 'true',
})

const routeKind = ({ api }: World): Kind<any> | undefined => api.kindOf('gateway.networking.k8s.io', 'HTTPRoute')

const ownedOf = (challenge: Challenge, kind: Kind<any>, { api }: World): readonly Obj[] =>
  api.list(kind, challenge.metadata.namespace).filter((o: Obj) => (o.metadata.ownerReferences ?? []).some((r) => r.uid === challenge.metadata.uid))

/** Creates what is missing; nothing to do for DNS-01. */
export function present(challenge: Challenge, world: World): void {
  if (challenge.spec.type !== 'HTTP-01') return
  const { api } = world
  const namespace = challenge.metadata.namespace ?? ''
  const metadata = { generateName: PREFIX, namespace, labels: labelsOf(challenge), ownerReferences: [ownedBy(challenge)] }
  if (ownedOf(challenge, Pod as Kind<any>, world).length === 0) api.create(Pod, { metadata: { ...metadata, annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true', 'sidecar.istio.io/inject': 'false' } }, spec: podSpec(challenge) } as never)
  let service = ownedOf(challenge, Service as Kind<any>, world)[0]
  if (service === undefined) {
    const { ingress, gatewayHTTPRoute } = challenge.spec.solver.http01 ?? {}
    service = api.create(Service, {
      metadata: { ...metadata, annotations: { 'auth.istio.io/8089': 'NONE' } },
      spec: { type: ingress?.serviceType ?? gatewayHTTPRoute?.serviceType ?? 'NodePort', selector: labelsOf(challenge), ports: [{ name: 'http', port: PORT, targetPort: PORT }] },
    } as never)
  }
  if (challenge.spec.solver.http01?.gatewayHTTPRoute !== undefined) route(challenge, service.metadata.name, metadata, world)
  else ingress(challenge, service.metadata.name, metadata, world)
}

const pathOf = ({ spec }: Challenge): string => `/.well-known/acme-challenge/${spec.token}`

function podSpec(challenge: Challenge): object {
  const { dnsName, token, key } = challenge.spec
  return {
    automountServiceAccountToken: false, enableServiceLinks: false, restartPolicy: 'OnFailure', nodeSelector: { 'kubernetes.io/os': 'linux' },
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{
      name: 'acmesolver', image: 'quay.io/jetstack/cert-manager-acmesolver:v1.20.0', imagePullPolicy: 'IfNotPresent',
      args: [`--listen-port=${PORT}`, `--domain=${dnsName}`, `--token=${token}`, `--key=${key}`],
      resources: { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: '10m', memory: '64Mi' } },
      ports: [{ name: 'http', containerPort: PORT }], securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
    }],
  }
}

function ingress(challenge: Challenge, serviceName: string, metadata: object, world: World): void {
  const { api } = world
  const wanted = challenge.spec.solver.http01?.ingress ?? {}
  const path = { path: pathOf(challenge), pathType: 'Exact', backend: { service: { name: serviceName, port: { number: PORT } } } }
  if (wanted.name !== undefined) {
    const existing = api.get(Ingress, challenge.metadata.namespace, wanted.name)
    if (existing === undefined || (existing.spec.rules ?? []).some((r) => (r.http?.paths ?? []).some((p) => p.path === path.path))) return
    api.update(Ingress, existing, (draft) => {
      const rule = draft.spec.rules?.find((r) => r.host === challenge.spec.dnsName)
      if (rule?.http !== undefined) rule.http.paths.unshift(path)
      else draft.spec.rules = [...(draft.spec.rules ?? []), { host: challenge.spec.dnsName, http: { paths: [path] } }]
    })
    return
  }
  if (ownedOf(challenge, Ingress as Kind<any>, world).length > 0) return
  try {
    api.create(Ingress, {
      metadata: {
        ...metadata,
        annotations: {
          'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0,::/0', ...(wanted.class === undefined ? {} : { 'kubernetes.io/ingress.class': wanted.class }),
        },
      },
      spec: {
        ...(wanted.ingressClassName === undefined ? {} : { ingressClassName: wanted.ingressClassName }),
        rules: [{ host: challenge.spec.dnsName, http: { paths: [path] } }],
      },
    } as never)
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    world.event(challenge, 'Warning', 'PresentError', `Error presenting challenge: ${error.message}`)
  }
}

function route(challenge: Challenge, serviceName: string, metadata: object, world: World): void {
  const kind = routeKind(world)
  if (kind === undefined || ownedOf(challenge, kind, world).length > 0) return
  const wanted = challenge.spec.solver.http01?.gatewayHTTPRoute ?? {}
  world.api.create(kind, {
    metadata: { ...metadata, labels: { ...labelsOf(challenge), ...wanted.labels } },
    spec: {
      parentRefs: wanted.parentRefs ?? [], hostnames: [challenge.spec.dnsName],
      rules: [{ matches: [{ path: { type: 'Exact', value: pathOf(challenge) } }], backendRefs: [{ group: '', kind: 'Service', name: serviceName, port: PORT, weight: 1 }] }],
    },
  } as never)
}

export function withdraw(challenge: Challenge, world: World): void {
  const route = routeKind(world)
  for (const kind of [Ingress, Service, Pod, ...(route === undefined ? [] : [route])] as readonly Kind<any>[]) {
    for (const object of ownedOf(challenge, kind, world)) world.api.delete(kind, object, { gracePeriodSeconds: 0 })
  }
  const { name } = challenge.spec.solver.http01?.ingress ?? {}
  const shared = name === undefined ? undefined : world.api.get(Ingress, challenge.metadata.namespace, name)
  if (shared === undefined) return
  world.api.update(Ingress, shared, (draft) => {
    for (const rule of draft.spec.rules ?? []) if (rule.http !== undefined) rule.http.paths = rule.http.paths.filter((p) => p.path !== pathOf(challenge))
    draft.spec.rules = (draft.spec.rules ?? []).filter((r) => r.http === undefined || r.http.paths.length > 0)
  })
}
