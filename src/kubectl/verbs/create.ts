/** kubectl create -f. */
import type { Pause } from '../../lib/process.ts'
import { type Info, build } from '../client/builder.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { withLastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject, validationOf, withSource } from '../write.ts'

export const create: Verb = { path: 'create', run }

/** Upstream: `kubectl/pkg/cmd/create/create.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    if (args.length > 0) {
      throw new KubectlError(`Unexpected args: [${args.join(' ')}]\nSee 'kubectl create -h' for help and examples`)
    }
    throw new KubectlError('must specify one of -f and -k')
  }
  if (args.length > 0) {
    throw new KubectlError(`Unexpected args: [${args.join(' ')}]\nSee 'kubectl create -h' for help and examples`)
  }
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  const { infos, errors: failures } = yield* build(session, {
    files: true, args: [], selector: flags.string('selector'), validate: validationOf(session) !== 'Ignore',
  })
  const errors: Error[] = [...failures]
  if (infos.length === 0 && errors.length === 0) throw new KubectlError('no objects passed to create')
  for (const info of infos) {
    try {
      printer.print(info.mapping, createOne(session, info, dryRun), 'created')
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      errors.push(error)
    }
  }
  throwAll(errors)
  return 0
}

const createOne = (session: Session, info: Info, dryRun: DryRun) => {
  const object = session.flags.bool('save-config') ? withLastApplied(info.object!) : info.object!
  if (dryRun === 'client') return object
  try {
    return createObject(session, info.mapping, info.namespace, object, dryRun)
  } catch (error) {
    throw withSource('creating', info.source, error)
  }
}
