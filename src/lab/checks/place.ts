/** Where a check stands: the learner's machine, a node, or a pod found by name or label. */
import { Pod } from '../../kinds/core/pod.ts'
import type { Reader } from '../../kinds/kind.ts'
import type { Place } from '../../lib/process.ts'
import type { Shape } from '../scenario/shape.ts'

export const placeShape: Shape = {
  type: 'string', pattern: '^(host|node/[^/]+|pod/[^/]+/[^/]+(/[^/]+)?)$',
  description: 'host (default), node/NAME, pod/NAMESPACE/NAME[/CONTAINER]; NAME may be a label: app=web.',
}

/** undefined is the learner's machine. Throws an Error that says what is missing. */
export function placeOf(text: string | undefined, cluster: Reader): Place | undefined {
  if (text === undefined || text === 'host') return undefined
  const [kind, namespace, name, container] = text.split('/') as [string, string, string?, string?]
  if (kind === 'node') return { node: namespace }
  const pod = name!.includes('=') ? runningPod(cluster, namespace, name!) : cluster.get(Pod, namespace, name!)
  if (pod === undefined) throw new Error(`there is no pod ${name} in namespace ${namespace}`)
  return { namespace, pod: pod.metadata.name, container: container ?? pod.spec.containers[0]!.name }
}

function runningPod(cluster: Reader, namespace: string, selector: string) {
  const [key, value] = selector.split('=') as [string, string]
  return cluster.list(Pod, namespace).find((pod) => pod.metadata.labels?.[key] === value && pod.status?.phase === 'Running')
}
