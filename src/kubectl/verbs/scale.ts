/** kubectl scale. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, build, fetchObject, requestTo } from '../client/builder.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, place } from '../write.ts'

export const scale: Verb = { path: 'scale', required: ['replicas'], run }

/** Upstream: `kubectl/pkg/cmd/scale/scale.go`, `kubectl/pkg/scale/scale.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  if (flags.int('replicas') < 0) {
    throw new KubectlError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
  }
  const built = yield* build(session, {
    files: true, selector: flags.string('selector'), all: flags.bool('all'), latest: true,
  })
  const failures: Error[] = [...built.errors]
  if (flags.bool('all') && flags.string('selector') !== '') throw new KubectlError('cannot set --all and --selector at the same time')
  if (flags.string('resource-version') !== '' && built.infos.length > 1) {
    throw new KubectlError('cannot use --resource-version with multiple resources')
  }
  for (const info of built.infos) {
    try {
      const object = one(session, info, dryRun)
      printer.print(info.mapping, object, 'scaled')
      if (flags.duration('timeout') > 0 && dryRun === 'none') yield* waitScaled(session, info)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  if (built.infos.length === 0) throw new KubectlError('no objects passed to scale')
  return 0
}

const one = (session: Session, info: Info, dryRun: DryRun): AnyObj => {
  const { flags } = session
  const replicas = flags.int('replicas')
  const object = info.source === '' ? info.object! : fetchObject(session, info)
  if (dryRun === 'client') return object
  const expected = flags.int('current-replicas')
  const version = flags.string('resource-version')
  if (expected >= 0 || version !== '') {
    const current = fetchObject(session, info, 'scale')
    const now = (current['spec']?.replicas ?? 0) as number
    if (expected >= 0 && now !== expected) throw new KubectlError(`Expected replicas to be ${expected}, was ${now}`)
    if (version !== '' && current.metadata.resourceVersion !== version) {
      throw new KubectlError(`Expected resource version to be ${version}, was ${current.metadata.resourceVersion}`)
    }
  }
  session.client.request({
    ...requestTo(info.mapping), verb: 'patch', subresource: 'scale', name: info.name, ...place(info),
    body: { spec: { replicas } }, patchType: 'application/merge-patch+json',
    options: dryRun === 'server' ? { dryRun: true } : {},
  })
  return object
}

function* waitScaled(session: Session, info: Info): Generator<Pause, void, unknown> {
  const ends = session.cluster.now() + session.flags.duration('timeout')
  for (;;) {
    const { spec, status } = fetchObject(session, info, 'scale') as AnyObj & { spec?: any; status?: any }
    if ((spec?.replicas ?? 0) === (status?.replicas ?? 0)) return
    const left = ends - session.cluster.now()
    if (left <= 0) throw new KubectlError(`timed out waiting for "${info.name}" to be synced`)
    yield { for: 'change', ms: left }
  }
}
