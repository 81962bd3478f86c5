/** PodTemplate: a stored template of a pod. */
import type { PodTemplate as PodTemplateObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const PodTemplate = defineKind<PodTemplateObject>('', 'v1', 'PodTemplate')
