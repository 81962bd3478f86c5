/** IP addresses as numbers. */

export interface ParsedAddress {
  readonly family: 4 | 6
  readonly value: bigint
}

/** Undefined when the text is no address; leading zeros are no number either. */
export function parseAddress(text: string): ParsedAddress | undefined {
  if (!text.includes(':')) {
    const value = parseQuad(text)
    return value === undefined ? undefined : { family: 4, value: BigInt(value) }
  }
  const groups = parseGroups(text)
  if (groups === undefined) return undefined
  return { family: 6, value: groups.reduce((sum, group) => sum * 65_536n + BigInt(group), 0n) }
}

/** Whether an address lies in the network of this address and prefix length. */
export function inNetwork(address: ParsedAddress, network: ParsedAddress, bits: number): boolean {
  if (address.family !== network.family) return false
  const shift = BigInt((address.family === 4 ? 32 : 128) - bits)
  return address.value >> shift === network.value >> shift
}

function parseQuad(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return undefined
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** The eight groups of an IPv6 address. */
function parseGroups(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(readGroups) as [number[] | undefined, number[] | undefined]
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  if (halves.length === 1) return head.length === 8 ? head : undefined
  const missing = 8 - head.length - tail!.length
  return missing < 1 ? undefined : [...head, ...Array.from({ length: missing }, () => 0), ...tail!]
}

function readGroups(half: string): number[] | undefined {
  if (half === '') return []
  const groups: number[] = []
  const parts = half.split(':')
  for (const [i, part] of parts.entries()) {
    const quad = i === parts.length - 1 && part.includes('.') ? parseQuad(part) : undefined
    if (quad !== undefined) groups.push(quad >>> 16, quad & 65_535)
    else if (/^[\da-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}
