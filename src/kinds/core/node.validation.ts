/** The rules for nodes: taints, pod networks, capacities. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { Node, Taint } from '../generated/api-types.ts'
import { quantitiesOf } from '../pod-spec/resources.validation.ts'
import { TAINT_EFFECTS } from '../pod-spec/scheduling.validation.ts'
import { sameValue } from '../../lib/same-value.ts'
import { isLabelValue } from '../validation/formats.ts'
import { checkNetwork } from '../validation/ip.ts'
import { validateLabelKey } from '../validation/labels.ts'
import { checkQuantity } from '../validation/resource-names.ts'

/** ValidateNode and ValidateNodeUpdate; upstream really says `metadata.taints`. */
export function validateNode(node: Node, before: Node | undefined): FieldError[] {
  const spec = node.spec ?? {}
  const old = before?.spec ?? {}
  const errors: FieldError[] = []
  const taints = validateTaints(spec.taints ?? [], 'metadata.taints')
  const resources = (['capacity', 'allocatable'] as const).flatMap((field) =>
    quantitiesOf(node.status?.[field]).flatMap(([name, q]) => checkQuantity(name, q, `status.${field}.${name}`)))
  if (before === undefined) {
    return [...taints, ...resources, ...(spec.podCIDRs ?? []).flatMap((cidr, i) => checkNetwork(cidr, `spec.podCIDRs[${i}]`))]
  }
  errors.push(...resources)
  if ((old.podCIDRs ?? []).length > 0 && !sameValue(old.podCIDRs, spec.podCIDRs)) {
    errors.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'))
  }
  if (old.providerID && old.providerID !== spec.providerID) {
    errors.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'))
  }
  return [...errors, ...taints]
}

function validateTaints(taints: readonly Taint[], path: string): FieldError[] {
  const seen = new Set<string>()
  return taints.flatMap((taint, i) => {
    const at = `${path}[${i}]`
    const { key, value, effect } = taint
    const errors = validateLabelKey(key ?? '', `${at}.key`)
    const wrong = isLabelValue(value ?? '')
    if (wrong.length > 0) errors.push(invalid(`${at}.value`, value, wrong.join(';')))
    if (!effect) errors.push(required(`${at}.effect`))
    else if (!TAINT_EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, TAINT_EFFECTS))
    const id = `${key}:${effect}`
    if (seen.has(id)) {
      const shown = { Key: key, Value: value ?? '', Effect: effect, TimeAdded: taint.timeAdded ?? null }
      errors.push({ type: 'Duplicate', field: at, value: shown, detail: 'taints must be unique by key and effect pair' })
    }
    seen.add(id)
    return errors
  })
}
