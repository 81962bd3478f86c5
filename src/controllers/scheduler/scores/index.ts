/** The scores of the default profile. */
import type { Score } from '../plugin.ts'
import { balancedAllocation } from './balanced-allocation.ts'
import { imageLocality } from './image-locality.ts'
import { leastAllocated } from './least-allocated.ts'
import { nodeAffinity } from './node-affinity.ts'
import { podAffinity } from './pod-affinity.ts'
import { podTopologySpread } from './pod-topology-spread.ts'
import { taintToleration } from './taint-toleration.ts'

export const scores: readonly Score[] = [
  taintToleration,
  nodeAffinity,
  leastAllocated,
  podTopologySpread,
  podAffinity,
  balancedAllocation,
  imageLocality,
]
