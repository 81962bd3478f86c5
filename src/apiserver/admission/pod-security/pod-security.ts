/** A namespace's labels say how trusting its pods may be: enforce refuses, warn tells. */
import { Namespace } from '../../../kinds/core/namespace.ts'
import { Pod } from '../../../kinds/core/pod.ts'
import type { ObjectMeta, Pod as PodObject, PodSpec } from '../../../kinds/generated/api-types.ts'
import type { AnyObj, Obj } from '../../../kinds/object.ts'
import { sameValue } from '../../../lib/same-value.ts'
import type { AdmissionRequest, Judge, ServerContext } from '../../context.ts'
import { invalidError } from '../../errors.ts'
import { refused } from '../refusal.ts'
import { baselineChecks } from './baseline.ts'
import type { Check, Finding } from './check.ts'
import { restrictedChecks } from './restricted.ts'

type Mode = 'enforce' | 'audit' | 'warn'
const PREFIX = 'pod-security.kubernetes.io/'
const LEVELS: Readonly<Record<string, readonly Check[]>> = { privileged: [], baseline: baselineChecks, restricted: restrictedChecks }
const TEMPLATED = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'Job', 'CronJob', 'PodTemplate']
/** How many pods one warning about a namespace names. */
const PODS_NAMED_MAX = 1

/** pod-security-admission/admission/admission.go */
export const podSecurity: Judge = (admission, object, server) => {
  if (object === undefined || admission.operation === 'DELETE') return
  const { kind, subresource } = admission
  if (kind === (Namespace as unknown)) return judgeNamespace(admission, object, server)
  if (kind === Pod) {
    if (subresource !== undefined && subresource !== 'ephemeralcontainers') return
    if (admission.operation === 'UPDATE' && !securityChanged(object as PodObject, admission.before as PodObject)) return
    judgePod(admission, object as PodObject, server)
  } else if (TEMPLATED.includes(kind.kind) && subresource === undefined) judgeTemplate(admission, object, server)
}

const securityChanged = (after: PodObject, before: PodObject): boolean =>
  !sameValue(after.spec, before.spec) || !sameValue(after.metadata.annotations, before.metadata.annotations)

function policyOf(labels: ObjectMeta['labels'], mode: Mode): { checks: readonly Check[]; name: string } {
  const level = labels?.[PREFIX + mode] ?? 'privileged'
  return { checks: LEVELS[level] ?? restrictedChecks, name: `${level}:${labels?.[`${PREFIX}${mode}-version`] ?? 'latest'}` }
}

const findings = (checks: readonly Check[], spec: PodSpec, metadata: Pick<ObjectMeta, 'annotations'>): Finding[] =>
  checks.map((check) => check(spec, metadata)).filter((f): f is Finding => f !== undefined)

const tell = (found: readonly Finding[]): string => found.map((f) => (f.detail === '' ? f.reason : `${f.reason} (${f.detail})`)).join(', ')

function judgePod(admission: AdmissionRequest, pod: PodObject, { reader }: ServerContext): void {
  const labels = reader.get(Namespace, undefined, admission.namespace!)?.metadata.labels
  if (labels === undefined || labels[`${PREFIX}enforce`] === undefined && labels[`${PREFIX}warn`] === undefined) return
  const enforce = policyOf(labels, 'enforce')
  const broken = findings(enforce.checks, pod.spec, pod.metadata)
  if (broken.length > 0) throw refused(admission, pod, `violates PodSecurity "${enforce.name}": ${tell(broken)}`)
  warnAbout(admission, labels, pod.spec, pod.metadata)
}

function warnAbout(admission: AdmissionRequest, labels: ObjectMeta['labels'], spec: PodSpec, metadata: Pick<ObjectMeta, 'annotations'>): void {
  const warn = policyOf(labels, 'warn')
  const found = findings(warn.checks, spec, metadata)
  if (found.length > 0) admission.warn(`would violate PodSecurity "${warn.name}": ${tell(found)}`)
}

function judgeTemplate(admission: AdmissionRequest, object: Obj, { reader }: ServerContext): void {
  const labels = reader.get(Namespace, undefined, admission.namespace!)?.metadata.labels
  if (labels?.[`${PREFIX}warn`] === undefined) return
  const any = object as AnyObj
  const template = any['template'] ?? (object.kind === 'CronJob' ? any['spec']?.jobTemplate?.spec?.template : any['spec']?.template)
  if (template?.spec !== undefined) warnAbout(admission, labels, template.spec, template.metadata ?? {})
}

function judgeNamespace(admission: AdmissionRequest, object: Obj, { reader }: ServerContext): void {
  if (admission.subresource !== undefined) return
  const { labels, name } = object.metadata
  const wrong = (['enforce', 'audit', 'warn'] as const)
    .filter((mode) => labels?.[PREFIX + mode] !== undefined && LEVELS[labels[PREFIX + mode]!] === undefined)
    .map((mode) => ({
      type: 'Invalid' as const, field: `metadata.labels[${PREFIX}${mode}]`, value: labels![PREFIX + mode],
      detail: 'must be one of privileged, baseline, restricted',
    }))
  if (wrong.length > 0) throw invalidError('', 'Namespace', name, wrong)
  const { checks, name: policy } = policyOf(labels, 'enforce')
  if (admission.before === undefined || policyOf(admission.before.metadata.labels, 'enforce').name === policy) return
  const byFinding = new Map<string, string[]>()
  for (const pod of reader.list(Pod, name)) {
    const found = findings(checks, pod.spec, pod.metadata)
    if (found.length === 0) continue
    const text = found.map((f) => f.reason).join(', ')
    byFinding.set(text, [...(byFinding.get(text) ?? []), pod.metadata.name])
  }
  if (byFinding.size === 0) return
  admission.warn(`existing pods in namespace ${JSON.stringify(name)} violate the new PodSecurity enforce level ${JSON.stringify(policy)}`)
  for (const [text, pods] of byFinding) admission.warn(`${podsNamed(pods)}: ${text}`)
}

function podsNamed(pods: readonly string[]): string {
  const more = pods.length - PODS_NAMED_MAX
  const first = pods.slice(0, PODS_NAMED_MAX).join(', ')
  return more === 0 ? first : `${first} (and ${more} other ${more === 1 ? 'pod' : 'pods'})`
}
