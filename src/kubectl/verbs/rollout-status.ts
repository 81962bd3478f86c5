/** kubectl rollout status. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, build, fetchObject } from '../client/builder.ts'
import { KubectlError, isNotFound, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const rolloutStatus: Verb = { path: 'rollout status', run }

/** Upstream: `kubectl/pkg/cmd/rollout/rollout_status.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('required resource not specified')
  }
  if (flags.int('revision') < 0) throw new KubectlError(`revision must be a positive integer: ${flags.int('revision')}`)
  const built = yield* build(session, { files: true, typeAlone: true, selector: flags.string('selector'), latest: true })
  throwAll(built.errors)
  if (built.infos.length === 0) session.warn('No resources found in ' + `${session.namespace} namespace.\n`)
  for (const info of built.infos) yield* watchOne(session, info)
  return 0
}

function* watchOne(session: Session, info: Info): Generator<Pause, void, unknown> {
  const viewer = VIEWERS[info.mapping.kind.kind]
  if (!viewer) throw new KubectlError(`no status viewer has been implemented for ${info.mapping.kind.kind}`)
  const timeout = session.flags.duration('timeout')
  const ends = timeout > 0 ? session.cluster.now() + timeout : Number.POSITIVE_INFINITY
  let last = ''
  let version = ''
  for (;;) {
    const object = read(session, info)
    if (!object) throw new KubectlError('object has been deleted')
    if (object.metadata.resourceVersion !== version) {
      version = object.metadata.resourceVersion ?? ''
      const [text, done] = viewer(object, session.flags.int('revision'))
      if (text !== last || done) session.print(text)
      last = text
      if (done || !session.flags.bool('watch')) return
    }
    const left = ends - session.cluster.now()
    if (left <= 0) throw new KubectlError('timed out waiting for the condition')
    yield Number.isFinite(left) ? { for: 'change', ms: left } : { for: 'change' }
  }
}

const read = (session: Session, info: Info): AnyObj | undefined => {
  try {
    return fetchObject(session, info)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

type Viewer = (object: AnyObj, revision: number) => readonly [text: string, done: boolean]

/** Upstream: `kubectl/pkg/polymorphichelpers/rollout_status.go`. */
const deployment: Viewer = (object, revision) => {
  const { name, generation = 0, annotations } = object.metadata
  const spec = object['spec'] as any
  const status = (object['status'] ?? {}) as any
  if (revision > 0) {
    const now = Number(annotations?.['deployment.kubernetes.io/revision'] ?? 0)
    if (now !== revision) throw new KubectlError(`desired revision (${revision}) is different from the running revision (${now})`)
  }
  if (generation > (status.observedGeneration ?? 0)) return ['Waiting for deployment spec update to be observed...\n', false]
  const progressing = (status.conditions ?? []).find((c: any) => c.type === 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    throw new KubectlError(`deployment ${JSON.stringify(name)} exceeded its progress deadline`)
  }
  const updated = status.updatedReplicas ?? 0
  const waiting = `Waiting for deployment "${name}" rollout to finish: `
  if (spec.replicas !== undefined && updated < spec.replicas) {
    return [`${waiting}${updated} out of ${spec.replicas} new replicas have been updated...\n`, false]
  }
  const old = (status.replicas ?? 0) - updated
  if (old > 0) return [`${waiting}${old} old replicas are pending termination...\n`, false]
  const available = status.availableReplicas ?? 0
  if (available < updated) return [`${waiting}${available} of ${updated} updated replicas are available...\n`, false]
  return [`deployment "${name}" successfully rolled out\n`, true]
}

const daemonSet: Viewer = object => {
  const { name, generation = 0 } = object.metadata
  const status = (object['status'] ?? {}) as any
  if ((object['spec'] as any).updateStrategy?.type !== 'RollingUpdate') {
    throw new KubectlError('rollout status is only available for RollingUpdate strategy type')
  }
  if (generation > (status.observedGeneration ?? 0)) return ['Waiting for daemon set spec update to be observed...\n', false]
  const desired = status.desiredNumberScheduled ?? 0
  const updated = status.updatedNumberScheduled ?? 0
  const waiting = `Waiting for daemon set "${name}" rollout to finish: `
  if (updated < desired) return [`${waiting}${updated} out of ${desired} new pods have been updated...\n`, false]
  const available = status.numberAvailable ?? 0
  if (available < desired) return [`${waiting}${available} of ${desired} updated pods are available...\n`, false]
  return [`daemon set "${name}" successfully rolled out\n`, true]
}

const statefulSet: Viewer = object => {
  const { generation = 0 } = object.metadata
  const spec = object['spec'] as any
  const status = (object['status'] ?? {}) as any
  if (spec.updateStrategy?.type !== 'RollingUpdate') {
    throw new KubectlError('rollout status is only available for RollingUpdate strategy type')
  }
  if ((status.observedGeneration ?? 0) === 0 || generation > status.observedGeneration) {
    return ['Waiting for statefulset spec update to be observed...\n', false]
  }
  const ready = status.readyReplicas ?? 0
  if (ready < spec.replicas) return [`Waiting for ${spec.replicas - ready} pods to be ready...\n`, false]
  const updated = status.updatedReplicas ?? 0
  const partition = spec.updateStrategy.rollingUpdate?.partition
  if (partition !== undefined) {
    if (updated < spec.replicas - partition) {
      return [`Waiting for partitioned roll out to finish: ${updated} out of ${spec.replicas - partition} new pods have been updated...\n`, false]
    }
    return [`partitioned roll out complete: ${updated} new pods have been updated...\n`, true]
  }
  if (status.updateRevision !== status.currentRevision) {
    return [`waiting for statefulset rolling update to complete ${updated} pods at revision ${status.updateRevision}...\n`, false]
  }
  return [`statefulset rolling update complete ${status.currentReplicas} pods at revision ${status.currentRevision}...\n`, true]
}

const VIEWERS: Readonly<Record<string, Viewer>> = { Deployment: deployment, DaemonSet: daemonSet, StatefulSet: statefulSet }
