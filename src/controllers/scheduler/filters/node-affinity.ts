/** nodeSelector and required node affinity. */
import { podWantsNode } from '../node-selectors.ts'
import type { Filter } from '../plugin.ts'

const REJECTION = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true }

/** pkg/scheduler/framework/plugins/nodeaffinity */
export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  prepare: ({ pod }) => (pod.spec.nodeSelector === undefined && pod.spec.affinity?.nodeAffinity === undefined ? undefined
    : ({ node }) => (podWantsNode(pod, node) ? undefined : REJECTION)),
}
