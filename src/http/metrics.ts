/** /metrics: what the world can tell about itself, in Prometheus' text form. */
import type { World } from '../lab/world.ts'

export function metrics(world: World): string {
  const lines = [
    '# HELP apiserver_storage_objects [STABLE] Number of stored objects at the time of last check split by kind.',
    '# TYPE apiserver_storage_objects gauge',
  ]
  for (const kind of world.kinds.all()) {
    if (!kind.verbs.includes('list')) continue
    const name = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`
    lines.push(`apiserver_storage_objects{resource="${name}"} ${world.store.list(kind).length}`)
  }
  lines.push(
    '# HELP etcd_revision Revision of the last write.', '# TYPE etcd_revision counter', `etcd_revision ${world.store.revision}`,
    '# HELP kubernetes_build_info [ALPHA] A metric with a constant \'1\' value labeled by git version.',
    '# TYPE kubernetes_build_info gauge', 'kubernetes_build_info{git_version="v1.36.2",platform="linux/amd64"} 1',
  )
  return `${lines.join('\n')}\n`
}
