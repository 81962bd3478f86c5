/** The lab's Gateway controller: a proxy and an address for each Gateway, and what its status says. */
import { Deployment } from '../../kinds/apps/deployment.ts'
import { Namespace } from '../../kinds/core/namespace.ts'
import { Service } from '../../kinds/core/service.ts'
import { timestamp } from '../../kinds/age.ts'
import type { Condition, Deployment as DeploymentObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { allRoutes, attachment, certificateFault, conflicted, isParent, kindsOf } from '../../network/gateway/attach.ts'
import type { Gateway, GatewayClass, Listener } from '../../network/gateway/types.ts'
import { GROUP } from '../../network/gateway/types.ts'
import type { Controller, World } from '../controller.ts'
import { setCondition } from './conditions.ts'

export const CONTROLLER_NAME = 'lab.gateway/controller'
const NAMESPACE = 'gateway-system'

/** Kinds whose changes may change what a Gateway says of itself. */
const CONCERNS = new Set(['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant', 'Secret', 'Namespace', 'Service'])

export const kindNamed = ({ api }: World, kind: string): Kind<any> | undefined => api.kindOf(GROUP, kind)

export const gatewayController: Controller<Gateway> = {
  name: 'lab-gateway-gateways',
  user: 'system:serviceaccount:gateway-system:lab-gateway',
  reconciles: Namespace as unknown as Kind<Gateway>,
  sees(change, world) {
    if (!CONCERNS.has(change.kind.kind)) return undefined
    const kind = kindNamed(world, 'Gateway')
    if (kind === undefined) return undefined
    const own = change.kind.kind === 'Gateway' ? [change.after ?? change.before!] : []
    return [...world.api.list(kind), ...own].map((g) => ({ namespace: g.metadata.namespace, name: g.metadata.name }))
  },
  find: (key, world) => {
    const kind = kindNamed(world, 'Gateway')
    return kind === undefined ? undefined : world.api.get(kind, key.namespace, key.name) as Gateway | undefined
  },
  reconcile(gateway, world) {
    const classKind = kindNamed(world, 'GatewayClass')
    const found = classKind === undefined ? undefined : world.api.get(classKind, undefined, gateway.spec.gatewayClassName) as GatewayClass | undefined
    if (found?.spec.controllerName !== CONTROLLER_NAME || gateway.metadata.deletionTimestamp !== undefined) return
    provideProxy(gateway, world)
    writeStatus(gateway, world)
  },
  gone(key, { api }) {
    const name = proxyName(key.namespace ?? '', key.name)
    for (const kind of [Deployment, Service] as readonly Kind<any>[]) {
      const left = api.get(kind, NAMESPACE, name) as Obj | undefined
      if (left?.metadata.labels?.['gateway.networking.k8s.io/gateway-namespace'] === key.namespace) api.delete(kind, left!)
    }
  },
}

const proxyName = (namespace: string, name: string): string => `${namespace}-${name}`

/** A Deployment with the listeners' ports, and a Service that gives them an address. */
function provideProxy(gateway: Gateway, { api }: World): void {
  const { namespace = '', name } = gateway.metadata
  const proxy = proxyName(namespace, name)
  const labels = { app: 'lab-gateway-proxy', [`${GROUP}/gateway-name`]: name, [`${GROUP}/gateway-namespace`]: namespace }
  const ports = [...new Set(gateway.spec.listeners.map((l) => l.port))]
  const container = {
    name: 'proxy', image: 'lab/gateway:1', args: ['proxy', `--gateway=${namespace}/${name}`],
    ports: ports.map((port) => ({ containerPort: port, name: `port-${port}`, protocol: 'TCP' })),
  }
  const deployment = api.get(Deployment, NAMESPACE, proxy)
  if (deployment === undefined) {
    api.create(Deployment, {
      metadata: { name: proxy, namespace: NAMESPACE, labels },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: 'lab-gateway', containers: [container] } } },
    } as never)
  } else if (JSON.stringify((deployment.spec?.template.spec?.containers[0]?.ports ?? []).map((p) => p.containerPort)) !== JSON.stringify(ports)) {
    api.update(Deployment, deployment, (draft: DeploymentObject) => { draft.spec!.template.spec!.containers[0]!.ports = container.ports })
  }
  const wanted = ports.map((port) => ({ name: `port-${port}`, port, targetPort: port, protocol: 'TCP' }))
  const service = api.get(Service, NAMESPACE, proxy)
  if (service === undefined) {
    api.create(Service, { metadata: { name: proxy, namespace: NAMESPACE, labels }, spec: { type: 'LoadBalancer', selector: labels, ports: wanted } } as never)
  } else if (JSON.stringify((service.spec.ports ?? []).map((p) => p.port)) !== JSON.stringify(ports)) {
    api.update(Service, service, (draft) => { draft.spec.ports = wanted })
  }
}

