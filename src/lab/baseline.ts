/** Fills a new world with what an empty kubeadm cluster holds: nodes, namespaces, default roles, the kubernetes Service. */
import type { ApiServer } from '../apiserver/server.ts'
import { timestamp } from '../kinds/age.ts'
import { baseline } from '../kinds/generated/baseline.ts'
import type { AnyObj } from '../kinds/object.ts'
import { parseGroupVersion } from '../kinds/object.ts'

const CONTROL_PLANE = 'controlplane'

/** Writes straight into the store: these objects were accepted by a real server already. */
export function fillBaseline(server: ApiServer, nodes: 'single' | 'pair'): void {
  const time = timestamp(server.now())
  for (const object of baseline()) {
    if (nodes === 'single' && object.kind === 'Node') {
      if (object.metadata.name !== CONTROL_PLANE) continue
      delete object['spec'].taints
    }
    const { group } = parseGroupVersion(object.apiVersion)
    const kind = server.kinds.byKind(group, object.kind)
    if (kind === undefined) continue
    const filled = fill(object, time, server) as AnyObj
    const metadata = { ...filled.metadata, uid: server.random.uid(), creationTimestamp: time }
    const by = { manager: 'kube-apiserver', operation: 'Update' as const }
    server.store.commit(kind, object.metadata.namespace, object.metadata.name, { ...filled, metadata }, by)
  }
}

function fill(value: unknown, time: string, server: ApiServer): unknown {
  if (value === '<TIME>') return time
  if (value === '<UID>') return server.random.uid()
  if (Array.isArray(value)) return value.map((v) => fill(v, time, server))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, time, server)]))
}
