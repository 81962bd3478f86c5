/** The description of a pod. */
import { type Row, row } from '../../lib/rows.ts'
import { age } from '../age.ts'
import { containerRows, resourceRows, seccompRows } from '../describe/containers.ts'
import { eventsAbout, eventTable } from '../describe/events.ts'
import { annotationRows, controllerRows, labelRows } from '../describe/metadata.ts'
import { spreadRows, tolerationRows } from '../describe/scheduling.ts'
import { rfc1123 } from '../describe/time.ts'
import { volumeRows } from '../describe/volumes.ts'
import type { Container, Pod } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describePod. */
export function describePod(pod: Pod, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec, status } = pod
  return [
    ...headRows(pod),
    ...statusRows(pod, cluster.now),
    ...seccompRows(0, spec.securityContext?.seccompProfile),
    ...addressRows(pod),
    ...controllerRows(metadata),
    ...(status?.nominatedNodeName ? [row(0, 'NominatedNodeName:', status.nominatedNodeName)] : []),
    ...(spec.resources ? [row(0, 'Resources:'), ...resourceRows(1, spec.resources)] : []),
    ...allContainerRows(pod),
    ...gateRows(pod),
    ...conditionRows(pod),
    ...volumeRows(spec.volumes, ''),
    row(0, 'QoS Class:', status?.qosClass ?? ''),
    ...labelRows('Node-Selectors', spec.nodeSelector),
    ...tolerationRows('Tolerations', spec.tolerations),
    ...spreadRows(spec.topologySpreadConstraints, ''),
    ...(showEvents ? podEventRows(pod, cluster) : []),
  ]
}

function headRows({ metadata, spec, status }: Pod): Row[] {
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    ...(spec.priority !== undefined ? [row(0, 'Priority:', String(spec.priority))] : []),
    ...(spec.priorityClassName ? [row(0, 'Priority Class Name:', spec.priorityClassName)] : []),
    ...(spec.runtimeClassName ? [row(0, 'Runtime Class Name:', spec.runtimeClassName)] : []),
    ...(spec.serviceAccountName ? [row(0, 'Service Account:', spec.serviceAccountName)] : []),
    row(0, 'Node:', spec.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>'),
    ...(status?.startTime ? [row(0, 'Start Time:', rfc1123(status.startTime))] : []),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
  ]
}

function statusRows({ metadata, status }: Pod, now: number): Row[] {
  const ended = status?.phase === 'Failed' || status?.phase === 'Succeeded'
  const rows = metadata.deletionTimestamp && !ended
    ? [
      row(0, 'Status:', `Terminating (lasts ${age(metadata.deletionTimestamp, now)})`),
      row(0, 'Termination Grace Period:', `${metadata.deletionGracePeriodSeconds ?? 0}s`),
    ]
    : [row(0, 'Status:', status?.phase ?? '')]
  if (status?.reason) rows.push(row(0, 'Reason:', status.reason))
  if (status?.message) rows.push(row(0, 'Message:', status.message))
  return rows
}

function addressRows({ status }: Pod): Row[] {
  const ips = status?.podIPs ?? []
  return [
    row(0, 'IP:', status?.podIP ?? ''),
    ips.length === 0 ? row(0, 'IPs:', '<none>') : row(0, 'IPs:'),
    ...ips.map(({ ip }) => row(1, 'IP:', ip ?? '')),
  ]
}

function allContainerRows(pod: Pod): Row[] {
  const { spec, status } = pod
  const inits = spec.initContainers ?? []
  const ephemeral = (spec.ephemeralContainers ?? []) as readonly Container[]
  return [
    ...(inits.length > 0
      ? containerRows({
        label: 'Init Containers', containers: inits, statuses: status?.initContainerStatuses, pod,
      })
      : []),
    ...containerRows({
      label: 'Containers', containers: spec.containers, statuses: status?.containerStatuses, pod,
    }),
    ...(ephemeral.length > 0
      ? containerRows({
        label: 'Ephemeral Containers', containers: ephemeral,
        statuses: status?.ephemeralContainerStatuses, pod,
      })
      : []),
  ]
}

function gateRows({ spec, status }: Pod): Row[] {
  const gates = spec.readinessGates ?? []
  if (gates.length === 0) return []
  return [
    row(0, 'Readiness Gates:'),
    row(1, 'Type', 'Status'),
    ...gates.map(({ conditionType }) => {
      const condition = status?.conditions?.find((c) => c.type === conditionType)
      return row(1, `${conditionType} `, `${condition?.status ?? '<none>'} `)
    }),
  ]
}

function conditionRows({ status }: Pod): Row[] {
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return []
  return [
    row(0, 'Conditions:'),
    row(1, 'Type', 'Status'),
    ...conditions.map((c) => row(1, `${c.type} `, `${c.status} `)),
  ]
}

/** Events about a static pod name the hash of its manifest instead of a UID. */
function podEventRows({ metadata }: Pod, cluster: Reader): Row[] {
  const { name, namespace } = metadata
  const uid = metadata.annotations?.['kubernetes.io/config.mirror'] ?? metadata.uid
  return eventTable(eventsAbout(cluster, { name, namespace, uid }), cluster.now)
}
