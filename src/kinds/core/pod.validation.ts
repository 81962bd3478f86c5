/** The rules for pods, at creation and for the few changes an update may bring. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, required } from '../field-error.ts'
import type { Container, Pod, PodSpec, Toleration } from '../generated/api-types.ts'
import { goDiff } from '../go-diff.ts'
import { validateImageBlanks } from '../pod-spec/container.validation.ts'
import { validatePodSpec } from '../pod-spec/pod-spec.validation.ts'
import { validateTolerations } from '../pod-spec/scheduling.validation.ts'
import { sameValue } from '../../lib/same-value.ts'
import { rangeText } from '../validation/formats.ts'

const MAX_INT32 = 2 ** 31 - 1
const MIRROR = 'kubernetes.io/config.mirror'
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'

export function validatePod(pod: Pod, before: Pod | undefined): FieldError[] {
  return before === undefined ? validateCreate(pod) : validateUpdate(pod, before)
}

/** ValidatePodCreate. */
function validateCreate(pod: Pod): FieldError[] {
  const errors = validateAll(pod)
  const spec = pod.spec!
  if ((spec.ephemeralContainers ?? []).length > 0) errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'))
  if (spec.nodeName && (spec.schedulingGates ?? []).length > 0) {
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'))
  }
  return errors
}

/** validatePodMetadataAndSpec. */
export function validateAll(pod: Pod): FieldError[] {
  const spec = pod.spec!
  const errors = [
    ...validatePodAnnotations(pod),
    ...validatePodSpec(spec, 'spec', { isPod: true, podName: pod.metadata.name }),
  ]
  if (!spec.serviceAccountName) {
    ;(spec.volumes ?? []).forEach((volume, v) => (volume.projected?.sources ?? []).forEach((source, s) => {
      if (source.serviceAccountToken === undefined) return
      errors.push(forbidden(`spec.volumes[${v}].projected.sources[${s}].serviceAccountToken`,
        'must not be specified when serviceAccountName is not set'))
    }))
  }
  return [
    ...errors,
    ...(spec.containers ?? []).flatMap((c, i) => validateImageBlanks(c, `spec.containers[${i}]`)),
    ...(spec.initContainers ?? []).flatMap((c, i) => validateImageBlanks(c, `spec.initContainers[${i}]`)),
  ]
}

function validatePodAnnotations(pod: Pod): FieldError[] {
  const annotations = pod.metadata.annotations ?? {}
  const errors: FieldError[] = []
  if (annotations[MIRROR] !== undefined && !pod.spec?.nodeName) {
    errors.push(invalid(`metadata.annotations[${MIRROR}]`, annotations[MIRROR], 'must set spec.nodeName if mirror pod annotation is set'))
  }
  const cost = annotations[DELETION_COST]
  if (cost !== undefined && !(/^(0|-?[1-9]\d*)$/.test(cost) && Math.abs(Number(cost)) <= MAX_INT32)) {
    errors.push(invalid(`metadata.annotations[${DELETION_COST}]`, cost, 'must be a 32bit integer'))
  }
  return errors
}

