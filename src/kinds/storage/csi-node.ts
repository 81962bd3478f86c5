/** CSINode of storage.k8s.io/v1. */
import type { CSINode as CSINodeObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { csiNodeColumns } from './csi-node.columns.ts'
import { describeCsiNode } from './csi-node.describe.ts'

export const CSINode = defineKind<CSINodeObject>('storage.k8s.io', 'v1', 'CSINode', {
  describe: describeCsiNode,
  columns: csiNodeColumns,
})
