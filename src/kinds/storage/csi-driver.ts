/** CSIDriver of storage.k8s.io/v1. */
import type { CSIDriver as CSIDriverObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const CSIDriver = defineKind<CSIDriverObject>('storage.k8s.io', 'v1', 'CSIDriver')
