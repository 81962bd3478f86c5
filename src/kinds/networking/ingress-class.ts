/** IngressClass: which controller serves an Ingress. */
import type { IngressClass as IngressClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const IngressClass = defineKind<IngressClassObject>('networking.k8s.io', 'v1', 'IngressClass')
