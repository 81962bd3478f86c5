/** Field selectors: `metadata.name=web,status.phase!=Running`; only fields that a kind declares. */
import type { Kind } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import { badRequestError } from './errors.ts'

type Read = (object: Obj) => string

const path = (...names: string[]): Read => (object) => {
  let value: any = object as AnyObj
  for (const name of names) value = value?.[name]
  return value === undefined || value === null ? '' : String(value)
}
const paths = (...all: string[]): Record<string, Read> => Object.fromEntries(all.map((p) => [p, path(...p.split('.'))]))

/** Upstream: pkg/apis/…/v1/conversion.go, AddFieldLabelConversionFunc, and the registries' ToSelectableFields. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Read>>>> = {
  Pod: {
    ...paths('spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'status.phase', 'status.podIP', 'status.nominatedNodeName'),
    'spec.hostNetwork': (pod) => String((pod as AnyObj)['spec']?.hostNetwork === true),
    'spec.host': path('spec', 'nodeName'),
    'status.podIPs': path('status', 'podIP'),
  },
  Node: { 'spec.unschedulable': (node) => String((node as AnyObj)['spec']?.unschedulable === true) },
  Namespace: { ...paths('status.phase'), name: path('metadata', 'name') },
  ReplicationController: { 'status.replicas': (rc) => String((rc as AnyObj)['status']?.replicas ?? 0) },
  Secret: paths('type'),
  Service: paths('spec.clusterIP', 'spec.type'),
  Event: paths(
    'involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid', 'involvedObject.apiVersion',
    'involvedObject.resourceVersion', 'involvedObject.fieldPath', 'reason', 'reportingComponent', 'source', 'type'),
  Job: { 'status.successful': (job) => String((job as AnyObj)['status']?.succeeded ?? 0) },
  CertificateSigningRequest: paths('spec.signerName'),
  ReplicaSet: { 'status.replicas': (rs) => String((rs as AnyObj)['status']?.replicas ?? 0) },
}
/** Kinds whose own conversion words the refusal. */
const OWN_WORDS = ['Pod', 'Node', 'Namespace', 'ReplicationController', 'Secret', 'Service', 'Event']

export function parseFieldSelector(text: string, kind: Kind): (object: Obj) => boolean {
  const tests = splitTerms(text).map((part) => {
    const m = /^(.*?)(!=|==|=)(.*)$/s.exec(part)
    if (!m || /[=]/.test(m[3]!.replace(/\\./g, '')) ) throw badRequestError(`invalid selector: '${text}'; can't understand '${part}'`)
    const [, field, operator, value] = m as unknown as [string, string, string, string]
    const read = fieldOf(kind, field)
    const wanted = value.replace(/\\([\\,=])/g, '$1')
    return (object: Obj) => (read(object) === wanted) === (operator !== '!=')
  })
  return (object) => tests.every((test) => test(object))
}

/** At commas that no backslash protects. */
const splitTerms = (text: string): string[] => (text.match(/(?:\\.|[^,\\])+/g) ?? []).filter((part) => part !== '')

function fieldOf(kind: Kind, field: string): Read {
  if (field === 'metadata.name') return (o) => o.metadata.name
  if (field === 'metadata.namespace') return (o) => o.metadata.namespace ?? ''
  const own = kind.selectable?.[field] ?? FIELDS[kind.kind]?.[field]
  if (own !== undefined) return own
  if (OWN_WORDS.includes(kind.kind)) throw badRequestError(`field label not supported: ${field}`)
  const known = ['metadata.name', 'metadata.namespace', ...Object.keys(kind.selectable ?? {})]
  throw badRequestError(kind.structural !== undefined && known.length > 2
    ? `field label not supported: ${field}`
    : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`)
}
