/** The description of a node. */
import { sortedEntries } from '../../lib/json.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import { eventsAbout, eventTable } from '../describe/events.ts'
import { annotationRows, labelRows, listRows } from '../describe/metadata.ts'
import { getOf, unlessForbidden } from '../describe/reading.ts'
import { rfc1123 } from '../describe/time.ts'
import type { Lease, Node, Taint } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { nodeRoles } from './node.columns.ts'
import { nodePodRows } from './node.pods.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeNode. */
export function describeNode(node: Node, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec, status } = node
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Roles:', nodeRoles(node).join(',') || '<none>'),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    row(0, 'CreationTimestamp:', rfc1123(metadata.creationTimestamp)),
    ...taintRows(spec?.taints),
    row(0, 'Unschedulable:', String(spec?.unschedulable ?? false)),
    ...leaseRows(node, cluster),
    ...conditionRows(node),
    row(0, 'Addresses:'),
    ...(status?.addresses ?? []).map((a) => row(1, `${a.type}:`, a.address)),
    ...amountRows('Capacity', status?.capacity),
    ...amountRows('Allocatable', status?.allocatable),
    ...systemRows(node),
    ...(spec?.podCIDR ? [row(0, 'PodCIDR:', spec.podCIDR)] : []),
    ...(spec?.podCIDRs?.length ? [row(0, 'PodCIDRs:', spec.podCIDRs.join(','))] : []),
    ...(spec?.providerID ? [row(0, 'ProviderID:', spec.providerID)] : []),
    ...nodePodRows(node, cluster),
    ...(showEvents ? nodeEventRows(node, cluster) : []),
  ]
}

/** Sorted by effect, then key; upstream: `describe.go`, printTaintsMultilineWithIndent. */
function taintRows(taints: readonly Taint[] | undefined): Row[] {
  const text = ({ key, value, effect }: Taint): string =>
    value ? `${key}=${value}:${effect}` : `${key}:${effect}`
  const order = ({ key, value = '', effect }: Taint): string => `${effect},${key}=${value}`
  const sorted = [...(taints ?? [])].sort((a, b) => (order(a) < order(b) ? -1 : 1))
  return listRows('Taints', sorted.map(text))
}

function leaseRows({ metadata }: Node, cluster: Reader): Row[] {
  const { name } = metadata
  let reason = `leases.coordination.k8s.io "${name}" not found`
  const lease = unlessForbidden(
    () => getOf<Lease>(cluster, 'coordination.k8s.io', 'Lease', 'kube-node-lease', name),
    (refusal) => void (reason = refusal))
  if (!lease) return [row(0, 'Lease:', `Failed to get lease: ${reason}`)]
  const { holderIdentity, acquireTime, renewTime } = lease.spec ?? {}
  return [
    row(0, 'Lease:'),
    row(1, 'HolderIdentity:', holderIdentity ?? '<unset>'),
    row(1, 'AcquireTime:', acquireTime ? rfc1123(acquireTime) : '<unset>'),
    row(1, 'RenewTime:', renewTime ? rfc1123(renewTime) : '<unset>'),
  ]
}

function conditionRows({ status }: Node): Row[] {
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return []
  return [
    row(0, 'Conditions:'),
    row(1, 'Type', 'Status', 'LastHeartbeatTime', 'LastTransitionTime', 'Reason', 'Message'),
    row(1, '----', '------', '-----------------', '------------------', '------', '-------'),
    ...conditions.map((c) =>
      row(1, `${c.type} `, `${c.status} `, `${rfc1123(c.lastHeartbeatTime)} `,
        `${rfc1123(c.lastTransitionTime)} `, `${c.reason ?? ''} `, c.message ?? '')),
  ]
}

function amountRows(title: string, amounts: { [name: string]: string | number } | undefined): Row[] {
  const entries = sortedEntries(amounts ?? {})
  if (entries.length === 0) return []
  return [
    row(0, `${title}:`),
    ...entries.map(([name, amount]) =>
      row(0, `  ${name}:`, parseQuantity(amount as string).toString())),
  ]
}

function systemRows({ status }: Node): Row[] {
  const info = status?.nodeInfo
  return [
    row(0, 'System Info:'),
    row(1, 'Machine ID:', info?.machineID ?? ''),
    row(1, 'System UUID:', info?.systemUUID ?? ''),
    row(1, 'Boot ID:', info?.bootID ?? ''),
    row(1, 'Kernel Version:', info?.kernelVersion ?? ''),
    row(1, 'OS Image:', info?.osImage ?? ''),
    row(1, 'Operating System:', info?.operatingSystem ?? ''),
    row(1, 'Architecture:', info?.architecture ?? ''),
    row(1, 'Container Runtime Version:', info?.containerRuntimeVersion ?? ''),
    row(1, 'Kubelet Version:', info?.kubeletVersion ?? ''),
    row(1, 'Kube-Proxy Version:', info?.kubeProxyVersion ?? ''),
  ]
}

/** Kubelets name the node, not its UID, in events that they make before they know it. */
function nodeEventRows({ metadata: { name, uid } }: Node, cluster: Reader): Row[] {
  const about = { name, namespace: undefined, kind: 'Node' }
  return eventTable(
    [...eventsAbout(cluster, { ...about, uid }), ...eventsAbout(cluster, { ...about, uid: name })],
    cluster.now)
}
