/** Columns of volume attachments. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { VolumeAttachment } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const SPEC = 'storage.v1.VolumeAttachmentSpec'

export const volumeAttachmentColumns: readonly Column<VolumeAttachment>[] = [
  nameColumn,
  column('Attacher', said(SPEC, 'attacher'), (object) => object.spec.attacher, 'string'),
  column('PV', said('storage.v1.VolumeAttachmentSource', 'persistentVolumeName'), (object) =>
    object.spec.source.persistentVolumeName ?? ''),
  column('Node', said(SPEC, 'nodeName'), (object) => object.spec.nodeName),
  column('Attached', said('storage.v1.VolumeAttachmentStatus', 'attached'), (object) =>
    object.status?.attached ?? false, 'boolean'),
  ageColumn,
]
