/** VolumeAttachment of storage.k8s.io/v1. */
import type { VolumeAttachment as VolumeAttachmentObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { volumeAttachmentColumns } from './volume-attachment.columns.ts'
import { validateAttachment } from './storage.validation.ts'

export const VolumeAttachment = defineKind<VolumeAttachmentObject>('storage.k8s.io', 'v1', 'VolumeAttachment', {
  columns: volumeAttachmentColumns,
  validate: validateAttachment,
})
