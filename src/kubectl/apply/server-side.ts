/** kubectl apply --server-side. */
import { type Info, requestTo } from '../client/builder.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { DryRun } from '../dry-run.ts'
import { KubectlError, ServerError } from '../errors.ts'
import { LAST_APPLIED, lastApplied, withLastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'
import type { Applied } from '../verbs/apply.ts'
import { place, withSource, writeOptions } from '../write.ts'

const CONFLICT_HELP = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`

/** Upstream: `kubectl/pkg/cmd/apply/apply.go` applyOneObject. */
export const applyServerSide = (session: Session, info: Info, dryRun: DryRun): Applied => {
  const { flags } = session
  if (info.name === '' && info.object?.metadata.generateName) {
    throw new KubectlError(`from ${info.object.metadata.generateName}: cannot use generate name with apply`)
  }
  const fieldManager = flags.changed('field-manager') ? flags.string('field-manager') : 'kubectl'
  try {
    const object = session.client.object({
      ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info),
      body: info.object, patchType: 'application/apply-patch+yaml',
      options: {
        ...writeOptions(session, dryRun), fieldManager, ...(flags.bool('force-conflicts') ? { force: true } : {}),
      },
    })
    if (fieldManager === 'kubectl') keepLastApplied(session, info, object, dryRun)
    return { object, operation: 'serverside-applied' }
  } catch (error) {
    if (error instanceof ServerError && error.reason === 'Conflict') {
      throw new KubectlError(`${error.message}\n${CONFLICT_HELP}`)
    }
    throw withSource('applying', '', error)
  }
}

/** An object that was applied by the client before keeps its annotation, owned by a manager of its own. */
const keepLastApplied = (session: Session, info: Info, object: AnyObj, dryRun: DryRun): void => {
  const text = lastApplied(object)
  if (text === undefined) return
  const { namespace, name } = object.metadata
  const body = {
    apiVersion: object.apiVersion, kind: object.kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), annotations: { [LAST_APPLIED]: withLastAppliedOf(object) } },
  }
  try {
    session.client.request({
      ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info), body,
      patchType: 'application/apply-patch+yaml',
      options: {
        ...writeOptions(session, dryRun), fieldManager: 'kubectl-last-applied',
        ...(session.flags.bool('force-conflicts') ? { force: true } : {}),
      },
    })
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    session.warn('Warning: failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply. This is ' +
      `non-fatal and will be retried next time you apply. Error: ${error.message}\n`)
  }
}

const withLastAppliedOf = (object: AnyObj): string => lastApplied(withLastApplied(object)) ?? ''
