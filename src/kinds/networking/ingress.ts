/** Ingress: HTTP hosts and paths to Services. */
import type { Ingress as IngressObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { ingressColumns } from './ingress.columns.ts'
import { describeIngress } from './ingress.describe.ts'
import { validateIngress } from './ingress.validation.ts'
import { ingressWarnings } from '../core/warnings.ts'

export const Ingress = defineKind<IngressObject>('networking.k8s.io', 'v1', 'Ingress', {
  describe: describeIngress,
  columns: ingressColumns,
  defaults,
  generation: true,
  validate: validateIngress,
  warnings: ingressWarnings,
})

function defaults(draft: IngressObject): void {
  draft.spec ??= {}
  draft.status = { ...draft.status, loadBalancer: draft.status?.loadBalancer ?? {} }
}
