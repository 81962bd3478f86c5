/** kubectl apply --prune: what was applied before under the selector and is not in the files any more goes. */
import type { AnyObj } from '../../kinds/object.ts'
import { type Info, requestTo } from '../client/builder.ts'
import { type Mapping, kindName } from '../client/mapper.ts'
import { type DryRun, dryRunSuffix, klog } from '../dry-run.ts'
import { KubectlError, ServerError } from '../errors.ts'
import { lastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'

/** Upstream: `kubectl/pkg/util/prune/prune.go`. */
const NAMESPACED = [
  'v1/ConfigMap', 'v1/Endpoints', 'v1/PersistentVolumeClaim', 'v1/Pod', 'v1/ReplicationController', 'v1/Secret',
  'v1/Service', 'batch/v1/Job', 'batch/v1/CronJob', 'networking.k8s.io/v1/Ingress', 'apps/v1/DaemonSet',
  'apps/v1/Deployment', 'apps/v1/ReplicaSet', 'apps/v1/StatefulSet',
]
const DEPRECATED = 'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the ' +
  '--namespace flag in a future release. To preserve the current behaviour, list the resources you want to target ' +
  'explicitly in the --prune-allowlist flag.'
const CLUSTERED = ['v1/Namespace', 'v1/PersistentVolume']

/** The kinds to prune; complains about names in --prune-allowlist before anything is applied. */
export const pruneTypes = (session: Session): readonly Mapping[] => types(session)

export const prune = (
  session: Session, mappings: readonly Mapping[], infos: readonly Info[], applied: readonly AnyObj[], dryRun: DryRun,
): void => {
  if (session.flags.list('prune-allowlist').length === 0) session.warn(klog(session, 'prune.go:71', DEPRECATED))
  const kept = new Set(applied.map(object => object.metadata.uid))
  const namespaces = new Set(infos.flatMap(info => info.namespace === undefined ? [] : [info.namespace]))
  for (const namespace of namespaces) {
    for (const mapping of mappings) if (mapping.namespaced) pruneType(session, mapping, namespace, kept, dryRun)
  }
  for (const mapping of mappings) if (!mapping.namespaced) pruneType(session, mapping, undefined, kept, dryRun)
}

const types = ({ flags, mapper }: Session): readonly Mapping[] => {
  const given = flags.list('prune-allowlist')
  const names = given.length === 0 ? [...NAMESPACED, ...(flags.string('namespace') === '' ? CLUSTERED : [])] : given
  return names.map(text => {
    const parts = text.split('/')
    if (given.length > 0 && parts.length !== 3) {
      throw new KubectlError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`)
    }
    const kind = parts.at(-1)!
    const apiVersion = parts.slice(0, -1).filter(part => part !== '' && part !== 'core').join('/')
    const mapping = mapper.byKind(apiVersion, kind)
    if (!mapping) throw new KubectlError(`no matches for kind "${kind}" in version "${apiVersion}"`)
    return mapping
  })
}

const pruneType = (
  session: Session, mapping: Mapping, namespace: string | undefined, kept: ReadonlySet<string | undefined>,
  dryRun: DryRun,
): void => {
  const where = namespace === undefined ? {} : { namespace }
  for (const object of candidates(session, mapping, where)) {
    if (lastApplied(object) === undefined || kept.has(object.metadata.uid)) continue
    if (dryRun !== 'client') {
      session.client.request({
        ...requestTo(mapping), verb: 'delete', name: object.metadata.name, ...where,
        options: { propagationPolicy: 'Background', ...(dryRun === 'server' ? { dryRun: true } : {}) },
      })
    }
    session.print(`${kindName(mapping)}/${object.metadata.name} pruned${dryRunSuffix(dryRun)}\n`)
  }
}

const candidates = (session: Session, mapping: Mapping, where: { namespace?: string }): readonly AnyObj[] => {
  const selector = session.flags.string('selector')
  try {
    const { body } = session.client.request({
      ...requestTo(mapping), verb: 'list', ...where, options: selector === '' ? {} : { labelSelector: selector },
    })
    return (body as unknown as { items: readonly AnyObj[] }).items
  } catch (error) {
    if (error instanceof ServerError) return []
    throw error
  }
}
