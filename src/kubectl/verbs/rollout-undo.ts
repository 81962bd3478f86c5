/** kubectl rollout undo. */
import { sameValue } from '../../lib/same-value.ts'
import type { Pause } from '../../lib/process.ts'
import { copyOf, sendPatch } from '../change.ts'
import { type Info, build, fetchObject } from '../client/builder.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { type Revision, revisionsOf, templateText } from '../rollout/history.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

export const rolloutUndo: Verb = { path: 'rollout undo', run }

/** Upstream: `kubectl/pkg/cmd/rollout/rollout_undo.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  const dryRun = dryRunOf(session)
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('required resource not specified')
  }
  const built = yield* build(session, { files: true, typeAlone: true, selector: flags.string('selector'), latest: true })
  const failures: Error[] = [...built.errors]
  const printer = new ResultPrinter(session, dryRun)
  for (const given of built.infos) {
    const info = given.source === '' ? given : { ...given, object: fetchObject(session, given) }
    try {
      printer.print(info.mapping, info.object!, rollback(session, info, dryRun))
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

/** What is printed behind the name. Upstream: `kubectl/pkg/polymorphichelpers/rollback.go`. */
const rollback = (session: Session, info: Info, dryRun: DryRun): string => {
  const to = session.flags.int('to-revision')
  if (to < 0) throw new KubectlError(`unable to find specified revision ${to} in history`)
  const object = info.object!
  const isDeployment = info.mapping.kind.kind === 'Deployment'
  if (!ROLLS.has(info.mapping.kind.kind)) {
    throw new KubectlError(`no rollbacker has been implemented for {"${info.mapping.group}" "${info.mapping.kind.kind}"}`)
  }
  const revisions = revisionsOf(session, info)
  const target = findTarget(revisions, to, isDeployment)
  if (dryRun === 'client') return templateText(target.template)
  if (isDeployment && object['spec'].paused) {
    throw new KubectlError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again")
  }
  const template = copyOf(target.template)
  if (isDeployment) delete (template as any).metadata?.labels?.['pod-template-hash']
  if (sameValue(template, object['spec'].template)) {
    return `skipped rollback (current template already matches revision ${to === 0 ? target.revision : to})`
  }
  if (isDeployment) {
    const annotations = rollbackAnnotations(object.metadata.annotations ?? {}, target.object.metadata.annotations ?? {})
    sendPatch(session, info, [
      { op: 'replace', path: '/spec/template', value: template },
      { op: 'replace', path: '/metadata/annotations', value: annotations },
    ], 'application/json-patch+json', dryRun)
  } else sendPatch(session, info, target.object['data'], 'application/strategic-merge-patch+json', dryRun)
  return 'rolled back'
}

const ROLLS = new Set(['Deployment', 'DaemonSet', 'StatefulSet'])

/** Kept from the Deployment: what belongs to it and not to a revision. */
const OWN = new Set([
  'kubectl.kubernetes.io/last-applied-configuration', 'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history', 'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas', 'deprecated.deployment.rollback.to',
])

const rollbackAnnotations = (own: Record<string, string>, revision: Record<string, string>): Record<string, string> => {
  const result: Record<string, string> = {}
  for (const [key, value] of Object.entries(own)) if (OWN.has(key)) result[key] = value
  for (const [key, value] of Object.entries(revision)) if (!OWN.has(key)) result[key] = value
  return result
}

const findTarget = (revisions: readonly Revision[], to: number, isDeployment: boolean): Revision => {
  if (to > 0) {
    const found = revisions.find(({ revision }) => revision === to)
    if (!found) throw new KubectlError(`unable to find specified revision ${to} in history`)
    return found
  }
  const previous = revisions.at(-2)
  if (!previous) {
    throw new KubectlError(isDeployment
      ? `no rollout history found for deployment ${JSON.stringify(revisions[0]?.object.metadata.ownerReferences?.[0]?.name ?? '')}`
      : 'no last revision to roll back to')
  }
  return previous
}
