/** Columns of nodes. Upstream: `pkg/printers/internalversion/printers.go`, printNode. */
import { column, said, wideColumn } from '../columns/column.ts'
import type { Node } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { byCodePoint } from '../../lib/json.ts'

/** The roles that a node's labels give it, sorted. */
export function nodeRoles(node: Node): readonly string[] {
  const roles = new Set<string>()
  for (const [label, value] of Object.entries(node.metadata.labels ?? {})) {
    if (label.startsWith(ROLE_LABEL)) {
      const role = label.slice(ROLE_LABEL.length)
      if (role !== '') roles.add(role)
    } else if (label === 'kubernetes.io/role' && value !== '') roles.add(value)
  }
  return [...roles].sort(byCodePoint)
}

const ROLE_LABEL = 'node-role.kubernetes.io/'

const nodeStatus = (node: Node): string => {
  const ready = node.status?.conditions?.find((c) => c.type === 'Ready')
  const status = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return node.spec?.unschedulable ? `${status},SchedulingDisabled` : status
}

const address = (node: Node, type: string): string =>
  node.status?.addresses?.find((a) => a.type === type)?.address ?? '<none>'

const kernelVersion = (node: Node): string => {
  const { kernelVersion: kernel, architecture } = node.status?.nodeInfo ?? {}
  if (!kernel) return '<unknown>'
  return architecture ? `${kernel} (${architecture})` : kernel
}

export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  column('Status', 'The status of the node', nodeStatus),
  column('Roles', 'The roles of the node', (node) => nodeRoles(node).join(',') || '<none>'),
  ageColumn,
  column('Version', said('core.v1.NodeSystemInfo', 'kubeletVersion'), (node) =>
    node.status?.nodeInfo?.kubeletVersion ?? ''),
  wideColumn('Internal-IP', said('core.v1.NodeStatus', 'addresses'), (node) =>
    address(node, 'InternalIP')),
  wideColumn('External-IP', said('core.v1.NodeStatus', 'addresses'), (node) =>
    address(node, 'ExternalIP')),
  wideColumn('OS-Image', said('core.v1.NodeSystemInfo', 'osImage'), (node) =>
    node.status?.nodeInfo?.osImage || '<unknown>'),
  wideColumn('Kernel-Version', said('core.v1.NodeSystemInfo', 'kernelVersion'), kernelVersion),
  wideColumn('Container-Runtime', said('core.v1.NodeSystemInfo', 'containerRuntimeVersion'),
    (node) => node.status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
]
