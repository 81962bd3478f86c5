/** One connection: a packet passes the hops until one of them answers or fails it. */
import { forwardedPortHop } from './hops/forwarded-port.ts'
import { networkPolicyHop } from './hops/network-policy.ts'
import { nodeHop } from './hops/node.ts'
import { podHop } from './hops/pod.ts'
import { serviceHop } from './hops/service.ts'
import { wildernessHop } from './hops/wilderness.ts'
import type { FailureKind, Hop, NetworkContext, Packet, Step, Target } from './packet.ts'

/** In the order in which a packet meets them. */
const hops: readonly (readonly [name: string, hop: Hop])[] = [
  ['service', serviceHop],
  ['network-policy', networkPolicyHop],
  ['pod', podHop],
  ['node', nodeHop],
  ['address', wildernessHop],
]

/** A Service may lead to another Service's address, but not for ever. */
const FORWARDS_MAX = 4

export type Connected =
  | { readonly target: Target; readonly packet: Packet; readonly steps: readonly Step[] }
  | { readonly failed: FailureKind; readonly because: string; readonly steps: readonly Step[] }

export function connect(first: Packet, net: NetworkContext): Connected {
  const steps: Step[] = []
  const led = forwardedPortHop(first, net)
  if (led !== undefined) {
    net.forwards.get(first.port)!.onConnection()
    steps.push({ hop: 'port-forward', because: led.because })
  }
  if (led !== undefined && 'fail' in led) return { failed: led.fail, because: led.because, steps }
  let packet = led !== undefined && 'forward' in led ? led.forward : loopback(first)
  for (let forwards = 0, at = 0; at < hops.length; at++) {
    const [name, hop] = hops[at]!
    const hopped = hop(packet, net)
    if (hopped === undefined) continue
    const { because, object, namespace, field } = hopped
    const blame = {
      ...(object === undefined ? {} : { object }), ...(namespace === undefined ? {} : { namespace }), ...(field === undefined ? {} : { field }),
    }
    steps.push({ hop: name, because, ...blame, ...('fail' in hopped ? { failed: true } : {}) })
    if ('fail' in hopped) return { failed: hopped.fail, because, steps }
    if ('reply' in hopped) return { target: hopped.reply, packet, steps }
    packet = hopped.forward
    if (++forwards < FORWARDS_MAX) at = -1
  }
  throw new Error('the last hop answers every packet')
}

/** 127.0.0.1 is the sender itself. */
function loopback(packet: Packet): Packet {
  return packet.address.startsWith('127.') ? { ...packet, address: packet.from.address } : packet
}
