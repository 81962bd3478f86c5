/** kubectl rollout pause, resume, restart. */
import { timestamp } from '../../kinds/age.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { copyOf, sendDifference } from '../change.ts'
import { type Info, build, fetchObject } from '../client/builder.ts'
import { resourceName } from '../client/mapper.ts'
import { KubectlError, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

interface Step {
  readonly operation: string
  /** Changes the copy, or says why it cannot. */
  change(session: Session, object: AnyObj): string | undefined
}

const stepVerb = (name: string, step: Step): Verb => ({ path: `rollout ${name}`, run: session => run(session, step) })

/** Upstream: `kubectl/pkg/cmd/rollout/rollout_{pause,resume,restart}.go`. */
function* run(session: Session, step: Step): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('required resource not specified')
  }
  const printer = new ResultPrinter(session, 'none')
  const built = yield* build(session, { files: true, typeAlone: true, selector: flags.string('selector'), latest: true })
  const failures: Error[] = [...built.errors]
  for (const info of built.infos) {
    try {
      one(session, info, step, printer)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

const one = (session: Session, info: Info, step: Step, printer: ResultPrinter): void => {
  const before = info.source === '' ? info.object! : fetchObject(session, info)
  const after = copyOf(before)
  const why = step.change(session, after)
  if (why !== undefined) throw new KubectlError(`${resourceName(info.mapping)} "${info.name}" ${why}`)
  const object = sendDifference(session, info, before, after, 'none')
  printer.print(info.mapping, object, step.operation)
}

export const rolloutPause = stepVerb('pause', {
  operation: 'paused',
  change: (_session, object) => {
    if (object.kind !== 'Deployment') return 'pausing is not supported'
    if (object['spec'].paused) return 'is already paused'
    object['spec'].paused = true
    return undefined
  },
})

export const rolloutResume = stepVerb('resume', {
  operation: 'resumed',
  change: (_session, object) => {
    if (object.kind !== 'Deployment') return 'resuming is not supported'
    if (!object['spec'].paused) return 'is not paused'
    delete object['spec'].paused
    return undefined
  },
})

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'

export const rolloutRestart = stepVerb('restart', {
  operation: 'restarted',
  change: (session, object) => {
    if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(object.kind)) return 'restarting is not supported'
    if (object.kind === 'Deployment' && object['spec'].paused) return "can't restart paused deployment (run rollout resume first)"
    const { template } = object['spec']
    template.metadata ??= {}
    template.metadata.annotations = { ...template.metadata.annotations, [RESTARTED_AT]: timestamp(session.cluster.now()) }
    return undefined
  },
})
