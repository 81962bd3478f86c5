/** The description of an ingress class. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import type { IngressClass } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeIngressClassV1. */
export function describeIngressClass(
  ingressClass: IngressClass, cluster: Reader, showEvents: boolean,
): Row[] {
  const { controller = '', parameters } = ingressClass.spec ?? {}
  return [
    ...clusterMetadataRows(ingressClass.metadata),
    row(0, 'Controller:', controller),
    ...(parameters
      ? [
        row(0, 'Parameters:'),
        ...(parameters.apiGroup !== undefined ? [row(1, 'APIGroup:', parameters.apiGroup)] : []),
        row(1, 'Kind:', parameters.kind),
        row(1, 'Name:', parameters.name),
      ]
      : []),
    ...(showEvents ? eventRows(ingressClass, cluster) : []),
  ]
}
