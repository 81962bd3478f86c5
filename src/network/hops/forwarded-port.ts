/** A port on the learner's loopback that `kubectl port-forward` leads into a pod. */
import { Pod } from '../../kinds/core/pod.ts'
import { peerOf } from '../dns/resolve.ts'
import type { Hop } from '../packet.ts'

/** The kubelet connects inside the pod, so neither Services nor policies see the packet. */
export const forwardedPortHop: Hop = ({ from, address, port, protocol }, net) => {
  if (!address.startsWith('127.') || from.node === undefined) return undefined
  const to = net.forwards.get(port)
  if (to === undefined) return undefined
  const pod = net.cluster.get(Pod, to.namespace, to.pod)
  if (pod === undefined) return { fail: 'reset', because: `the pod ${to.pod} behind port ${port} is gone` }
  const peer = peerOf(pod)
  return {
    forward: { from: peer, address: peer.address, port: to.remote, protocol },
    because: `kubectl port-forward leads port ${port} to port ${to.remote} of pod ${to.pod}`, object: `pod/${to.pod}`, namespace: to.namespace,
  }
}