const UPDATABLE = [
  '`spec.containers[*].image`', '`spec.initContainers[*].image`', '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',')

/** ValidatePodUpdate. */
function validateUpdate(pod: Pod, before: Pod): FieldError[] {
  const spec = pod.spec!
  const old = before.spec!
  const errors = validateAll(pod)
  for (const field of ['containers', 'initContainers'] as const) {
    const containers = spec[field] ?? []
    if (containers.length !== (old[field] ?? []).length) {
      return [...errors, forbidden(`spec.${field}`, 'pod updates may not add or remove containers')]
    }
    errors.push(...containers.flatMap((c, i) => [
      ...(c.image ? [] : [required(`spec.${field}[${i}].image`)]), ...validateImageBlanks(c, `spec.${field}[${i}]`)]))
  }
  const deadline = validateDeadline(spec.activeDeadlineSeconds, old.activeDeadlineSeconds)
  errors.push(...deadline)
  if (deadline.length > 0 && spec.activeDeadlineSeconds !== undefined) return errors
  errors.push(...validateOnlyAddedTolerations(spec.tolerations ?? [], old.tolerations ?? []))
  const gates = new Set((old.schedulingGates ?? []).map((g) => g.name))
  ;(spec.schedulingGates ?? []).forEach(({ name }, i) => {
    if (!gates.has(name)) {
      errors.push(forbidden(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`))
    }
  })
  if (sameValue(spec, old)) return errors
  const munged = withoutUpdatable(spec, old)
  if (gates.size > 0) errors.push(...mungeGated(munged, old))
  if (!sameValue(munged, old)) {
    const diff = goDiff(internal(old), internal(munged), 'PodSpec')
    errors.push(forbidden('spec', `pod updates may not change fields other than ${UPDATABLE}\n${diff}`))
  }
  return errors
}

function validateDeadline(now: number | undefined, old: number | undefined): FieldError[] {
  const at = 'spec.activeDeadlineSeconds'
  if (now === undefined) return old === undefined ? [] : [invalid(at, null, 'must not update from a positive integer to nil value')]
  if (now < 0 || now > MAX_INT32) return [invalid(at, now, rangeText(0, MAX_INT32))]
  return old !== undefined && old < now ? [invalid(at, now, 'must be less than or equal to previous value')] : []
}

function validateOnlyAddedTolerations(now: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  const kept = old.every((toleration) => now.some((other) =>
    sameValue({ ...toleration, tolerationSeconds: undefined }, { ...other, tolerationSeconds: undefined })))
  if (!kept) return [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
  return validateTolerations(now, 'spec.tolerations')
}

/** The new spec with everything that may change put back. */
function withoutUpdatable(spec: PodSpec, old: PodSpec): PodSpec {
  const images = (containers: Container[] | undefined, from: Container[] | undefined): Container[] | undefined =>
    containers?.map((c, i) => restored(c, 'image', from?.[i]?.image))
  const munged: PodSpec = { ...spec, containers: images(spec.containers, old.containers)! }
  const init = images(spec.initContainers, old.initContainers)
  if (init !== undefined) munged.initContainers = init
  const grace = spec.terminationGracePeriodSeconds === 1 && (old.terminationGracePeriodSeconds ?? 0) < 0
  const fields = ['activeDeadlineSeconds', 'schedulingGates', 'tolerations', ...(grace ? ['terminationGracePeriodSeconds'] : [])]
  for (const field of fields as (keyof PodSpec)[]) {
    if (old[field] === undefined) delete munged[field]
    else Object.assign(munged, { [field]: old[field] })
  }
  return munged
}

function restored<T extends object>(object: T, field: keyof T, value: unknown): T {
  const copy = { ...object }
  if (value === undefined) delete copy[field]
  else copy[field] = value as never
  return copy
}

/** A pod that waits for its gates may still be narrowed down. */
function mungeGated(munged: PodSpec, old: PodSpec): FieldError[] {
  const errors: FieldError[] = []
  const selector = munged.nodeSelector ?? {}
  if (Object.entries(old.nodeSelector ?? {}).some(([key, value]) => selector[key] !== value)) {
    errors.push(invalid('spec.nodeSelector', selector, 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'))
  }
  Object.assign(munged, restored(munged, 'nodeSelector', old.nodeSelector))
  if (old.nodeSelector === undefined) delete munged.nodeSelector
  const affinity = { ...munged.affinity, nodeAffinity: old.affinity?.nodeAffinity }
  if (old.affinity === undefined && Object.values(affinity).every((v) => v === undefined)) delete munged.affinity
  else munged.affinity = affinity as never
  return errors
}

/** Go's internal spec keeps the host's namespaces in the security context. */
function internal(spec: PodSpec): object {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec
  return { ...spec, securityContext: { ...spec.securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } }
}
