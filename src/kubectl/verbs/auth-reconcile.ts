/** kubectl auth reconcile. */
import { sameValue } from '../../lib/same-value.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, build, fetchObject, requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, ServerError, isNotFound } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject, place } from '../write.ts'

export const authReconcile: Verb = { path: 'auth reconcile', run }

const KINDS = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])

/** Upstream: `kubectl/pkg/cmd/auth/reconcile.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') throw new KubectlError('must specify one of -f and -k')
  if (args.length > 0) throw new KubectlError('no arguments are allowed')
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  const built = yield* build(session, { files: true, args: [] })
  if (built.errors[0]) throw built.errors[0]
  for (const info of built.infos) {
    if (!KINDS.has(info.mapping.kind.kind)) continue
    printer.print(info.mapping, reconcile(session, info, dryRun), 'reconciled')
  }
  return 0
}

const reconcile = (session: Session, info: Info, dryRun: DryRun): AnyObj => {
  const wanted = info.object!
  const live = current(session, info)
  if (!live) {
    if (dryRun === 'client') return wanted
    if (info.namespace !== undefined) ensureNamespace(session, info.namespace, dryRun)
    return createObject(session, info.mapping, info.namespace, wanted, dryRun)
  }
  const field = wanted['rules'] !== undefined ? 'rules' : 'subjects'
  const merged = union(session, live[field] ?? [], wanted[field] ?? [], field)
  if (sameValue(merged, live[field] ?? []) || dryRun === 'client') return live
  return session.client.object({
    ...requestTo(info.mapping), verb: 'update', name: info.name, ...place(info), body: { ...live, [field]: merged },
    options: dryRun === 'server' ? { dryRun: true } : {},
  })
}

/** What is there stays, unless it was asked to go. */
const union = (session: Session, live: readonly unknown[], wanted: readonly unknown[], field: string): unknown[] => {
  const drops = session.flags.bool(field === 'rules' ? 'remove-extra-permissions' : 'remove-extra-subjects')
  if (drops) return [...wanted]
  return [...live, ...wanted.filter(one => !live.some(other => sameValue(one, other)))]
}

const current = (session: Session, info: Info): AnyObj | undefined => {
  try {
    return fetchObject(session, info)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

const ensureNamespace = (session: Session, name: string, dryRun: DryRun): void => {
  try {
    createObject(session, builtInMapping('v1', 'Namespace')!, undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, dryRun)
  } catch (error) {
    if (!(error instanceof ServerError) || error.reason !== 'AlreadyExists') throw error
  }
}
