/** kubectl rollout history. */
import type { Pause } from '../../lib/process.ts'
import { alignText } from '../../lib/tabwriter.ts'
import { type Info, build, fetchObject } from '../client/builder.ts'
import { kindName } from '../client/mapper.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { outputOf } from '../printers/printer.ts'
import { type Revision, revisionsOf, templateText } from '../rollout/history.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const rolloutHistory: Verb = { path: 'rollout history', run }

/** Upstream: `kubectl/pkg/cmd/rollout/rollout_history.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('required resource not specified')
  }
  if (flags.int('revision') < 0) throw new KubectlError(`revision must be a positive integer: ${flags.int('revision')}`)
  const built = yield* build(session, { files: true, typeAlone: true, selector: flags.string('selector'), latest: true })
  const failures: Error[] = [...built.errors]
  for (const info of built.infos) {
    try {
      one(session, info.source === '' ? info : { ...info, object: fetchObject(session, info) })
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

const one = (session: Session, info: Info): void => {
  const wanted = session.flags.int('revision')
  const output = outputOf(session)
  const revisions = revisionsOf(session, info)
  if (output.form !== 'human') {
    const shown = wanted > 0 ? [find(revisions, wanted)] : revisions
    for (const { object } of shown) {
      if (output.form === 'print') session.print(output.print(object))
      else session.print(`${object.kind.toLowerCase()}.apps/${object.metadata.name}\n`)
    }
    return
  }
  const withRevision = wanted > 0 ? ` with revision #${wanted}` : ''
  const text = wanted > 0 ? templateText(find(revisions, wanted).template) : table(revisions)
  session.print(`${kindName(info.mapping)}/${info.name} ${withRevision.trimStart()}\n${text}\n`)
}

const find = (revisions: readonly Revision[], wanted: number): Revision => {
  const found = revisions.find(({ revision }) => revision === wanted)
  if (!found) throw new KubectlError('unable to find the specified revision')
  return found
}

const table = (revisions: readonly Revision[]): string => {
  if (revisions.length === 0) return 'No rollout history found.'
  const lines = revisions.map(({ revision, cause }) => `${revision}\t${cause || '<none>'}\n`)
  return alignText(`REVISION\tCHANGE-CAUSE\n${lines.join('')}`, { minWidth: 0, padding: 2 })
}
