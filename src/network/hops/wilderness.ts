/** What no other hop claimed: addresses without an owner swallow packets. */
import type { Hop } from '../packet.ts'

export const wildernessHop: Hop = (packet) => ({
  fail: 'timeout', because: `nobody has the address ${packet.address}`,
})
