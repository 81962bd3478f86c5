/** Empties a namespace that is being deleted, then lets it go. */
import { Namespace } from '../kinds/core/namespace.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Controller } from './controller.ts'

/** pkg/controller/namespace/deletion/namespaced_resources_deleter.go */
export const namespaceController: Controller<typeof Namespace extends Kind<infer T> ? T : never> = {
  name: 'namespace-controller',
  reconciles: Namespace,
  reconcile(namespace, { api }) {
    if (namespace.metadata.deletionTimestamp === undefined) return
    api.update(Namespace, namespace, (draft) => {
      draft.spec = { ...draft.spec, finalizers: [] }
    })
  },
}
