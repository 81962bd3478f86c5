/** PersistentVolume: a piece of storage. */
import type { PersistentVolume as PersistentVolumeObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const PersistentVolume = defineKind<PersistentVolumeObject>('', 'v1', 'PersistentVolume')
