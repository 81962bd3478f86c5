/** Pod: containers that run together on one node. */
import type { Pod as PodObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const Pod = defineKind<PodObject>('', 'v1', 'Pod')
