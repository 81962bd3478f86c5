/** kubectl apply --server-side. */
import { type Info, requestTo } from '../client/builder.ts'
import { fromFieldsV1, toFieldsV1, union } from '../../apiserver/fields/field-set.ts'
import type { ManagedFieldsEntry } from '../../kinds/generated/api-types.ts'
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
  const apply = (): AnyObj => session.client.object({
    ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info),
    body: info.object, patchType: 'application/apply-patch+yaml',
    options: {
      ...writeOptions(session, dryRun), fieldManager, managedFields: true,
      ...(flags.bool('force-conflicts') ? { force: true } : {}),
    },
  })
  try {
    let object = apply()
    const kept = fieldManager === 'kubectl' ? keepLastApplied(session, info, object, dryRun) : object
    if (kept !== undefined && migrateFromClientSide(session, info, kept, fieldManager, dryRun)) object = apply()
    const { managedFields: _, ...metadata } = object.metadata
    return { object: { ...object, metadata } as AnyObj, operation: 'serverside-applied' }
  } catch (error) {
    if (error instanceof ServerError && error.reason === 'Conflict') {
      throw new KubectlError(`${error.message}\n${CONFLICT_HELP}`)
    }
    throw withSource('applying', '', error)
  }
}

const CLIENT_SIDE = 'kubectl-client-side-apply'

/** Hands what client-side apply owned over to this manager (`client-go/util/csaupgrade/upgrade.go`); true when there was something. */
const migrateFromClientSide = (session: Session, info: Info, object: AnyObj, fieldManager: string, dryRun: DryRun): boolean => {
  const entries = object.metadata.managedFields ?? []
  const isOld = (e: ManagedFieldsEntry): boolean => e.manager === CLIENT_SIDE && e.operation === 'Update' && !e.subresource
  const isNew = (e: ManagedFieldsEntry): boolean => e.manager === fieldManager && e.operation === 'Apply' && !e.subresource
  const old = entries.filter(isOld)
  if (old.length === 0) return false
  const mine = entries.find(isNew) ?? { ...old[0]!, manager: fieldManager, operation: 'Apply' }
  const fields = [mine, ...old].map((e) => fromFieldsV1(e.fieldsV1 as Record<string, unknown>)).reduce(union)
  const value = [{ ...mine, fieldsV1: toFieldsV1(fields) }, ...entries.filter((e) => !isOld(e) && !isNew(e))]
  session.client.request({
    ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info), patchType: 'application/json-patch+json',
    body: [
      { op: 'replace', path: '/metadata/managedFields', value },
      { op: 'replace', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion },
    ],
    options: { ...writeOptions(session, dryRun), fieldManager },
  })
  return true
}

/** An object that was applied by the client before keeps its annotation, owned by a manager of its own. Undefined: that failed. */
const keepLastApplied = (session: Session, info: Info, object: AnyObj, dryRun: DryRun): AnyObj | undefined => {
  const text = lastApplied(object)
  if (text === undefined) return object
  const { namespace, name } = object.metadata
  const body = {
    apiVersion: object.apiVersion, kind: object.kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), annotations: { [LAST_APPLIED]: withLastAppliedOf(object) } },
  }
  try {
    return session.client.object({
      ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info), body,
      patchType: 'application/apply-patch+yaml',
      options: {
        ...writeOptions(session, dryRun), fieldManager: 'kubectl-last-applied', managedFields: true,
        ...(session.flags.bool('force-conflicts') ? { force: true } : {}),
      },
    })
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    session.warn('Warning: failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply. This is ' +
      `non-fatal and will be retried next time you apply. Error: ${error.message}\n`)
    return undefined
  }
}

const withLastAppliedOf = (object: AnyObj): string => lastApplied(withLastApplied(object)) ?? ''
