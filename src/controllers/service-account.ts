/** Every namespace has a ServiceAccount named default. */
import { Namespace } from '../kinds/core/namespace.ts'
import { ServiceAccount } from '../kinds/core/service-account.ts'
import type { Namespace as NamespaceObject } from '../kinds/generated/api-types.ts'
import type { Controller } from './controller.ts'

/** pkg/controller/serviceaccount/serviceaccounts_controller.go */
export const serviceAccountController: Controller<NamespaceObject> = {
  name: 'service-account-controller',
  reconciles: Namespace,
  alsoWatches: [{ kind: ServiceAccount, keysFor: (account) => [{ name: account.metadata.namespace! }] }],
  reconcile(namespace, { api }) {
    if (namespace.metadata.deletionTimestamp !== undefined || namespace.status?.phase === 'Terminating') return
    const { name } = namespace.metadata
    if (api.get(ServiceAccount, name, 'default') === undefined) api.create(ServiceAccount, { metadata: { name: 'default', namespace: name } })
  },
}
