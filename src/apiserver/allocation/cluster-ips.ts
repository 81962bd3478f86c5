/** Cluster addresses of Services: the service network but for its static band, one IPAddress object each. */
import { timestamp } from '../../kinds/age.ts'
import { Service } from '../../kinds/core/service.ts'
import { needsClusterIP } from '../../kinds/core/service.fields.ts'
import { invalid } from '../../kinds/field-error.ts'
import type { Service as ServiceObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { IPAddress } from '../../kinds/networking/ip-address.ts'
import type { ServerContext } from '../context.ts'
import { invalidError } from '../errors.ts'

const NETWORK = '172.20.'
/** 172.20.0.0 to 172.20.0.255 are only given to those who ask for them. */
const STATIC_BAND = 256
const NETWORK_SIZE = 65_536

export function allocateAddresses(service: ServiceObject, before: ServiceObject | undefined, server: ServerContext): void {
  const spec = service.spec!
  if (before !== undefined && needsClusterIP(before) && before.spec!.clusterIP) return
  const asked = spec.clusterIPs ?? []
  if (asked[0] === 'None') return
  const used = new Set(server.reader.list(Service).flatMap((s) => s.spec?.clusterIPs ?? []))
  if (asked.length === 0) {
    let address: string
    do address = dynamicAddress(server.random.integer(NETWORK_SIZE - STATIC_BAND - 1))
    while (used.has(address))
    spec.clusterIPs = [address]
  } else {
    for (const address of asked) checkAsked(service, address, used)
  }
  spec.clusterIP = spec.clusterIPs![0]!
}

const dynamicAddress = (offset: number): string => {
  const at = STATIC_BAND + offset
  return `${NETWORK}${at >> 8}.${at & 255}`
}

function checkAsked(service: ServiceObject, address: string, used: ReadonlySet<string>): void {
  const refuse = (why: string): Error => invalidError('', 'Service', service.metadata.name, [
    invalid('spec.clusterIPs', service.spec!.clusterIPs, `failed to allocate IP ${address}: ${why}`)])
  if (!address.startsWith(NETWORK)) throw refuse('the provided network does not match the current range')
  if (used.has(address)) throw refuse('provided IP is already allocated')
}

/** registry/core/service/ipallocator/ipallocator.go: the allocation is an object. */
export function rememberAddresses(service: ServiceObject, server: ServerContext): void {
  for (const address of service.spec?.clusterIPs ?? []) {
    const known = server.store.get(IPAddress as Kind, undefined, address) !== undefined
    if (address !== 'None' && !known) remember(address, service, server)
  }
}

function remember(address: string, service: ServiceObject, server: ServerContext): void {
  const { name, namespace } = service.metadata
  const object = {
    apiVersion: IPAddress.apiVersion,
    kind: IPAddress.kind,
    metadata: {
      name: address,
      uid: server.random.uid(),
      creationTimestamp: timestamp(server.now()),
      generation: 1,
      labels: { 'ipaddress.kubernetes.io/ip-family': 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
    },
    spec: { parentRef: { group: '', name, namespace, resource: 'services' } },
  }
  server.store.commit(IPAddress as Kind, undefined, address, object as unknown as Obj, { manager: 'kube-apiserver', operation: 'Update' })
}

/** Gives back what the Service had and has no longer. */
export function forgetAddresses(before: ServiceObject, after: ServiceObject | undefined, server: ServerContext): void {
  for (const address of before.spec?.clusterIPs ?? []) {
    if (address !== 'None' && !(after?.spec?.clusterIPs ?? []).includes(address)) {
      server.store.commit(IPAddress as Kind, undefined, address, undefined)
    }
  }
}
