/** kubectl cluster-info dump. */
import { writeIndentedJson } from '../../lib/json.ts'
import { writeYaml } from '../../lib/yaml-write.ts'
import { listObjects, requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { absolute } from '../paths.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const clusterInfoDump: Verb = { path: 'cluster-info dump', run }

const PARTS = [
  ['v1', 'Event', 'events'], ['v1', 'ReplicationController', 'replication-controllers'], ['v1', 'Service', 'services'],
  ['apps/v1', 'DaemonSet', 'daemonsets'], ['apps/v1', 'Deployment', 'deployments'], ['apps/v1', 'ReplicaSet', 'replicasets'],
  ['v1', 'Pod', 'pods'],
] as const

/** Upstream: `kubectl/pkg/cmd/clusterinfo/clusterinfo_dump.go`. */
function run(session: Session): number {
  const { flags } = session
  const yaml = flags.string('output') === 'yaml'
  const directory = flags.string('output-directory')
  const write = (name: string, value: object): void => {
    const text = yaml ? writeYaml(value) : `${writeIndentedJson(value)}\n`
    if (directory === '' || directory === '-') session.print(text)
    else save(session, `${directory}/${name}.${yaml ? 'yaml' : 'json'}`, text)
  }
  write('nodes', list(session, 'v1', 'Node', undefined))
  for (const namespace of namespaces(session)) {
    for (const [apiVersion, kind, file] of PARTS) write(`${namespace}/${file}`, list(session, apiVersion, kind, namespace))
    for (const pod of (list(session, 'v1', 'Pod', namespace) as { items: any[] }).items) logs(session, pod, directory)
  }
  if (directory !== '' && directory !== '-') session.print(`Cluster info dumped to ${directory}\n`)
  return 0
}

const namespaces = (session: Session): readonly string[] => {
  const { flags } = session
  if (flags.bool('all-namespaces')) {
    return listObjects(session, builtInMapping('v1', 'Namespace')!, {}).map(object => object.metadata.name)
  }
  const given = flags.list('namespaces')
  return given.length > 0 ? given : [...new Set(['kube-system', session.namespace])]
}

const list = (session: Session, apiVersion: string, kind: string, namespace: string | undefined): object => {
  const { body } = session.client.request({
    ...requestTo(builtInMapping(apiVersion, kind)!), verb: 'list', ...(namespace === undefined ? {} : { namespace }),
  })
  return body
}

const logs = (session: Session, pod: any, directory: string): void => {
  const { namespace, name } = pod.metadata
  for (const container of pod.spec.containers) {
    const lines = session.cluster.containers?.log({ namespace, pod: name, container: container.name }, false) ?? []
    const text = `==== START logs for container ${container.name} of pod ${namespace}/${name} ====\n` +
      `${lines.map(line => `${line.text}\n`).join('')}==== END logs for container ${container.name} of pod ${namespace}/${name} ====\n`
    if (directory === '' || directory === '-') session.print(text)
    else save(session, `${directory}/${namespace}/${name}/logs.txt`, text)
  }
}

const save = (session: Session, path: string, text: string): void => {
  const at = absolute(path, session.io.cwd)
  session.io.files.mkdir(at.slice(0, at.lastIndexOf('/')), { recursive: true })
  session.io.files.write(at, text)
}
