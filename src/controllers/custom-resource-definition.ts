/** Accepts the names of CustomResourceDefinitions and establishes them (apiextensions-apiserver/pkg/controller/{status,establish}). */
import { timestamp } from '../kinds/age.ts'
import { CustomResourceDefinition } from '../kinds/apiextensions/custom-resource-definition.ts'
import type { CustomResourceDefinition as Definition } from '../kinds/generated/api-types.ts'
import type { Controller } from './controller.ts'

export const customResourceDefinitionController: Controller<Definition> = {
  name: 'crd-establishing',
  user: 'system:apiserver',
  program: 'kube-apiserver',
  reconciles: CustomResourceDefinition,
  reconcile(definition, { api, now }) {
    if (definition.status?.conditions?.some((c) => c.type === 'Established' && c.status === 'True') === true) return
    const rival = api.list(CustomResourceDefinition).find((other) => other.metadata.uid !== definition.metadata.uid &&
      other.spec.group === definition.spec.group && other.status?.acceptedNames?.kind === definition.spec.names.kind)
    const time = timestamp(now)
    const condition = (type: string, status: string, reason: string, message: string) => ({ lastTransitionTime: time, message, reason, status, type })
    api.updateStatus(CustomResourceDefinition, definition, (draft) => {
      const stored = draft.spec.versions.find((v) => v.storage)?.name
      const conditions = rival === undefined
        ? [condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found'), condition('Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted')]
        : [condition('NamesAccepted', 'False', 'KindConflict', `"${draft.spec.names.kind}" is already in use`), condition('Established', 'False', 'NotAccepted', 'not all names are accepted')]
      draft.status = {
        ...draft.status,
        acceptedNames: rival === undefined ? draft.spec.names : { kind: '', plural: '' },
        conditions, storedVersions: draft.status?.storedVersions ?? (stored === undefined ? [] : [stored]),
      }
    })
  },
}
