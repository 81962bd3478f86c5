/** IPv4 addresses and ranges. */

/** The address as a number, or undefined; strict: four decimal numbers without leading zeros. */
function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (parts === null) return undefined
  let value = 0
  for (const part of parts.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined
    value = value * 256 + Number(part)
  }
  return value
}

export const isAddress = (text: string): boolean => parseAddress(text) !== undefined

/** Whether an address lies in a range like "10.0.0.0/8"; a bare address is a range of one. */
export function inRange(address: string, range: string): boolean {
  const [base = '', bits = '32'] = range.split('/')
  const [a, b] = [parseAddress(address), parseAddress(base)]
  if (a === undefined || b === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return false
  const size = 2 ** (32 - Number(bits))
  return Math.floor(a / size) === Math.floor(b / size)
}

/** A range of either family; IPv6 ones are well-formed, though nobody here has such an address. */
export const isRange = (range: string): boolean =>
  inRange(range.split('/')[0] ?? '', range) || /^[0-9a-fA-F:]*:[0-9a-fA-F:]*(\/\d{1,3})?$/.test(range)
