/** IP addresses and networks. */
import type { FieldError } from '../field-error.ts'
import { invalid } from '../field-error.ts'
import type { ParsedAddress } from '../../lib/ip.ts'
import { inNetwork, parseAddress } from '../../lib/ip.ts'

const ADDRESS_TEXT = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
const NETWORK_TEXT = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'

/** Leading zeros were always accepted here (netutils.ParseIPSloppy). */
const sloppy = (text: string): ParsedAddress | undefined =>
  parseAddress(/^\d+(\.\d+){3}$/.test(text) ? text.split('.').map((n) => String(Number(n))).join('.') : text)

export const isAddress = (value: string): boolean => sloppy(value) !== undefined
export const isIPv6 = (value: string): boolean => sloppy(value)?.family === 6

export const checkAddress = (value: string, path: string): FieldError[] =>
  isAddress(value) ? [] : [invalid(path, value, ADDRESS_TEXT)]

export interface Network {
  readonly address: ParsedAddress
  readonly bits: number
}

export function parseNetwork(value: string): Network | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(value)
  const address = match === null ? undefined : sloppy(match[1]!)
  if (address === undefined) return undefined
  const bits = Number(match![2])
  return bits > (address.family === 4 ? 32 : 128) ? undefined : { address, bits }
}

export const checkNetwork = (value: string, path: string): FieldError[] =>
  parseNetwork(value) === undefined ? [invalid(path, value, NETWORK_TEXT)] : []

/** Whether the inner network is a part of the outer one, and smaller. */
export const isStrictSubset = (inner: Network, outer: Network): boolean =>
  inNetwork(inner.address, outer.address, outer.bits) && outer.bits < inner.bits

/** ValidateEndpointIP: not every address makes sense as an endpoint. */
export function checkEndpointAddress(value: string, path: string): FieldError[] {
  if (!isAddress(value)) return [invalid(path, value, 'must be a valid IP address')]
  const address = sloppy(value)!
  const within = (cidr: string): boolean => {
    const network = parseNetwork(cidr)!
    return inNetwork(address, network.address, network.bits)
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
