/** kubectl cordon and uncordon. */
import type { Pause } from '../../lib/process.ts'
import { copyOf, sendDifference } from '../change.ts'
import { type Info, build } from '../client/builder.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, ServerError, usageError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

const cordonVerb = (name: 'cordon' | 'uncordon'): Verb => ({ path: name, run: session => run(session, name === 'cordon') })

/** Upstream: `kubectl/pkg/cmd/drain/drain.go`. */
function* run(session: Session, cordoned: boolean): Generator<Pause, number, unknown> {
  const dryRun = dryRunOf(session)
  const nodes = yield* nodesOf(session)
  const failures: string[] = []
  for (const info of nodes) {
    try {
      mark(session, info, cordoned, dryRun)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error.message)
      session.warn(`error: unable to ${cordoned ? 'cordon' : 'uncordon'} node "${info.name}": ${error.message}\n`)
    }
  }
  return failures.length > 0 ? 1 : 0
}

/** The nodes that are named or selected. */
export function* nodesOf(session: Session): Generator<Pause, readonly Info[], unknown> {
  const { flags, args } = session
  const selector = flags.string('selector')
  if (args.length === 0 && selector === '') throw usageError(session.path, `USAGE: ${session.path} NODE [flags]`)
  if (args.length > 0 && selector !== '') {
    throw usageError(session.path, 'cannot specify both a node name and a --selector option')
  }
  const words = args.length > 0 ? ['nodes', ...args.map(arg => arg.replace(/^(nodes?|no)\//, ''))] : ['nodes']
  const built = yield* build(session, { args: words, selector, latest: true })
  if (built.errors.length > 0) throw built.errors[0]!
  return built.infos
}

/** Says so when the node is so already. */
export const mark = (session: Session, info: Info, cordoned: boolean, dryRun: DryRun): void => {
  const done = cordoned ? 'cordoned' : 'uncordoned'
  const before = info.object!
  const printer = new ResultPrinter(session, dryRun, { form: 'human', wide: false })
  if (Boolean(before['spec']?.unschedulable) === cordoned) {
    printer.print(info.mapping, before, `already ${done}`)
    return
  }
  const after = copyOf(before)
  after['spec'] ??= {}
  if (cordoned) after['spec'].unschedulable = true
  else delete after['spec'].unschedulable
  if (dryRun !== 'client') {
    try {
      sendDifference(session, info, before, after, dryRun)
    } catch (error) {
      if (error instanceof ServerError) throw error
      throw error
    }
  }
  printer.print(info.mapping, after, done)
}

export const cordon = cordonVerb('cordon')
export const uncordon = cordonVerb('uncordon')
