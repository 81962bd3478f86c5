/** The Gateway API objects as far as traffic needs them (sigs.k8s.io/gateway-api/apis/v1). */
import type { Condition } from '../../kinds/generated/api-types.ts'
import type { Obj } from '../../kinds/object.ts'

export const GROUP = 'gateway.networking.k8s.io'

export interface GatewayClass extends Obj {
  readonly spec: { readonly controllerName: string; readonly description?: string }
  readonly status?: { readonly conditions?: readonly Condition[] }
}

export interface Listener {
  readonly name: string
  readonly hostname?: string
  readonly port: number
  readonly protocol: string
  readonly tls?: { readonly mode?: string; readonly certificateRefs?: readonly ObjectRef[] }
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: string; readonly selector?: { matchLabels?: { [k: string]: string }; matchExpressions?: { key: string; operator: string; values?: string[] }[] } }
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[]
  }
}

export interface ObjectRef {
  readonly group?: string
  readonly kind?: string
  readonly name: string
  readonly namespace?: string
}

export interface Gateway extends Obj {
  readonly spec: { readonly gatewayClassName: string; readonly listeners: readonly Listener[]; readonly addresses?: readonly { type?: string; value?: string }[] }
  readonly status?: { readonly addresses?: readonly { type?: string; value: string }[]; readonly conditions?: readonly Condition[]; readonly listeners?: readonly unknown[] }
}

export interface ParentRef extends ObjectRef {
  readonly sectionName?: string
  readonly port?: number
}

export interface PathMatch {
  readonly type?: 'Exact' | 'PathPrefix' | 'RegularExpression'
  readonly value?: string
}

export interface ValueMatch {
  readonly type?: 'Exact' | 'RegularExpression'
  readonly name: string
  readonly value: string
}

export interface RouteMatch {
  readonly path?: PathMatch
  readonly headers?: readonly ValueMatch[]
  readonly queryParams?: readonly ValueMatch[]
  readonly method?: string | { readonly service?: string; readonly method?: string; readonly type?: string }
}

export interface HeaderChange {
  readonly set?: readonly { readonly name: string; readonly value: string }[]
  readonly add?: readonly { readonly name: string; readonly value: string }[]
  readonly remove?: readonly string[]
}

export interface PathChange {
  readonly type: 'ReplaceFullPath' | 'ReplacePrefixMatch'
  readonly replaceFullPath?: string
  readonly replacePrefixMatch?: string
}

export interface Filter {
  readonly type: string
  readonly requestHeaderModifier?: HeaderChange
  readonly responseHeaderModifier?: HeaderChange
  readonly requestRedirect?: { readonly scheme?: string; readonly hostname?: string; readonly path?: PathChange; readonly port?: number; readonly statusCode?: number }
  readonly urlRewrite?: { readonly hostname?: string; readonly path?: PathChange }
  readonly requestMirror?: { readonly backendRef: BackendRef }
}

export interface BackendRef extends ObjectRef {
  readonly port?: number
  readonly weight?: number
  readonly filters?: readonly Filter[]
}

export interface RouteRule {
  readonly name?: string
  readonly matches?: readonly RouteMatch[]
  readonly filters?: readonly Filter[]
  readonly backendRefs?: readonly BackendRef[]
}

export interface Route extends Obj {
  readonly spec: { readonly parentRefs?: readonly ParentRef[]; readonly hostnames?: readonly string[]; readonly rules?: readonly RouteRule[] }
  readonly status?: { readonly parents: readonly RouteParentStatus[] }
}

interface RouteParentStatus {
  readonly parentRef: ParentRef
  readonly controllerName: string
  readonly conditions: readonly Condition[]
}

export interface ReferenceGrant extends Obj {
  readonly spec: {
    readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[]
    readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[]
  }
}