function writeStatus(gateway: Gateway, world: World): void {
  const { api, now } = world
  const { namespace = '', name, generation = 1 } = gateway.metadata
  const address = api.get(Service, NAMESPACE, proxyName(namespace, name))?.status?.loadBalancer?.ingress?.[0]?.ip
  const listeners = gateway.spec.listeners.map((l) => listenerStatus(l, gateway, world))
  const usable = listeners.some((l) => l.conditions.find((c) => c.type === 'Programmed')?.status === 'True')
  const time = timestamp(now)
  const conditions = [
    condition('Accepted', usable || listeners.length === 0 ? 'True' : 'False', usable ? 'Accepted' : 'ListenersNotValid', usable ? 'Gateway is accepted' : 'None of the listeners is valid', generation, time),
    address !== undefined && usable
      ? condition('Programmed', 'True', 'Programmed', 'Gateway is programmed', generation, time)
      : condition('Programmed', 'False', usable ? 'AddressNotAssigned' : 'Invalid', usable ? 'No addresses have been assigned to the Gateway' : 'None of the listeners is valid', generation, time),
  ]
  const kind = kindNamed(world, 'Gateway')!
  api.updateStatus(kind, gateway, (draft: any) => {
    const before = draft.status ?? {}
    const old = (before.conditions ?? []) as Condition[]
    const next = {
      ...(address === undefined ? {} : { addresses: [{ type: 'IPAddress', value: address }] }),
      conditions: conditions.map((c) => setCondition(old, c)),
      listeners: listeners.map((l) => ({
        ...l, conditions: l.conditions.map((c) => setCondition((before.listeners ?? []).find((b: any) => b.name === l.name)?.conditions ?? [], c)),
      })),
    }
    if (JSON.stringify(next) !== JSON.stringify(draft.status)) draft.status = next
  })
}

export const condition = (type: string, status: string, reason: string, message: string, generation: number, time: string): Condition =>
  ({ lastTransitionTime: time, message, observedGeneration: generation, reason, status, type })

function listenerStatus(listener: Listener, gateway: Gateway, { api, now }: World) {
  const { generation = 1 } = gateway.metadata
  const time = timestamp(now)
  const make = (type: string, ok: boolean, reason: string, message: string): Condition => condition(type, ok ? 'True' : 'False', reason, message, generation, time)
  const supported = ['HTTP', 'HTTPS'].includes(listener.protocol)
  const conflict = conflicted(listener, gateway)
  const wantsTls = listener.protocol === 'HTTPS'
  const refs = listener.tls?.certificateRefs ?? []
  const fault = !wantsTls ? undefined : refs.length === 0 ? { reason: 'InvalidCertificateRef', message: 'The listener names no certificate' }
    : refs.map((ref) => certificateFault(ref, gateway, api)).find((f) => f !== undefined)
  const wrongKind = (listener.allowedRoutes?.kinds ?? []).length > kindsOf(listener).length
  const resolved = fault !== undefined ? make('ResolvedRefs', false, fault.reason, fault.message)
    : wrongKind ? make('ResolvedRefs', false, 'InvalidRouteKinds', 'A route kind is not supported by the listener')
    : make('ResolvedRefs', true, 'ResolvedRefs', 'All references are resolved')
  const accepted = supported ? make('Accepted', !conflict, conflict ? 'HostnameConflict' : 'Accepted', conflict ? 'Another listener has the same port and hostname' : 'Listener is accepted')
    : make('Accepted', false, 'UnsupportedProtocol', `Protocol ${listener.protocol} is not supported`)
  const programmed = supported && !conflict && fault === undefined
  const attachedRoutes = allRoutes(api).filter((route) => (route.spec.parentRefs ?? []).some((ref) => {
    if (!isParent(ref, route, gateway)) return false
    const found = attachment(route, ref, gateway, api)
    return 'listeners' in found && found.listeners.includes(listener)
  })).length
  return {
    name: listener.name, attachedRoutes,
    supportedKinds: kindsOf(listener).map((kind) => ({ group: GROUP, kind })),
    conditions: [
      accepted, make('Programmed', programmed, programmed ? 'Programmed' : 'Invalid', programmed ? 'Listener is programmed' : 'Listener is invalid'),
      make('Conflicted', conflict, conflict ? 'HostnameConflict' : 'NoConflicts', conflict ? 'Another listener has the same port and hostname' : 'No conflicts'), resolved,
    ],
  }
}
