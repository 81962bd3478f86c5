/** LimitRanges give containers default requests and limits, and bound those of containers, pods and claims. */
import { LimitRange } from '../../kinds/core/limit-range.ts'
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { Pod } from '../../kinds/core/pod.ts'
import type { Container, LimitRangeItem, PersistentVolumeClaim as ClaimObject, Pod as PodObject } from '../../kinds/generated/api-types.ts'
import type { Quantity } from '../../lib/quantity.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import type { AdmissionRequest, Judge, ServerContext, Shape } from '../context.ts'
import { podResources } from '../quota/pod-resources.ts'
import { aggregate, refused } from './refusal.ts'

type Amounts = { [resource: string]: string | number }
const ANNOTATION = 'kubernetes.io/limit-ranger'

/** plugin/pkg/admission/limitranger/admission.go, PodMutateLimitFunc */
export const limitDefaults: Shape = (admission, draft, server) => {
  if (admission.kind !== Pod || admission.operation !== 'CREATE' || admission.subresource !== undefined) return
  const pod = draft as unknown as PodObject
  for (const item of itemsOf(admission, server)) {
    if (item.type !== 'Container') continue
    const said = [
      ...(pod.spec.containers ?? []).flatMap((c) => fillIn(c, item, 'container')),
      ...(pod.spec.initContainers ?? []).flatMap((c) => fillIn(c, item, 'init container')),
    ]
    if (said.length > 0) (pod.metadata.annotations ??= {})[ANNOTATION] = `LimitRanger plugin set: ${said.join('; ')}`
  }
}

function itemsOf(admission: AdmissionRequest, { reader }: ServerContext): readonly LimitRangeItem[] {
  const ranges = reader.list(LimitRange, admission.namespace)
  return ranges.length === 0 ? [] : ranges.flatMap((range) => range.spec?.limits ?? [])
}

/** What was set, as the annotation says it. */
function fillIn(container: Container, item: LimitRangeItem, what: string): string[] {
  const resources = (container.resources ??= {})
  const fill = (side: 'requests' | 'limits', from: Amounts | undefined): string[] => {
    const missing = Object.keys(from ?? {}).filter((name) => resources[side]?.[name] === undefined).sort()
    if (missing.length === 0) return []
    resources[side] = { ...resources[side], ...Object.fromEntries(missing.map((name) => [name, from![name]!])) }
    return [`${missing.join(', ')} ${side.slice(0, -1)} for ${what} ${container.name}`]
  }
  return [...fill('requests', item.defaultRequest), ...fill('limits', item.default)]
}

/** PodValidateLimitFunc and PersistentVolumeClaimValidateLimitFunc. */
export const limitRanger: Judge = (admission, object, server) => {
  if (object === undefined || admission.operation === 'DELETE') return
  const { kind, subresource } = admission
  const isPod = kind === Pod && (admission.operation === 'CREATE' ? subresource === undefined : subresource === 'resize')
  const isClaim = kind === PersistentVolumeClaim && subresource === undefined
  if (!isPod && !isClaim) return
  const complaints = itemsOf(admission, server).flatMap((item) =>
    isPod ? complaintsAboutPod(object as PodObject, item) : complaintsAboutClaim(object as ClaimObject, item))
  if (complaints.length > 0) throw refused(admission, object, aggregate(complaints))
}

function complaintsAboutPod(pod: PodObject, item: LimitRangeItem): string[] {
  if (item.type === 'Container') {
    return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap((c) => complaints(item, c.resources?.requests, c.resources?.limits))
  }
  if (item.type !== 'Pod') return []
  const { requests, limits } = podResources(pod)
  return complaints(item, requests, limits)
}

function complaintsAboutClaim(claim: ClaimObject, item: LimitRangeItem): string[] {
  if (item.type !== 'PersistentVolumeClaim') return []
  const requests = claim.spec?.resources?.requests
  return [
    ...each(item.min, (name, bound) => minimum(item.type, name, bound, amount(requests, name), undefined)),
    ...each(item.max, (name, bound) => {
      const asked = amount(requests, name)
      return asked !== undefined && asked.compare(bound) > 0
        ? [`maximum ${name} usage per ${item.type} is ${bound}, but request is ${asked}`] : []
    }),
  ]
}

function complaints(item: LimitRangeItem, requests: Amounts | undefined, limits: Amounts | undefined): string[] {
  const { type } = item
  return [
    ...each(item.min, (name, bound) => minimum(type, name, bound, amount(requests, name), amount(limits, name))),
    ...each(item.max, (name, bound) => maximum(type, name, bound, amount(requests, name), amount(limits, name))),
    ...each(item.maxLimitRequestRatio, (name, bound) => ratio(type, name, bound, amount(requests, name), amount(limits, name))),
  ]
}

const amount = (amounts: Amounts | undefined, name: string): Quantity | undefined =>
  amounts?.[name] === undefined ? undefined : parseQuantity(amounts[name])

const each = (bounds: Amounts | undefined, complain: (name: string, bound: Quantity) => string[]): string[] =>
  Object.keys(bounds ?? {}).sort().flatMap((name) => complain(name, parseQuantity(bounds![name]!)))

function minimum(type: string, name: string, bound: Quantity, request?: Quantity, limit?: Quantity): string[] {
  const text = `minimum ${name} usage per ${type} is ${bound}`
  if (request === undefined) return [`${text}.  No request is specified`]
  if (request.compare(bound) < 0) return [`${text}, but request is ${request}`]
  return limit !== undefined && limit.compare(bound) < 0 ? [`${text}, but limit is ${limit}`] : []
}

function maximum(type: string, name: string, bound: Quantity, request?: Quantity, limit?: Quantity): string[] {
  const text = `maximum ${name} usage per ${type} is ${bound}`
  if (limit === undefined) return [`${text}.  No limit is specified`]
  if (limit.compare(bound) > 0) return [`${text}, but limit is ${limit}`]
  return request !== undefined && request.compare(bound) > 0 ? [`${text}, but request is ${request}`] : []
}

function ratio(type: string, name: string, bound: Quantity, request?: Quantity, limit?: Quantity): string[] {
  const text = `${name} max limit to request ratio per ${type} is ${bound}`
  if (request === undefined || request.isZero()) return [`${text}, but no request is specified or request is 0`]
  if (limit === undefined || limit.isZero()) return [`${text}, but no limit is specified or limit is 0`]
  const observed = limit.asNumber() / request.asNumber()
  return observed > bound.asNumber() ? [`${text}, but provided ratio is ${observed.toFixed(6)}`] : []
}
