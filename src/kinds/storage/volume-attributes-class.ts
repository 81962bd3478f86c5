/** VolumeAttributesClass of storage.k8s.io/v1. */
import type { VolumeAttributesClass as VolumeAttributesClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { volumeAttributesClassColumns } from './volume-attributes-class.columns.ts'
import { describeVolumeAttributesClass } from './volume-attributes-class.describe.ts'
import { validateAttributesClass } from './storage.validation.ts'

export const VolumeAttributesClass = defineKind<VolumeAttributesClassObject>('storage.k8s.io', 'v1', 'VolumeAttributesClass', {
  describe: describeVolumeAttributesClass,
  columns: volumeAttributesClassColumns,
  validate: validateAttributesClass,
})
