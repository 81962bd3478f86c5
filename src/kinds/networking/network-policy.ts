/** NetworkPolicy: who may talk to a pod. */
import type { NetworkPolicy as NetworkPolicyObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { networkPolicyColumns } from './network-policy.columns.ts'
import { describeNetworkPolicy } from './network-policy.describe.ts'
import { validateNetworkPolicy } from './network-policy.validation.ts'

export const NetworkPolicy = defineKind<NetworkPolicyObject>('networking.k8s.io', 'v1', 'NetworkPolicy', {
  describe: describeNetworkPolicy,
  columns: networkPolicyColumns,
  defaults,
  generation: true,
  validate: validateNetworkPolicy,
})

/** pkg/apis/networking/v1/defaults.go, SetDefaults_NetworkPolicy and SetDefaults_NetworkPolicyPort. */
function defaults(draft: NetworkPolicyObject): void {
  const spec = (draft.spec ??= {})
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of rule.ports ?? []) port.protocol ??= 'TCP'
  }
  if ((spec.policyTypes ?? []).length === 0) {
    spec.policyTypes = (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
  }
}
