/** Binding: what the scheduler posts to put a pod on a node. */
import type { Binding as BindingObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const Binding = defineKind<BindingObject>('', 'v1', 'Binding')
