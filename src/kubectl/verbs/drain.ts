/** kubectl drain. */
import type { AnyObj } from '../../kinds/object.ts'
import { goDuration } from '../../lib/duration.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { type DryRun, dryRunOf, dryRunSuffix } from '../dry-run.ts'
import { ExitError, KubectlError, ServerError, isNotFound } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { mark, nodesOf } from './nodes.ts'

export const drain: Verb = { path: 'drain', run }

const RETRY_MS = 5_000
const MIRROR = 'kubernetes.io/config.mirror'

/** Upstream: `kubectl/pkg/cmd/drain/drain.go`, `kubectl/pkg/drain/drain.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const dryRun = dryRunOf(session)
  const nodes = yield* nodesOf(session)
  for (const info of nodes) mark(session, info, true, dryRun)
  const failures: { name: string; message: string }[] = []
  const errors: string[] = []
  for (const info of nodes) {
    try {
      yield* drainNode(session, info, dryRun)
      session.print(`node/${info.name} drained${dryRunSuffix(dryRun)}\n`)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push({ name: info.name, message: error.message })
      errors.push(error.message)
      session.warn(`error: unable to drain node "${info.name}" due to error: ${error.message}, continuing command...\n`)
    }
  }
  if (failures.length === 0) return 0
  session.warn(`There are pending nodes to be drained:\n${failures.map(({ name }) => ` ${name}\n`).join('')}`)
  for (const message of errors) {
    const parts = /^\[(error when evicting .*)\]$/.exec(message)?.[1]?.split(/, (?=error when evicting)/) ?? [message]
    session.warn(parts.map(part => `${part}\n`).join(''))
  }
  throw new ExitError(1)
}

type Verdict = { readonly drop?: boolean; readonly warning?: string; readonly error?: string }

function* drainNode(session: Session, node: Info, dryRun: DryRun): Generator<Pause, void, unknown> {
  const pods = podsOn(session, node.name)
  const evicted: AnyObj[] = []
  const warnings = new Map<string, string[]>()
  const refusals = new Map<string, string[]>()
  for (const pod of pods) {
    const verdict = judge(session, pod)
    const id = `${pod.metadata.namespace}/${pod.metadata.name}`
    if (verdict.error) refusals.set(verdict.error, [...(refusals.get(verdict.error) ?? []), id])
    else if (verdict.warning) warnings.set(verdict.warning, [...(warnings.get(verdict.warning) ?? []), id])
    if (!verdict.drop && !verdict.error) evicted.push(pod)
  }
  if (refusals.size > 0) {
    const texts = [...refusals].map(([why, ids]) => `${why}: ${ids.join(', ')}`)
    throw new KubectlError(texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`)
  }
  for (const [why, ids] of warnings) session.warn(`Warning: ${why}: ${ids.join(', ')}\n`)
  yield* evictAll(session, node.name, evicted, dryRun)
}

const podsOn = (session: Session, node: string): readonly AnyObj[] => {
  const selector = session.flags.string('pod-selector')
  const list = session.client.request({
    ...requestTo(builtInMapping('v1', 'Pod')!), verb: 'list',
    options: { fieldSelector: `spec.nodeName=${node}`, ...(selector === '' ? {} : { labelSelector: selector }) },
  }).body as unknown as { items: readonly AnyObj[] }
  return list.items
}

/** Upstream: `kubectl/pkg/drain/filters.go`. */
const judge = (session: Session, pod: AnyObj): Verdict => {
  const { flags } = session
  const { metadata } = pod
  const phase = pod['status']?.phase
  const finished = phase === 'Succeeded' || phase === 'Failed'
  const controller = (metadata.ownerReferences ?? []).find(owner => owner.controller)
  if (metadata.annotations?.[MIRROR] !== undefined) return { drop: true }
  const skipSeconds = flags.int('skip-wait-for-delete-timeout')
  if (skipSeconds > 0 && metadata.deletionTimestamp &&
    session.cluster.now() - Date.parse(metadata.deletionTimestamp) > skipSeconds * 1000) return { drop: true }
  if (controller?.kind === 'DaemonSet' && !finished) {
    if (!flags.bool('ignore-daemonsets')) {
      return { error: 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
    }
    return { drop: true, warning: 'ignoring DaemonSet-managed Pods' }
  }
  const local = (pod['spec']?.volumes ?? []).some((volume: any) => volume.emptyDir !== undefined)
  if (local && !finished && !flags.bool('delete-emptydir-data')) {
    return { error: 'cannot delete Pods with local storage (use --delete-emptydir-data to override)' }
  }
  if (!controller && !finished) {
    if (!flags.bool('force')) {
      return { error: 'cannot delete cannot delete Pods that declare no controller (use --force to override)' }
    }
    return { warning: 'deleting Pods that declare no controller' }
  }
  return {}
}

function* evictAll(session: Session, node: string, pods: readonly AnyObj[], dryRun: DryRun): Generator<Pause, void, unknown> {
  const { flags } = session
  const timeout = flags.duration('timeout')
  const ends = timeout > 0 ? session.cluster.now() + timeout : Number.POSITIVE_INFINITY
  const waiting = new Map(pods.map(pod => [pod, 'new' as 'new' | 'evicted']))
  let retryAt = session.cluster.now()
  const mayEvict = !flags.bool('disable-eviction')
  while (waiting.size > 0) {
    const now = session.cluster.now()
    if (now >= retryAt) {
      for (const [pod, state] of waiting) {
        if (state === 'new') evictOne(session, pod, waiting, dryRun, mayEvict, now >= ends)
      }
      retryAt = now + RETRY_MS
    }
    if (dryRun !== 'none') return
    if (now >= ends && [...waiting.values()].includes('new') && now + RETRY_MS === retryAt) {
      throw timedOut(session, node, [...waiting], timeout)
    }
    for (const [pod, state] of [...waiting]) {
      if (state !== 'evicted' || stillThere(session, pod)) continue
      waiting.delete(pod)
      session.print(`pod/${pod.metadata.name} ${mayEvict ? 'evicted' : 'deleted'}\n`)
    }
    if (waiting.size === 0) return
    if (now >= ends && ![...waiting.values()].includes('new')) throw timedOut(session, node, [...waiting], timeout)
    const next = [...waiting.values()].includes('new') ? retryAt : Number.POSITIVE_INFINITY
    const ms = Math.min(next === Number.POSITIVE_INFINITY ? ends : next, next) - session.cluster.now()
    if (!Number.isFinite(ms)) yield { for: 'change' }
    else if (next < Number.POSITIVE_INFINITY) yield { for: 'time', ms: Math.max(ms, 1) }
    else yield { for: 'change', ms: Math.max(ms, 1) }
  }
}

const evictOne = (
  session: Session, pod: AnyObj, waiting: Map<AnyObj, 'new' | 'evicted'>, dryRun: DryRun, mayEvict: boolean, late: boolean,
): void => {
  const { namespace, name } = pod.metadata
  session.print(`${mayEvict ? 'evicting' : 'deleting'} pod ${namespace}/${name}${dryRunSuffix(dryRun)}\n`)
  if (dryRun === 'client' || late) return
  const grace = session.flags.int('grace-period')
  const options = { ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}), ...(dryRun === 'server' ? { dryRun: true } : {}) }
  const mapping = requestTo(builtInMapping('v1', 'Pod')!)
  const where = namespace === undefined ? {} : { namespace }
  try {
    if (mayEvict) {
      session.client.request({
        ...mapping, verb: 'create', subresource: 'eviction', ...where, name,
        body: {
          apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, ...where },
          ...(grace >= 0 ? { deleteOptions: { gracePeriodSeconds: grace } } : {}),
        },
        options: dryRun === 'server' ? { dryRun: true } : {},
      })
    } else session.client.request({ ...mapping, verb: 'delete', ...where, name, options })
    waiting.set(pod, 'evicted')
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    if (isNotFound(error)) waiting.set(pod, 'evicted')
    else if (error.reason === 'TooManyRequests') {
      session.warn(`error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}\n`)
    } else throw new KubectlError(`error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${error.message}`)
  }
}

const stillThere = (session: Session, pod: AnyObj): boolean => {
  try {
    const now = session.client.object({
      ...requestTo(builtInMapping('v1', 'Pod')!), verb: 'get', name: pod.metadata.name,
      ...(pod.metadata.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
    })
    return now.metadata.uid === pod.metadata.uid
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

const timedOut = (
  session: Session, node: string, waiting: readonly (readonly [AnyObj, string])[], timeout: number,
): KubectlError => {
  const texts = waiting.map(([pod]) => `error when evicting pods/${JSON.stringify(pod.metadata.name)} -n ` +
    `${JSON.stringify(pod.metadata.namespace)}: global timeout reached: ${goDuration(timeout)}`)
  const text = texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
  session.warn(`There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${text}\n`)
  for (const [pod] of waiting) session.warn(`pod/${pod.metadata.name}\n`)
  return new KubectlError(text)
}
