/** ControllerRevisions: the templates that a StatefulSet or DaemonSet has had, by which updates and undos go. */
import type { Api } from '../apiserver/api.ts'
import { ControllerRevision as RevisionKind } from '../kinds/apps/controller-revision.ts'
import type { ControllerRevision, PodTemplateSpec } from '../kinds/generated/api-types.ts'
import type { Obj } from '../kinds/object.ts'
import { sameValue } from '../lib/same-value.ts'
import { controllerReference, isControlledBy } from './owned.ts'
import { templateHash } from './template-hash.ts'

export interface History {
  /** Oldest first; the current template's stands last. */
  readonly all: readonly ControllerRevision[]
  readonly newest: ControllerRevision
}

/** The patch that restores a template (getPatch of both controllers). */
const dataOf = (template: PodTemplateSpec): { spec: { template: object } } => ({ spec: { template: { ...template, $patch: 'replace' } } })

export const templateOf = (revision: ControllerRevision): PodTemplateSpec => {
  const { $patch: _, ...template } = (revision.data as { spec: { template: PodTemplateSpec & { $patch?: string } } }).spec.template
  return template
}

export const hashOf = (revision: ControllerRevision): string => revision.metadata.name.slice(revision.metadata.name.lastIndexOf('-') + 1)

/** Finds or makes the revision of the current template; one that stood before is numbered anew (pkg/controller/history). */
export function syncHistory(api: Api, owner: Obj, template: PodTemplateSpec, labels: { [key: string]: string }, hashLabel: string): History {
  const own = api.ownedBy(owner.metadata.uid!, RevisionKind).filter((r) => isControlledBy(r, owner)).sort((a, b) => a.revision - b.revision)
  const data = dataOf(template)
  const last = own.at(-1)
  const same = own.find((r) => sameValue(r.data, data))
  if (same !== undefined && same === last) return { all: own, newest: same }
  const revision = (last?.revision ?? 0) + 1
  if (same !== undefined) {
    const renumbered = api.update(RevisionKind, same, (draft) => {
      draft.revision = revision
    })!
    return { all: [...own.filter((r) => r !== same), renumbered], newest: renumbered }
  }
  const hash = templateHash(data)
  const { 'kubectl.kubernetes.io/last-applied-configuration': applied, ...others } = owner.metadata.annotations ?? {}
  const annotations = { ...others, ...(applied === undefined ? {} : { 'kubectl.kubernetes.io/last-applied-configuration': applied }) }
  const made = api.create(RevisionKind, {
    metadata: {
      name: `${owner.metadata.name}-${hash}`, namespace: owner.metadata.namespace!, labels: { ...labels, [hashLabel]: hash },
      ownerReferences: [controllerReference(owner)], ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    data: data as never, revision,
  })
  return { all: [...own, made], newest: made }
}

/** Revisions that no pod has and that stand beyond the limit go, the oldest first. */
export function trimHistory(api: Api, all: readonly ControllerRevision[], live: ReadonlySet<string>, limit: number): void {
  const idle = all.filter((r) => !live.has(r.metadata.name))
  for (const revision of idle.slice(0, Math.max(0, idle.length - limit))) api.delete(RevisionKind, revision)
}
