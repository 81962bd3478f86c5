/** Which Ingresses a controller takes for its own (internal/ingress/controller/store/store.go, GetIngressClass). */
import type { Ingress as IngressObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { IngressClass } from '../../kinds/networking/ingress-class.ts'
import { Ingress } from '../../kinds/networking/ingress.ts'
import type { ControllerOptions } from './options.ts'

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'

/** Why an Ingress is not this controller's; undefined: it is. */
export function refusalOf(ingress: IngressObject, options: ControllerOptions, cluster: Reader): string | undefined {
  if (options.watchNamespace !== '' && ingress.metadata.namespace !== options.watchNamespace) {
    return `the controller watches only namespace ${options.watchNamespace}`
  }
  const named = ingress.spec.ingressClassName
  if (named !== undefined) {
    const found = cluster.get(IngressClass, undefined, named)
    if (found === undefined) return `IngressClass ${named} does not exist`
    if (found.spec?.controller === options.controllerClass || (options.byName && named === options.ingressClass)) return undefined
    return `IngressClass ${named} belongs to ${found.spec?.controller}, not to ${options.controllerClass}`
  }
  const annotated = ingress.metadata.annotations?.[CLASS_ANNOTATION]
  if (annotated !== undefined) {
    return annotated === options.ingressClass ? undefined : `annotation ${CLASS_ANNOTATION} is ${annotated}, not ${options.ingressClass}`
  }
  return options.watchWithoutClass ? undefined : 'it names no class, and the controller does not watch Ingresses without one'
}

/** The served Ingresses, oldest first, as conflicts are decided (store.go, ListIngresses). */
export function servedIngresses(options: ControllerOptions, cluster: Reader): readonly IngressObject[] {
  return cluster.list(Ingress)
    .filter((ingress) => ingress.metadata.deletionTimestamp === undefined && refusalOf(ingress, options, cluster) === undefined)
    .sort(older)
}

function older(a: IngressObject, b: IngressObject): number {
  const [x, y] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (x !== y) return x < y ? -1 : 1
  const [p, q] = [`${a.metadata.namespace}/${a.metadata.name}`, `${b.metadata.namespace}/${b.metadata.name}`]
  return p < q ? -1 : p > q ? 1 : 0
}
