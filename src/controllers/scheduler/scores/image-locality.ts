/** Prefers nodes that have the pod's images already. */
import type { Score } from '../plugin.ts'
import { NODE_SCORE_MAX } from '../plugin.ts'

const MB = 1024 * 1024
const LEAST = 23 * MB
const MOST_PER_CONTAINER = 1000 * MB

/** pkg/scheduler/framework/plugins/imagelocality */
export const imageLocality: Score = {
  name: 'ImageLocality',
  weight: 1,
  points({ pod, nodes }, feasible) {
    if (!nodes.some((n) => (n.node.status?.images?.length ?? 0) > 0)) return undefined
    const images = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].map((c) => withTag(c.image ?? ''))
    const most = MOST_PER_CONTAINER * pod.spec.containers.length
    const sizeOn = (node: (typeof nodes)[number], image: string): number =>
      node.node.status?.images?.find((i) => i.names?.some((n) => withTag(n) === image))?.sizeBytes ?? 0
    return feasible.map((node) => {
      let total = 0
      for (const image of images) {
        const size = sizeOn(node, image)
        if (size > 0) total += (size * nodes.filter((n) => sizeOn(n, image) > 0).length) / nodes.length
      }
      return Math.floor((NODE_SCORE_MAX * (Math.min(Math.max(total, LEAST), most) - LEAST)) / (most - LEAST))
    })
  },
}

const withTag = (image: string): string => (/:[^/]*$/.test(image) ? image : `${image}:latest`)
