/** DeviceClass of resource.k8s.io/v1. */
import type { DeviceClass as DeviceClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const DeviceClass = defineKind<DeviceClassObject>('resource.k8s.io', 'v1', 'DeviceClass')
