/** The rules for what is written below a pod: its ephemeral containers, its resources. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid } from '../field-error.ts'
import type { Container, Pod, PodSpec } from '../generated/api-types.ts'
import { goDiff } from '../go-diff.ts'
import { qosClassOf } from '../pod-spec/resources.ts'
import { sameValue } from '../../lib/same-value.ts'
import { validateAll } from './pod.validation.ts'

/** ValidatePodEphemeralContainersUpdate: they may be added, never changed. */
export function validateEphemeralUpdate(pod: Pod, before: Pod): FieldError[] {
  const errors = validateAll(pod)
  const now = new Map((pod.spec?.ephemeralContainers ?? []).map((c) => [c.name, c]))
  for (const old of before.spec?.ephemeralContainers ?? []) {
    const container = now.get(old.name)
    const named = `existing ephemeral containers ${JSON.stringify(old.name)} may not be`
    if (container === undefined) errors.push(forbidden('spec.ephemeralContainers', `${named} removed\n`))
    else if (!sameValue(container, old)) {
      errors.push(forbidden('spec.ephemeralContainers', `${named} changed\n${goDiff(old, container, 'EphemeralContainer')}`))
    }
  }
  return errors
}

/** ValidatePodResize: only cpu and memory of containers, only what was there. */
export function validateResize(pod: Pod, before: Pod): FieldError[] {
  const errors = validateAll(pod)
  const now = pod.spec!
  const old = before.spec!
  if (qosClassOf(old) !== qosClassOf(now)) {
    errors.push(invalid('spec', pod.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'))
  }
  if ((now.containers ?? []).length !== (old.containers ?? []).length) {
    return [...errors, forbidden('spec.containers', 'containers may not be added or removed on resize')]
  }
  errors.push(...validateRemovals(now, old))
  const frozen = (now.containers ?? []).some((c, i) => !sameValue(withoutComputing(c), withoutComputing(old.containers[i]!)))
  return frozen ? [...errors, forbidden('spec', 'only cpu and memory resources are mutable')] : errors
}

function validateRemovals(now: PodSpec, old: PodSpec): FieldError[] {
  return (old.containers ?? []).flatMap((container, i) => (['requests', 'limits'] as const).flatMap((field) => {
    const have = now.containers[i]?.resources?.[field] ?? {}
    const gone = Object.keys(container.resources?.[field] ?? {}).some((name) => have[name] === undefined)
    return gone ? [forbidden(`spec.containers[${i}].resources.${field}`, `resource ${field} cannot be removed`)] : []
  }))
}

function withoutComputing(container: Container): object {
  const rest = (list: { readonly [name: string]: string | number } | undefined): object =>
    Object.fromEntries(Object.entries(list ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory'))
  const { resizePolicy: _, ...others } = container
  return { ...others, resources: { limits: rest(container.resources?.limits), requests: rest(container.resources?.requests) } }
}
