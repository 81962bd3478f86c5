/** Gives Services their cluster addresses and node ports, and takes them back. */
import type { FieldError } from '../../kinds/field-error.ts'
import { invalid } from '../../kinds/field-error.ts'
import type { Service as ServiceObject, ServiceSpec } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { Service } from '../../kinds/core/service.ts'
import { validateServiceAddresses, validateUpgrade } from '../../kinds/core/service-addresses.validation.ts'
import { needsClusterIP } from '../../kinds/core/service.fields.ts'
import { isIPv6 } from '../../kinds/validation/ip.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { ServerContext } from '../context.ts'
import { invalidError } from '../errors.ts'
import { allocateAddresses, forgetAddresses, rememberAddresses } from './cluster-ips.ts'
import { allocateNodePorts } from './node-ports.ts'

/** Before validation, as upstream (pkg/registry/core/service/storage/alloc.go). Throws the Invalid error of a refusal. */
export function allocate(kind: Kind, draft: AnyObj, before: Obj | undefined, server: ServerContext): void {
  if (kind !== Service as Kind) return
  const service = draft as unknown as ServiceObject
  const old = before as unknown as ServiceObject | undefined
  const changes = old === undefined ? [] : validateUpgrade(service, old)
  const errors = changes.length > 0 ? changes : initFamilies(service, old)
  if (errors.length > 0) throw invalidError('', 'Service', service.metadata.name, errors)
  if (needsClusterIP(service)) allocateAddresses(service, old, server)
  allocateNodePorts(service, old, server)
}

/** After the commit: what was given out and taken back is on record. */
export function record(kind: Kind, stored: Obj, before: Obj | undefined, server: ServerContext): void {
  if (kind !== Service as Kind) return
  const service = stored as unknown as ServiceObject
  if (before !== undefined) forgetAddresses(before as unknown as ServiceObject, service, server)
  if (service.metadata.deletionTimestamp === undefined) rememberAddresses(service, server)
}

/** When an object is gone for good. */
export function release(kind: Kind, object: Obj, server: ServerContext): void {
  if (kind === Service as Kind) forgetAddresses(object as unknown as ServiceObject, undefined, server)
}

/** initIPFamilyFields of a cluster that has IPv4 only: fills policy and families in, or says why they cannot be. */
function initFamilies(service: ServiceObject, before: ServiceObject | undefined): FieldError[] {
  const spec = service.spec!
  if (spec.type === 'ExternalName') return []
  const selectorless = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  spec.ipFamilyPolicy ??= before?.spec?.ipFamilyPolicy ?? (selectorless ? 'RequireDualStack' : 'SingleStack')
  const wrong = validateServiceAddresses(service)
  if (wrong.length > 0) return wrong
  const errors = [...(before === undefined ? [] : fitPolicy(spec, before.spec!)), ...checkPolicy(spec), ...inferFamilies(spec)]
  if (errors.length > 0) return errors
  if (!selectorless) errors.push(...checkConfigured(spec))
  if (errors.length > 0) return errors
  if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = ['IPv4']
  if (selectorless && spec.ipFamilies!.length < 2 && spec.ipFamilyPolicy !== 'SingleStack') {
    spec.ipFamilies!.push(spec.ipFamilies![0] === 'IPv4' ? 'IPv6' : 'IPv4')
  }
  return []
}

const POLICY = 'spec.ipFamilyPolicy'

/** An update to one family drops the second address; any other policy keeps what there is. */
function fitPolicy(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const fields = [['clusterIPs', 'cluster IP'], ['ipFamilies', 'IP family']] as const
  return fields.flatMap(([field, what]) => {
    const now = spec[field] ?? []
    const then = old[field] ?? []
    if (spec.ipFamilyPolicy === 'SingleStack') {
      if (now.length > 1 && sameValue(now, then)) spec[field] = now.slice(0, 1)
      return []
    }
    const reduced = then.length > 0 && now.length > 0 && now.length < then.length && now[0] === then[0]
    return reduced ? [invalid(POLICY, spec.ipFamilyPolicy, `must be 'SingleStack' to release the secondary ${what}`)] : []
  })
}

function checkPolicy({ ipFamilyPolicy, clusterIPs, ipFamilies }: ServiceSpec): FieldError[] {
  if (ipFamilyPolicy !== 'SingleStack') return []
  const fields = [[clusterIPs, 'cluster IPs'], [ipFamilies, 'IP families']] as const
  return fields.flatMap(([values, what]) => (values?.length === 2
    ? [invalid(POLICY, ipFamilyPolicy, `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`)] : []))
}

function inferFamilies(spec: ServiceSpec): FieldError[] {
  const { clusterIPs = [] } = spec
  if (clusterIPs[0] === 'None') return []
  return clusterIPs.flatMap((address, i) => {
    if (i < (spec.ipFamilies ?? []).length) return []
    if (isIPv6(address)) return [invalid(`spec.clusterIPs[${i}]`, clusterIPs, 'IPv6 is not configured on this cluster')]
    spec.ipFamilies = [...(spec.ipFamilies ?? []), 'IPv4']
    return []
  })
}

const checkConfigured = ({ ipFamilyPolicy, ipFamilies = [] }: ServiceSpec): FieldError[] => [
  ...(ipFamilyPolicy === 'RequireDualStack' ? [invalid(POLICY, ipFamilyPolicy, 'this cluster is not configured for dual-stack services')] : []),
  ...ipFamilies.flatMap((family, i) => (family === 'IPv4' ? [] : [invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster')])),
]
