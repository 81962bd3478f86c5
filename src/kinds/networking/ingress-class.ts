/** IngressClass: which controller serves an Ingress. */
import type { IngressClass as IngressClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { ingressClassColumns } from './ingress-class.columns.ts'
import { describeIngressClass } from './ingress-class.describe.ts'
import { validateIngressClass } from './ingress.validation.ts'

export const IngressClass = defineKind<IngressClassObject>('networking.k8s.io', 'v1', 'IngressClass', {
  describe: describeIngressClass,
  columns: ingressClassColumns,
  defaults,
  generation: true,
  validate: validateIngressClass,
})

/** pkg/apis/networking/v1/defaults.go, SetDefaults_IngressClass. */
function defaults(draft: IngressClassObject): void {
  if (draft.spec?.parameters !== undefined) draft.spec.parameters.scope ??= 'Cluster'
}
