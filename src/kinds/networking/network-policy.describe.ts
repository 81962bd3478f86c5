/** The description of a network policy: what it lets in and out. */
import { type Row, row } from '../../lib/rows.ts'
import { annotationRows, labelRows } from '../describe/metadata.ts'
import { goTime } from '../describe/time.ts'
import type {
  NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort,
} from '../generated/api-types.ts'
import { selectorText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeNetworkPolicy. */
export function describeNetworkPolicy({ metadata, spec }: NetworkPolicy): Row[] {
  const pods = selectorText(spec.podSelector)
  const everyPod = '<none> (Allowing the specific traffic to all pods in this namespace)'
  const types = spec.policyTypes ?? []
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    row(0, 'Created on:', goTime(metadata.creationTimestamp)),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    row(0, 'Spec:'),
    row(1, `PodSelector:     ${pods === '<none>' ? everyPod : pods}`),
    ...directionRows(types.includes('Ingress'), IN,
      (spec.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }))),
    ...directionRows(types.includes('Egress'), OUT,
      (spec.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }))),
    row(1, `Policy Types: ${types.join(', ')}`),
  ]
}

const IN = { word: 'ingress', peer: 'From', end: 'source' }
const OUT = { word: 'egress', peer: 'To', end: 'destination' }

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined
  readonly peers: readonly NetworkPolicyPeer[] | undefined
}

function directionRows(affected: boolean, direction: typeof IN, rules: readonly Rule[]): Row[] {
  const { word, peer, end } = direction
  if (!affected) return [row(1, `Not affecting ${word} traffic`)]
  const rows = [row(1, `Allowing ${word} traffic:`)]
  if (rules.length === 0) {
    rows.push(row(2, `<none> (Selected pods are isolated for ${word} connectivity)`))
  }
  for (const [index, { ports = [], peers = [] }] of rules.entries()) {
    if (index > 0) rows.push(row(2, '----------'))
    if (ports.length === 0) rows.push(row(2, 'To Port: <any> (traffic allowed to all ports)'))
    rows.push(...ports.map(portRow))
    if (peers.length === 0) rows.push(row(2, `${peer}: <any> (traffic not restricted by ${end})`))
    for (const one of peers) rows.push(row(2, `${peer}:`), ...peerRows(one))
  }
  return rows
}

const portRow = ({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): Row =>
  row(2, endPort === undefined
    ? `To Port: ${port ?? '<nil>'}/${protocol}`
    : `To Port Range: ${port}-${endPort}/${protocol}`)

function peerRows({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): Row[] {
  if (podSelector || namespaceSelector) {
    return [
      ...(namespaceSelector
        ? [row(3, `NamespaceSelector: ${selectorText(namespaceSelector)}`)]
        : []),
      ...(podSelector ? [row(3, `PodSelector: ${selectorText(podSelector)}`)] : []),
    ]
  }
  if (!ipBlock) return []
  return [
    row(3, 'IPBlock:'),
    row(4, `CIDR: ${ipBlock.cidr}`),
    row(4, `Except: ${(ipBlock.except ?? []).join(', ')}`),
  ]
}
