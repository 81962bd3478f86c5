/** What the `kubectl set …` commands have in common. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { changed, copyOf, recordCause, sendDifference } from '../change.ts'
import { type BuildOptions, type Info, build, fetchObject } from '../client/builder.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, ServerError, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import { ResultPrinter } from '../write.ts'

export interface SetOptions {
  readonly resources: readonly string[]
  readonly operation: string
  /** Changes the copy; returns false when the kind has nothing to change. */
  change(object: AnyObj, info: Info): void
  readonly build?: BuildOptions
  /** Put before the server's refusal: "failed to patch env update to pod template: ". */
  readonly failure?: string
  /** Say nothing about objects that stay as they are. */
  readonly silentWhenSame?: boolean
}

/** Upstream: `kubectl/pkg/cmd/set/*.go`. */
export function* runSet(session: Session, options: SetOptions): Generator<Pause, number, unknown> {
  const { flags } = session
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  const built = yield* build(session, {
    args: options.resources, files: true, selector: flags.has('selector') ? flags.string('selector') : '',
    all: flags.has('all') && flags.bool('all'), latest: true,
    local: flags.has('local') && flags.bool('local'), ...options.build,
  })
  const failures: Error[] = [...built.errors]
  for (const info of built.infos) {
    try {
      one(session, info, options, dryRun, printer)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

const one = (session: Session, info: Info, options: SetOptions, dryRun: DryRun, printer: ResultPrinter): void => {
  const before = latest(session, info)
  const after = copyOf(before)
  options.change(after, info)
  const same = !changed(before, after)
  if (same && options.silentWhenSame) return
  recordCause(session, after)
  const local = (session.flags.has('local') && session.flags.bool('local')) || dryRun === 'client'
  if (local || same) {
    printer.print(info.mapping, after, options.operation)
    return
  }
  try {
    printer.print(info.mapping, sendDifference(session, info, before, after, dryRun), options.operation)
  } catch (error) {
    if (!(error instanceof ServerError) || options.failure === undefined) throw error
    throw new KubectlError(options.failure + error.message)
  }
}

const latest = (session: Session, info: Info): AnyObj => {
  const local = session.flags.has('local') && session.flags.bool('local')
  if (info.source === '' || local) return info.object!
  return fetchObject(session, info)
}

