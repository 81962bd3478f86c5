/** What the lab's Gateway controller says about classes and routes. */
import { timestamp } from '../../kinds/age.ts'
import { Namespace } from '../../kinds/core/namespace.ts'
import type { Condition } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj, ObjectKey } from '../../kinds/object.ts'
import { attachment, backendFault, gatewayNamed } from '../../network/gateway/attach.ts'
import type { Gateway, GatewayClass, ParentRef, Route } from '../../network/gateway/types.ts'
import type { Controller, World } from '../controller.ts'
import { setCondition } from './conditions.ts'
import { CONTROLLER_NAME, condition, kindNamed } from './gateway.ts'

const CONCERNS = new Set(['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant', 'Service', 'Namespace'])

/** Accepts the classes that name it. */
export const gatewayClassController: Controller<GatewayClass> = {
  name: 'lab-gateway-classes',
  reconciles: Namespace as unknown as Kind<GatewayClass>,
  sees: (change) => (change.kind.kind === 'GatewayClass' && change.after !== undefined ? [{ name: change.after.metadata.name }] : undefined),
  find: (key, world) => {
    const kind = kindNamed(world, 'GatewayClass')
    return kind === undefined ? undefined : world.api.get(kind, undefined, key.name) as GatewayClass | undefined
  },
  reconcile(object, world) {
    if (object.spec.controllerName !== CONTROLLER_NAME) return
    const next = condition('Accepted', 'True', 'Accepted', 'GatewayClass is accepted', object.metadata.generation ?? 1, timestamp(world.now))
    if (object.status?.conditions?.some((c) => c.type === 'Accepted' && c.status === 'True') === true) return
    world.api.updateStatus(kindNamed(world, 'GatewayClass')!, object, (draft: any) => { draft.status = { conditions: [next] } })
  },
}

/** Writes status.parents of routes for the Gateways that are the lab's own. */
const routeController = (kindName: 'HTTPRoute' | 'GRPCRoute'): Controller<Route> => ({
  name: `lab-gateway-${kindName.toLowerCase()}s`,
  reconciles: Namespace as unknown as Kind<Route>,
  sees(change, world): Iterable<ObjectKey> | undefined {
    if (!CONCERNS.has(change.kind.kind)) return undefined
    const kind = kindNamed(world, kindName)
    return kind === undefined ? undefined : world.api.list(kind).map((r: Obj) => ({ namespace: r.metadata.namespace, name: r.metadata.name }))
  },
  find: (key, world) => {
    const kind = kindNamed(world, kindName)
    return kind === undefined ? undefined : world.api.get(kind, key.namespace, key.name) as Route | undefined
  },
  reconcile(route, world) {
    const parents = (route.spec.parentRefs ?? []).flatMap((ref) => {
      const gateway = ownGateway(ref, route, world)
      return gateway === undefined ? [] : [parentStatus(ref, route, gateway, world)]
    })
    const others = (route.status?.parents ?? []).filter((p) => p.controllerName !== CONTROLLER_NAME)
    const next = { parents: [...others, ...parents] }
    if (parents.length === 0 && route.status === undefined) return
    if (JSON.stringify(next) === JSON.stringify(route.status)) return
    world.api.updateStatus(kindNamed(world, kindName)!, route, (draft: any) => { draft.status = next })
  },
})

export const httpRouteController = routeController('HTTPRoute')
export const grpcRouteController = routeController('GRPCRoute')

function ownGateway(ref: ParentRef, route: Route, world: World): Gateway | undefined {
  if ((ref.kind ?? 'Gateway') !== 'Gateway') return undefined
  const gateway = gatewayNamed(world.api, ref.namespace ?? route.metadata.namespace ?? '', ref.name)
  const classKind = kindNamed(world, 'GatewayClass')
  const found = gateway === undefined || classKind === undefined ? undefined : world.api.get(classKind, undefined, gateway.spec.gatewayClassName) as GatewayClass | undefined
  return found?.spec.controllerName === CONTROLLER_NAME ? gateway : undefined
}

function parentStatus(ref: ParentRef, route: Route, gateway: Gateway, { api, now }: World) {
  const time = timestamp(now)
  const generation = route.metadata.generation ?? 1
  const before = (route.status?.parents ?? []).find((p) => JSON.stringify(p.parentRef) === JSON.stringify(ref))?.conditions ?? []
  const make = (type: string, ok: boolean, reason: string, message: string): Condition =>
    setCondition(before, condition(type, ok ? 'True' : 'False', reason, message, generation, time))
  const attached = attachment(route, ref, gateway, api)
  const faults = (route.spec.rules ?? []).flatMap((rule) => (rule.backendRefs ?? []).map((backend) => backendFault(backend, route, api)))
  const fault = faults.find((f) => f !== undefined)
  return {
    parentRef: ref, controllerName: CONTROLLER_NAME,
    conditions: [
      'listeners' in attached ? make('Accepted', true, 'Accepted', 'Route is accepted') : make('Accepted', false, attached.reason, attached.message),
      fault === undefined ? make('ResolvedRefs', true, 'ResolvedRefs', 'All references are resolved') : make('ResolvedRefs', false, fault.reason, fault.message),
    ],
  }
}
