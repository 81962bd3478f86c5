/** IP addresses and networks. */
import { BlockList, isIP } from 'node:net'
import type { FieldError } from '../field-error.ts'
import { invalid } from '../field-error.ts'

const ADDRESS_TEXT = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
const NETWORK_TEXT = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'

/** Leading zeros were always accepted here (netutils.ParseIPSloppy). */
const withoutZeros = (address: string): string =>
  /^\d+(\.\d+){3}$/.test(address) ? address.split('.').map((n) => String(Number(n))).join('.') : address

export const isAddress = (value: string): boolean => isIP(withoutZeros(value)) !== 0
export const isIPv6 = (value: string): boolean => isIP(value) === 6

export const checkAddress = (value: string, path: string): FieldError[] =>
  isAddress(value) ? [] : [invalid(path, value, ADDRESS_TEXT)]

export interface Network {
  readonly address: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

export function parseNetwork(value: string): Network | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(value)
  if (match === null) return undefined
  const address = withoutZeros(match[1]!)
  const version = isIP(address)
  const bits = Number(match[2])
  if (version === 0 || bits > (version === 4 ? 32 : 128)) return undefined
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}

export const checkNetwork = (value: string, path: string): FieldError[] =>
  parseNetwork(value) === undefined ? [invalid(path, value, NETWORK_TEXT)] : []

export function networkContains(network: Network, address: string): boolean {
  const list = new BlockList()
  list.addSubnet(network.address, network.bits, network.family)
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** ValidateEndpointIP: not every address makes sense as an endpoint. */
export function checkEndpointAddress(value: string, path: string): FieldError[] {
  if (!isAddress(value)) return [invalid(path, value, 'must be a valid IP address')]
  const within = (cidr: string): boolean => {
    const network = parseNetwork(cidr)!
    return (network.family === 'ipv6') === isIPv6(value) && networkContains(network, withoutZeros(value))
  }
  const errors: FieldError[] = []
  if (value === '0.0.0.0' || value === '::') errors.push(invalid(path, value, `may not be unspecified (${value})`))
  if (within('127.0.0.0/8') || within('::1/128')) {
    errors.push(invalid(path, value, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'))
  }
  if (within('169.254.0.0/16') || within('fe80::/10')) {
    errors.push(invalid(path, value, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'))
  }
  if (within('224.0.0.0/24') || within('ff02::/16')) {
    errors.push(invalid(path, value, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'))
  }
  return errors
}
