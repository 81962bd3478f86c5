/** Changes an object the way kubectl's small verbs do: read, change locally, send the difference. */
import { createMergePatch } from '../apiserver/patch/merge.ts'
import type { Json } from '../apiserver/patch/schema.ts'
import { createTwoWayMergePatch } from '../apiserver/patch/strategic-diff.ts'
import type { PatchType } from '../apiserver/request.ts'
import { type AnyObj, parseGroupVersion } from '../kinds/object.ts'
import { sameValue } from '../lib/same-value.ts'
import { type Info, requestTo } from './client/builder.ts'
import type { DryRun } from './dry-run.ts'
import { KubectlError } from './errors.ts'
import type { Session } from './session.ts'
import { place, writeOptions } from './write.ts'

export const CHANGE_CAUSE = 'kubernetes.io/change-cause'

export const sendPatch = (
  session: Session, info: Info, patch: unknown, patchType: PatchType, dryRun: DryRun, subresource?: string,
): AnyObj =>
  session.client.object({
    ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info), body: patch, patchType,
    ...(subresource ? { subresource } : {}), options: writeOptions(session, dryRun),
  })

/** Sends what differs between the two as a strategic merge patch, or a merge patch where there is no schema. */
export const sendDifference = (
  session: Session, info: Info, before: AnyObj, after: AnyObj, dryRun: DryRun,
): AnyObj => {
  const type = info.mapping.kind.schema
  return type === ''
    ? sendPatch(session, info, createMergePatch(before, after), 'application/merge-patch+json', dryRun)
    : sendPatch(session, info, createTwoWayMergePatch(before, after, type), 'application/strategic-merge-patch+json', dryRun)
}

/** A copy to change. */
export const copyOf = (object: AnyObj): AnyObj => structuredClone(object)

export const changed = (before: AnyObj, after: AnyObj): boolean => !sameValue(before, after)

/** --record: the command line becomes an annotation. */
export const recordCause = (session: Session, object: AnyObj): void => {
  if (!session.flags.has('record') || !session.flags.bool('record')) return
  const metadata = object.metadata as { annotations?: Record<string, string> }
  metadata.annotations = { ...metadata.annotations, [CHANGE_CAUSE]: commandLine(session) }
}

export const commandLine = (session: Session): string => `kubectl ${session.path} ${session.words.join(' ')}`

export const noTemplate = (object: AnyObj): KubectlError => {
  const { group, version } = parseGroupVersion(object.apiVersion)
  const kind = object.kind.toLowerCase() + (group === '' ? '' : `.${group}`)
  return new KubectlError(`${kind}/${object.metadata.name} the object is not a pod or does not have a pod template: ` +
    `*${version}.${object.kind}`)
}

/** The pod spec inside a workload; undefined for kinds without pods. Upstream: `polymorphichelpers/updatepodspec.go`. */
export const podSpecIn = (object: AnyObj): Json | undefined => {
  const spec = object['spec'] as any
  switch (object.kind) {
    case 'Pod': return spec
    case 'ReplicationController': case 'Deployment': case 'DaemonSet': case 'ReplicaSet': case 'StatefulSet': case 'Job':
      spec.template ??= {}
      return spec.template.spec ??= {}
    case 'CronJob': return spec.jobTemplate.spec.template.spec
    default: return undefined
  }
}
