/** The revisions of a workload: ReplicaSets of a Deployment, ControllerRevisions of the others. */
import { strategicMergePatch } from '../../apiserver/patch/strategic.ts'
import { podTemplateRows } from '../../kinds/describe/pod-template.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { type Info, listObjects } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { CHANGE_CAUSE } from '../change.ts'
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'

const REVISION = 'deployment.kubernetes.io/revision'

export interface Revision {
  readonly revision: number
  readonly cause: string
  /** The ReplicaSet or ControllerRevision. */
  readonly object: AnyObj
  readonly template: any
}

const HISTORY_KINDS = new Set(['Deployment', 'DaemonSet', 'StatefulSet'])

/** Oldest first. Upstream: `kubectl/pkg/polymorphichelpers/history.go`. */
export const revisionsOf = (session: Session, info: Info): Revision[] => {
  const { kind } = info.mapping.kind
  if (!HISTORY_KINDS.has(kind)) {
    throw new KubectlError(`no history viewer has been implemented for ${JSON.stringify({ group: info.mapping.group, kind })
      .replace(/.*/, `{"${info.mapping.group}" "${kind}"}`)}`)
  }
  const mapping = builtInMapping('apps/v1', kind === 'Deployment' ? 'ReplicaSet' : 'ControllerRevision')!
  const uid = info.object!.metadata.uid
  return listObjects(session, mapping, {})
    .filter(object => (object.metadata.ownerReferences ?? []).some(owner => owner.uid === uid && owner.controller))
    .map(object => kind === 'Deployment' ? fromReplicaSet(object) : fromRevision(object, info.object!))
    .sort((a, b) => a.revision - b.revision)
}

const fromReplicaSet = (object: AnyObj): Revision => ({
  revision: Number(object.metadata.annotations?.[REVISION] ?? 0), cause: object.metadata.annotations?.[CHANGE_CAUSE] ?? '',
  object, template: object['spec'].template,
})

const fromRevision = (object: AnyObj, workload: AnyObj): Revision => {
  const applied = strategicMergePatch(workload, object['data'] ?? {}, 'io.k8s.api.apps.v1.StatefulSet') as any
  return {
    revision: Number(object['revision']), cause: object.metadata.annotations?.[CHANGE_CAUSE] ?? '', object,
    template: (object['data'] as any)?.spec?.template ?? applied.spec.template,
  }
}

/** A pod template as `rollout history --revision` shows it: tabs stay tabs. */
export const templateText = (template: any): string =>
  podTemplateRows(withoutAnnotation(template)).map(({ level, cells }) => `${'  '.repeat(level)}${cells.join('\t')}\n`).join('')

const withoutAnnotation = (template: any): any => template
