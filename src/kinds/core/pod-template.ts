/** PodTemplate: a stored template of a pod. */
import type { PodTemplate as PodTemplateObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'

export const PodTemplate = defineKind<PodTemplateObject>('', 'v1', 'PodTemplate', {
  defaults: (draft) => defaultPodTemplate(draft.template!),
  generation: true,
})
