/** The pod template of workloads in descriptions. */
import { type Row, row } from '../../lib/rows.ts'
import type { PodTemplateSpec } from '../generated/api-types.ts'
import { containerRows } from './containers.ts'
import { annotationRows, labelRows } from './metadata.ts'
import { spreadRows, tolerationRows } from './scheduling.ts'
import { volumeRows } from './volumes.ts'

/** Upstream: `describe.go`, DescribePodTemplate. */
export function podTemplateRows(template: PodTemplateSpec | undefined): Row[] {
  const { metadata, spec } = template ?? {}
  const annotations = metadata?.annotations ?? {}
  const inits = spec?.initContainers ?? []
  return [
    row(0, 'Pod Template:'),
    ...labelRows('  Labels', metadata?.labels),
    ...(Object.keys(annotations).length > 0 ? annotationRows('  Annotations', annotations) : []),
    ...(spec?.serviceAccountName ? [row(1, 'Service Account:', spec.serviceAccountName)] : []),
    ...(inits.length > 0 ? containerRows({ label: 'Init Containers', containers: inits }) : []),
    ...containerRows({ label: 'Containers', containers: spec?.containers ?? [] }),
    ...volumeRows(spec?.volumes, '  '),
    ...spreadRows(spec?.topologySpreadConstraints, '  '),
    ...(spec?.priorityClassName ? [row(1, 'Priority Class Name:', spec.priorityClassName)] : []),
    ...labelRows('  Node-Selectors', spec?.nodeSelector),
    ...tolerationRows('  Tolerations', spec?.tolerations),
  ]
}
