/** The rules for EndpointSlices (pkg/apis/discovery/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { duplicate, invalid, notSupported, required, tooMany } from '../field-error.ts'
import type { DiscoveryV1EndpointPort, Endpoint, EndpointSlice } from '../generated/api-types.ts'
import { checkLabel, checkQualified, checkSubdomain, immutable } from '../validation/fields.ts'
import { isPortNumber } from '../validation/formats.ts'
import { checkAddress, checkEndpointAddress, isAddress, isIPv6 } from '../validation/ip.ts'

const TYPES = ['FQDN', 'IPv4', 'IPv6']
const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const ENDPOINTS_MAX = 1000
const ADDRESSES_MAX = 100
const PORTS_MAX = 20_000

export function validateEndpointSlice(slice: EndpointSlice, before: EndpointSlice | undefined): FieldError[] {
  const { addressType, endpoints = [], ports = [] } = slice
  const errors: FieldError[] = []
  if (!addressType) errors.push(required('addressType'))
  else if (!TYPES.includes(addressType)) errors.push(notSupported('addressType', addressType, TYPES))
  if ((endpoints ?? []).length > ENDPOINTS_MAX) errors.push(tooMany('endpoints', endpoints.length, ENDPOINTS_MAX))
  else (endpoints ?? []).forEach((endpoint, i) => errors.push(...validateEndpoint(endpoint, addressType, `endpoints[${i}]`)))
  errors.push(...validatePorts(ports ?? []))
  return before === undefined ? errors : [...errors, ...immutable(addressType, before.addressType, 'addressType')]
}

function validateEndpoint({ addresses: given, nodeName, hostname }: Endpoint, type: string, at: string): FieldError[] {
  const addresses = given ?? []
  const errors: FieldError[] = []
  if (addresses.length === 0) errors.push(required(`${at}.addresses`, 'must contain at least 1 address'))
  if (addresses.length > ADDRESSES_MAX) errors.push(tooMany(`${at}.addresses`, addresses.length, ADDRESSES_MAX))
  addresses.forEach((address, i) => {
    const path = `${at}.addresses[${i}]`
    if (type === 'FQDN') errors.push(...checkSubdomain(address, path))
    else if (!isAddress(address)) errors.push(...checkAddress(address, path))
    else if ((type === 'IPv6') !== isIPv6(address)) errors.push(invalid(path, address, `must be an ${type} address`))
    else errors.push(...checkEndpointAddress(address, path))
  })
  if (nodeName !== undefined) errors.push(...checkSubdomain(nodeName, `${at}.nodeName`))
  if (hostname !== undefined) errors.push(...checkLabel(hostname, `${at}.hostname`))
  return errors
}

function validatePorts(ports: readonly DiscoveryV1EndpointPort[]): FieldError[] {
  if (ports.length > PORTS_MAX) return [tooMany('ports', ports.length, PORTS_MAX)]
  const names = new Set<string>()
  return ports.flatMap(({ name = '', port, protocol, appProtocol }, i) => {
    const at = `ports[${i}]`
    const errors: FieldError[] = name === '' ? [] : checkLabel(name, `${at}.name`)
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name))
    names.add(name)
    if (port !== undefined) errors.push(...isPortNumber(port).map((text) => invalid(`${at}.port`, port, text)))
    if (!protocol) errors.push(required(`${at}.protocol`))
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS))
    return appProtocol === undefined ? errors : [...errors, ...checkQualified(appProtocol, `${at}.appProtocol`)]
  })
}

