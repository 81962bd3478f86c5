/** Names of resources (cpu, pods, nvidia.com/gpu) and what quantities they take. */
import type { FieldError } from '../field-error.ts'
import { invalid } from '../field-error.ts'
import type { Quantity } from '../../lib/quantity.ts'
import { isLabelKey } from './formats.ts'

// pkg/apis/core/helper/helpers.go
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const STANDARD_CONTAINER = words('cpu memory ephemeral-storage')
const STANDARD_QUOTA = words(`cpu memory ephemeral-storage requests.cpu requests.memory requests.storage
  requests.ephemeral-storage limits.cpu limits.memory limits.ephemeral-storage pods resourcequotas services
  replicationcontrollers secrets persistentvolumeclaims configmaps services.nodeports services.loadbalancers`)
const STANDARD = new Set([...STANDARD_QUOTA, 'storage'])
const INTEGER = words(`pods resourcequotas services replicationcontrollers secrets configmaps persistentvolumeclaims
  services.nodeports services.loadbalancers`)

export const isHugePages = (name: string): boolean => name.startsWith('hugepages-')
const isQuotaHugePages = (name: string): boolean => isHugePages(name) || name.startsWith('requests.hugepages-')

/** Unprefixed names belong to kubernetes.io. */
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')
export const isOvercommitAllowed = (name: string): boolean => isNative(name) && !isHugePages(name)
const isExtended = (name: string): boolean =>
  !isNative(name) && !name.startsWith('requests.') && isLabelKey(`requests.${name}`).length === 0
const isInteger = (name: string): boolean => INTEGER.has(name) || isExtended(name)
export const isStandardQuota = (name: string): boolean => STANDARD_QUOTA.has(name) || isQuotaHugePages(name)

export function checkResourceName(name: string, path: string): FieldError[] {
  const errors = isLabelKey(name).map((text) => invalid(path, name, text))
  if (errors.length > 0 || name.includes('/') || STANDARD.has(name) || isQuotaHugePages(name)) return errors
  return [invalid(path, name, 'must be a standard resource type or fully qualified')]
}

export function checkContainerResourceName(name: string, path: string): FieldError[] {
  const errors = checkResourceName(name, path)
  if (!name.includes('/')) {
    if (!STANDARD_CONTAINER.has(name) && !isHugePages(name)) {
      errors.push(invalid(path, name, 'must be a standard resource for containers'))
    }
  } else if (!isNative(name) && !isExtended(name)) {
    errors.push(invalid(path, name, "doesn't follow extended resource name standard"))
  }
  return errors
}

export function checkQuotaResourceName(name: string, path: string): FieldError[] {
  const errors = checkResourceName(name, path)
  if (!name.includes('/') && !isStandardQuota(name)) errors.push(invalid(path, name, 'must be a standard resource for quota'))
  return errors
}

/** ValidateResourceQuantityValue. */
export function checkQuantity(name: string, quantity: Quantity, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (quantity.sign() < 0) errors.push(invalid(path, quantity.toString(), 'must be greater than or equal to 0'))
  if (isInteger(name) && quantity.nano % 1_000_000_000n !== 0n) {
    errors.push(invalid(path, quantity.toString(), 'must be an integer'))
  }
  return errors
}

export const checkPositiveQuantity = (quantity: Quantity, path: string): FieldError[] =>
  quantity.sign() <= 0 ? [invalid(path, quantity.toString(), 'must be greater than zero')] : []
