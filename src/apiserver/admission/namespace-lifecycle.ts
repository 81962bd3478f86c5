/** Objects live in namespaces that exist and are not going away; three namespaces cannot be deleted. */
import { Namespace } from '../../kinds/core/namespace.ts'
import type { Judge, Shape } from '../context.ts'
import { StatusError, forbiddenError, notFoundError } from '../errors.ts'

const IMMORTAL = ['default', 'kube-system', 'kube-public']

/** apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go */
export const namespaceLifecycle: Shape = ({ operation, kind, namespace, name, subresource }, _draft, { reader }) => {
  if (operation !== 'CREATE' || namespace === undefined || subresource !== undefined) return
  const space = reader.get(Namespace, undefined, namespace)
  if (space === undefined) throw notFoundError({ group: '', resource: 'namespaces' }, namespace)
  if (space.metadata.deletionTimestamp === undefined) return
  const error = forbiddenError({ group: kind.group, resource: kind.plural }, name,
    `unable to create new content in namespace ${namespace} because it is being terminated`)
  throw new StatusError(403, 'Forbidden', error.message, {
    ...error.status.details,
    causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
  })
}

export const namespaceDeletion: Judge = ({ operation, kind, name }) => {
  if (operation === 'DELETE' && kind === Namespace && IMMORTAL.includes(name)) {
    throw forbiddenError({ group: kind.group, resource: kind.plural }, name, 'this namespace may not be deleted')
  }
}
