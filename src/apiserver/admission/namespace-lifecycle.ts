/** Objects live in namespaces that exist and are not going away; three namespaces cannot be deleted. */
import { Namespace } from '../../kinds/core/namespace.ts'
import type { Judge } from '../context.ts'
import { StatusError, forbiddenError, notFoundError } from '../errors.ts'

const IMMORTAL = ['default', 'kube-system', 'kube-public']

/** apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go */
export const namespaceLifecycle: Judge = ({ operation, kind, namespace, name }, _object, { reader }) => {
  const subject = { group: kind.group, resource: kind.plural }
  if (operation === 'DELETE' && kind === Namespace && IMMORTAL.includes(name)) {
    throw forbiddenError(subject, name, 'this namespace may not be deleted')
  }
  if (operation !== 'CREATE' || namespace === undefined) return
  const space = reader.get(Namespace, undefined, namespace)
  if (space === undefined) throw notFoundError({ group: '', resource: 'namespaces' }, namespace)
  if (space.metadata.deletionTimestamp !== undefined) {
    const error = forbiddenError(subject, name, `unable to create new content in namespace ${namespace} because it is being terminated`)
    throw new StatusError(403, 'Forbidden', error.message, {
      ...error.status.details,
      causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
    })
  }
}
