/** Gives Services their cluster addresses and node ports, and takes them back. */
import type { Service as ServiceObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { Service } from '../../kinds/core/service.ts'
import { validateServiceAddresses, validateUpgrade } from '../../kinds/core/service-addresses.validation.ts'
import { needsClusterIP } from '../../kinds/core/service.fields.ts'
import type { ServerContext } from '../context.ts'
import { invalidError } from '../errors.ts'
import { allocateAddresses, forgetAddresses, rememberAddresses } from './cluster-ips.ts'
import { allocateNodePorts } from './node-ports.ts'

/** Before validation, as upstream (pkg/registry/core/service/storage/alloc.go). Throws the Invalid error of a refusal. */
export function allocate(kind: Kind, draft: AnyObj, before: Obj | undefined, server: ServerContext): void {
  if (kind !== Service as Kind) return
  const service = draft as unknown as ServiceObject
  const old = before as unknown as ServiceObject | undefined
  setFamilies(service)
  const errors = [...(old === undefined ? [] : validateUpgrade(service, old)), ...validateServiceAddresses(service)]
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

/** initIPFamilyFields of a cluster with IPv4 only; headless Services without selector may point anywhere. */
function setFamilies(service: ServiceObject): void {
  const spec = service.spec!
  if (spec.type === 'ExternalName') return
  const headless = spec.clusterIPs?.[0] === 'None'
  if (headless && Object.keys(spec.selector ?? {}).length === 0) {
    spec.ipFamilyPolicy ??= 'RequireDualStack'
    if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = spec.ipFamilyPolicy === 'SingleStack' ? ['IPv4'] : ['IPv4', 'IPv6']
    return
  }
  spec.ipFamilyPolicy ??= 'SingleStack'
  if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = ['IPv4']
}
