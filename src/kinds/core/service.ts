/** Service: one address for many pods. */
import type { Service as ServiceObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const Service = defineKind<ServiceObject>('', 'v1', 'Service')
