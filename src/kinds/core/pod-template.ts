/** PodTemplate: a stored template of a pod. */
import type { PodTemplate as PodTemplateObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'
import { podTemplateColumns } from './pod-template.columns.ts'
import { validatePodTemplate } from '../pod-spec/pod-spec.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'

export const PodTemplate = defineKind<PodTemplateObject>('', 'v1', 'PodTemplate', {
  columns: podTemplateColumns,
  defaults: (draft) => defaultPodTemplate(draft.template!),
  generation: true,
  validate: (object) => validatePodTemplate(object.template!, 'template'),
  warnings: (object) => templateWarnings(object.template, 'template.'),
})
