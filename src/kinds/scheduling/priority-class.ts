/** PriorityClass of scheduling.k8s.io/v1. */
import type { PriorityClass as PriorityClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const PriorityClass = defineKind<PriorityClassObject>('scheduling.k8s.io', 'v1', 'PriorityClass')
