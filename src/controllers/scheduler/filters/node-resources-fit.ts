/** A node must have left what the pod asks for. */
import type { Filter } from '../plugin.ts'
import { requestsOf } from '../requests.ts'

/** pkg/scheduler/framework/plugins/noderesources/fit.go */
export const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  prepare({ pod }) {
    const wanted = Object.entries(requestsOf(pod).amounts).filter(([, amount]) => amount > 0)
    return ({ allocatable, used, pods }) => {
      let reasons: string[] | undefined
      let unresolvable = false
      if (pods.size + 1 > (allocatable['pods'] ?? 0)) reasons = ['Too many pods']
      for (const [resource, amount] of wanted) {
        const all = allocatable[resource] ?? 0
        if (amount <= all - (used[resource] ?? 0)) continue
        ;(reasons ??= []).push(`Insufficient ${resource}`)
        if (amount > all) unresolvable = true
      }
      return reasons === undefined ? undefined : { reasons, unresolvable }
    }
  },
}
