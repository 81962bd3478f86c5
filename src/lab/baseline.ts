/** Fills a new world with what an empty kubeadm cluster holds: nodes, namespaces, default roles, the kubernetes Service. */
import type { ApiServer } from '../apiserver/server.ts'
import { timestamp } from '../kinds/age.ts'
import { baselineJson } from '../kinds/generated/baseline.ts'
import type { Kind } from '../kinds/kind.ts'
import type { AnyObj } from '../kinds/object.ts'
import { parseGroupVersion } from '../kinds/object.ts'
import { credentials } from './generated/credentials.ts'

const CONTROL_PLANE = 'controlplane'

/** Writes straight into the store: these objects were accepted by a real server already. */
export function fillBaseline(server: ApiServer, nodes: 'single' | 'pair'): void {
  const time = timestamp(server.now())
  for (const object of objectsAt(time, server)) {
    if (nodes === 'single' && object.kind === 'Node') {
      if (object.metadata.name !== CONTROL_PLANE) continue
      delete object['spec'].taints
    }
    const { group } = parseGroupVersion(object.apiVersion)
    const kind = server.kinds.byKind(group, object.kind)
    if (kind === undefined) continue
    const metadata = { ...object.metadata, uid: server.random.uid(), creationTimestamp: time }
    const whole = { ...object, metadata }
    if (object.kind === 'Node') putNode(kind, whole, server)
    else server.store.commit(kind, object.metadata.namespace, object.metadata.name, whole, { ...by(writerOf(whole)), asked: askedFor(whole) })
  }
}

/** Controllers make each namespace's own objects. */
const writerOf = ({ kind, metadata }: AnyObj): string =>
  kind === 'ServiceAccount' || metadata.name === 'kube-root-ca.crt' ? 'kube-controller-manager' : 'kube-apiserver'

const by = (manager: string) => ({ manager, operation: 'Update' as const })

/** What the server itself fills in belongs to nobody. */
function askedFor(object: AnyObj): AnyObj {
  if (object.kind === 'Service') {
    const { clusterIPs: _ips, ipFamilies: _families, ...spec } = object['spec']
    return { ...object, spec }
  }
  if (object.kind !== 'Namespace') return object
  const { spec: _spec, status: _status, ...rest } = object
  return rest as AnyObj
}

/** A node as it comes to be: its kubelet registers it, then reports; the controller manager writes its annotation. */
function putNode(kind: Kind, node: AnyObj, { store }: ApiServer): void {
  const { name, annotations = {} } = node.metadata
  const { [TTL]: ttl, ...own } = annotations
  const { status, ...rest } = node
  const { taints: _taints, ...spec } = node['spec']
  const born = { ...rest, spec, metadata: { ...node.metadata, annotations: own } }
  store.commit(kind, undefined, name, born, by('kubelet'))
  store.commit(kind, undefined, name, { ...born, status } as AnyObj, { ...by('kubelet'), subresource: 'status' })
  if (ttl !== undefined) store.commit(kind, undefined, name, node, by('kube-controller-manager'))
  else store.commit(kind, undefined, name, node, by('kubelet'))
}

const TTL = 'node.alpha.kubernetes.io/ttl'

/** The placeholders are filled in before the text is parsed: one pass instead of a walk through every object. */
const objectsAt = (time: string, server: ApiServer): AnyObj[] =>
  JSON.parse(baselineJson.replace(/<(TIME|UID|PEM)>/g, (_, what: string) =>
    what === 'TIME' ? time : what === 'UID' ? server.random.uid() : AUTHORITY))

const AUTHORITY = JSON.stringify(credentials.authority.certificatePem.trimEnd()).slice(1, -1)
