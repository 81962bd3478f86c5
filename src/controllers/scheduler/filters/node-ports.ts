/** Two pods of a node cannot have the same host port. */
import type { Filter } from '../plugin.ts'
import type { Requests } from '../requests.ts'
import { requestsOf } from '../requests.ts'

const REJECTION = { reasons: ["node(s) didn't have free ports for the requested pod ports"], unresolvable: false }

/** pkg/scheduler/framework/plugins/nodeports */
export const nodePorts: Filter = {
  name: 'NodePorts',
  prepare({ pod }) {
    const { ports } = requestsOf(pod)
    return ports.length === 0 ? undefined : (node) => (ports.some((p) => node.ports.some((q) => clash(p, q))) ? REJECTION : undefined)
  },
}

const ANY = '0.0.0.0'
const clash = (a: Requests['ports'][number], b: Requests['ports'][number]): boolean =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === ANY || b.ip === ANY)
