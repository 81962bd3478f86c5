/** Namespace: the scope of most objects; its deletion empties it. */
import type { Namespace as NamespaceObject } from '../generated/api-types.ts'
import { ageColumn, defineKind, nameColumn } from '../kind.ts'
import { describeNamespace } from './namespace.describe.ts'
import { labelName, legacyFinalizer } from '../validation/metadata.ts'
import { namespaceFields } from './selectable.ts'

export const Namespace = defineKind<NamespaceObject>('', 'v1', 'Namespace', {
  describe: describeNamespace,
  defaults,
  prepareForCreate,
  prepareForUpdate(draft, before) {
    draft.spec = before.spec
  },
  columns: [
    nameColumn,
    { name: 'Status', description: 'The status of the namespace', cell: (ns) => ns.status?.phase ?? '' },
    ageColumn,
  ],
  validateName: labelName,
  validate: (object) => (object.spec?.finalizers ?? []).flatMap((f) => legacyFinalizer(f, 'spec.finalizers')),
  selectable: namespaceFields,
})

/** SetDefaults_Namespace: its name is a label too. */
function defaults(draft: NamespaceObject): void {
  if (!draft.metadata.name) return
  draft.metadata.labels = { ...draft.metadata.labels, 'kubernetes.io/metadata.name': draft.metadata.name }
}

/** pkg/registry/core/namespace/strategy.go. */
function prepareForCreate(draft: NamespaceObject): void {
  draft.status = { phase: 'Active' }
  const finalizers = draft.spec?.finalizers ?? []
  draft.spec = { ...draft.spec, finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] }
}
