/** The rules for Endpoints. */
import type { FieldError } from '../field-error.ts'
import { required } from '../field-error.ts'
import type { EndpointAddress, Endpoints } from '../generated/api-types.ts'
import { checkLabel, checkPort, checkQualified, checkSubdomain, oneOf } from '../validation/fields.ts'
import { checkAddress, checkEndpointAddress } from '../validation/ip.ts'

export function validateEndpoints(endpoints: Endpoints): FieldError[] {
  return (endpoints.subsets ?? []).flatMap((subset, i) => {
    const at = `subsets[${i}]`
    const ports = subset.ports ?? []
    const none = (subset.addresses ?? []).length === 0 && (subset.notReadyAddresses ?? []).length === 0
    return [
      ...(none ? [required(at, 'must specify `addresses` or `notReadyAddresses`')] : []),
      ...(['addresses', 'notReadyAddresses'] as const).flatMap((field) =>
        (subset[field] ?? []).flatMap((address, a) => validateAddress(address, `${at}.${field}[${a}]`))),
      ...ports.flatMap((port, p) => [
        ...(port.name ? checkLabel(port.name, `${at}.ports[${p}].name`) : ports.length > 1 ? [required(`${at}.ports[${p}].name`)] : []),
        ...checkPort(port.port, `${at}.ports[${p}].port`),
        ...oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], `${at}.ports[${p}].protocol`),
        ...(port.appProtocol === undefined ? [] : checkQualified(port.appProtocol, `${at}.ports[${p}].appProtocol`)),
      ]),
    ]
  })
}

function validateAddress({ ip, hostname, nodeName }: EndpointAddress, at: string): FieldError[] {
  return [
    ...checkAddress(ip ?? '', `${at}.ip`),
    ...(hostname ? checkLabel(hostname, `${at}.hostname`) : []),
    ...(nodeName === undefined ? [] : checkSubdomain(nodeName, `${at}.nodeName`)),
    ...checkEndpointAddress(ip ?? '', `${at}.ip`),
  ]
}
