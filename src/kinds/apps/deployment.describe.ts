/** The description of a deployment. */
import { sameValue } from '../../lib/same-value.ts'
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { annotationRows, labelRows } from '../describe/metadata.ts'
import { podTemplateRows } from '../describe/pod-template.ts'
import { listOf, unlessForbidden } from '../describe/reading.ts'
import { rfc1123 } from '../describe/time.ts'
import { conditionRows } from '../describe/workload.ts'
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { bareSelectorText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeDeployment. */
export function describeDeployment(
  deployment: Deployment, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, spec, status } = deployment
  const { newer, older } = replicaSetsOf(deployment, cluster)
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    row(0, 'CreationTimestamp:', rfc1123(metadata.creationTimestamp)),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    row(0, 'Selector:', bareSelectorText(spec.selector)),
    row(0, 'Replicas:',
      `${spec.replicas ?? 0} desired | ${status?.updatedReplicas ?? 0} updated | ` +
        `${status?.replicas ?? 0} total | ${status?.availableReplicas ?? 0} available | ` +
        `${status?.unavailableReplicas ?? 0} unavailable`),
    ...strategyRows(deployment),
    ...podTemplateRows(spec.template),
    ...conditionRows(status?.conditions),
    ...(newer !== undefined || older.length > 0
      ? [
        row(0, 'OldReplicaSets:', replicaSetsText(older)),
        row(0, 'NewReplicaSet:', replicaSetsText(newer === undefined ? [] : [newer])),
      ]
      : []),
    ...(showEvents ? eventRows(deployment, cluster) : []),
  ]
}

function strategyRows({ spec }: Deployment): Row[] {
  const rolling = spec.strategy?.rollingUpdate
  return [
    row(0, 'StrategyType:', spec.strategy?.type ?? ''),
    row(0, 'MinReadySeconds:', String(spec.minReadySeconds ?? 0)),
    ...(rolling
      ? [
        row(0, 'RollingUpdateStrategy:',
          `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`),
      ]
      : []),
  ]
}

/** Upstream: `staging/src/k8s.io/kubectl/pkg/util/deployment/deployment.go`, GetAllReplicaSets. */
function replicaSetsOf(deployment: Deployment, cluster: Reader) {
  const { namespace } = deployment.metadata
  const owned = unlessForbidden(
    () => listOf<ReplicaSet>(cluster, 'apps', 'ReplicaSet', namespace), () => [])
    .filter((set) =>
      set.metadata.ownerReferences?.some((o) => o.controller && o.uid === deployment.metadata.uid))
  const template = withoutHash(deployment.spec.template)
  const newer = [...owned]
    .sort((a, b) => Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp))
    .find((set) => sameValue(withoutHash(set.spec.template), template))
  return { newer, older: owned.filter((set) => set !== newer) }
}

/** The same template, but for the label that only the replica set's copy bears. */
function withoutHash(template: PodTemplateSpec | undefined): unknown {
  const { 'pod-template-hash': _, ...labels } = template?.metadata?.labels ?? {}
  return { spec: template?.spec, labels, annotations: template?.metadata?.annotations ?? {} }
}

const replicaSetsText = (sets: readonly ReplicaSet[]): string =>
  sets.map(({ metadata, spec, status }) =>
    `${metadata.name} (${status?.replicas ?? 0}/${spec.replicas ?? 0} replicas created)`)
    .join(', ') || '<none>'
