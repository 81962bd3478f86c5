/** kubectl replace. */
import type { Pause } from '../../lib/process.ts'
import { type Info, build, requestTo } from '../client/builder.ts'
import { kindName } from '../client/mapper.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, ServerError, isNotFound, throwAll, usageError } from '../errors.ts'
import { lastApplied, withLastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject, place, validationOf, withSource, writeOptions } from '../write.ts'
import { waitGone } from './delete.ts'

export const replace: Verb = { path: 'replace', run }

/** Upstream: `kubectl/pkg/cmd/replace/replace.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  if (flags.int('grace-period') >= 0 && !flags.bool('force')) throw new KubectlError('--grace-period must have --force specified')
  if (flags.duration('timeout') !== 0 && !flags.bool('force')) throw new KubectlError('--timeout must have --force specified')
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('must specify one of -f and -k')
  }
  if (session.args.length > 0) throw usageError('replace', `Unexpected args: [${session.args.join(' ')}]`)
  const built = yield* build(session, { files: true, args: [], validate: validationOf(session) !== 'Ignore' })
  const failures: Error[] = [...built.errors]
  if (flags.bool('force')) {
    throwAll(failures)
    yield* removeFirst(session, built.infos, dryRun)
  }
  for (const info of built.infos) {
    try {
      printer.print(info.mapping, one(session, info, dryRun), 'replaced')
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

const one = (session: Session, info: Info, dryRun: DryRun) => {
  const keeps = session.flags.bool('save-config') || lastApplied(info.object!) !== undefined
  const object = keeps ? withLastApplied(info.object!) : info.object!
  if (dryRun === 'client') return object
  try {
    if (session.flags.bool('force')) return createObject(session, info.mapping, info.namespace, object, dryRun)
    const sub = session.flags.string('subresource')
    return session.client.object({
      ...requestTo(info.mapping), verb: 'update', name: info.name, ...place(info), body: object,
      ...(sub === '' ? {} : { subresource: sub }), options: writeOptions(session, dryRun),
    })
  } catch (error) {
    throw session.flags.bool('force') ? error : withSource('replacing', info.source, error)
  }
}

function* removeFirst(session: Session, infos: readonly Info[], dryRun: DryRun): Generator<Pause, void, unknown> {
  const { flags } = session
  const grace = flags.int('grace-period')
  const removed: Info[] = []
  for (const info of infos) {
    try {
      session.client.request({
        ...requestTo(info.mapping), verb: 'delete', name: info.name, ...place(info),
        options: {
          propagationPolicy: 'Background', ...(grace >= 0 ? { gracePeriodSeconds: grace } : { gracePeriodSeconds: 0 }),
          ...(dryRun === 'server' ? { dryRun: true } : {}),
        },
      })
    } catch (error) {
      if (error instanceof ServerError && isNotFound(error)) continue
      throw error
    }
    removed.push(info)
    const from = info.mapping.namespaced ? ` from ${info.namespace} namespace` : ''
    session.print(`${kindName(info.mapping)} "${info.name}" deleted${from}\n`)
  }
  yield* waitGone(session, removed)
}
