/** CustomResourceDefinition of apiextensions.k8s.io/v1. */
import type { CustomResourceDefinition as CustomResourceDefinitionObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultDefinition } from './custom-resource-definition.defaults.ts'
import { createdAtColumns } from '../columns/created-at.columns.ts'
import { validateDefinition } from './custom-resource-definition.validation.ts'

export const CustomResourceDefinition = defineKind<CustomResourceDefinitionObject>('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', {
  columns: createdAtColumns,
  defaults: defaultDefinition,
  generation: true,
  prepareForCreate,
  validate: validateDefinition,
})

/** apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go. */
function prepareForCreate(draft: CustomResourceDefinitionObject): void {
  const stored = (draft.spec?.versions ?? []).filter((version) => version.storage).map((version) => version.name)
  draft.status = { ...draft.status!, storedVersions: stored.slice(0, 1) }
}
