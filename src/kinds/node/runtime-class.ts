/** RuntimeClass of node.k8s.io/v1. */
import type { RuntimeClass as RuntimeClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { runtimeClassColumns } from './runtime-class.columns.ts'
import { validateRuntimeClass } from './runtime-class.validation.ts'

export const RuntimeClass = defineKind<RuntimeClassObject>('node.k8s.io', 'v1', 'RuntimeClass', {
  columns: runtimeClassColumns,
  validate: validateRuntimeClass,
})
