/** PersistentVolumeClaim: a wish for storage. */
import type { PersistentVolumeClaim as PersistentVolumeClaimObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const PersistentVolumeClaim = defineKind<PersistentVolumeClaimObject>('', 'v1', 'PersistentVolumeClaim')
