/** NetworkPolicy: who may talk to a pod. */
import type { NetworkPolicy as NetworkPolicyObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const NetworkPolicy = defineKind<NetworkPolicyObject>('networking.k8s.io', 'v1', 'NetworkPolicy')
