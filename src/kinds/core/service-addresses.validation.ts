/** The rules for a Service's cluster addresses and address families. */
import type { FieldError } from '../field-error.ts'
import { duplicate, invalid, notSupported, required } from '../field-error.ts'
import type { Service } from '../generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import { checkAddress, isIPv6 } from '../validation/ip.ts'

const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack']

/** ValidateServiceClusterIPsRelatedFields: asked both by the allocator and by validation. */
export function validateServiceAddresses(service: Service): FieldError[] {
  const spec = service.spec!
  if (spec.type === 'ExternalName') return []
  const addresses = spec.clusterIPs ?? []
  const at = 'spec.clusterIPs'
  const errors: FieldError[] = []
  if (spec.clusterIP) {
    if (addresses.length === 0) errors.push(required(at))
    else if (addresses[0] !== spec.clusterIP) errors.push(invalid(at, addresses, 'first value must match `clusterIP`'))
  } else if (addresses.length > 0) errors.push(invalid(at, addresses, 'must be empty when `clusterIP` is not specified'))
  const families = spec.ipFamilies ?? []
  families.forEach((family, i) => {
    if (!['IPv4', 'IPv6'].includes(family)) errors.push(notSupported(`spec.ipFamilies[${i}]`, family, ['IPv4', 'IPv6']))
    if (families.indexOf(family) < i) errors.push(duplicate(`spec.ipFamilies[${i}]`, family))
  })
  if (spec.ipFamilyPolicy !== undefined && !POLICIES.includes(spec.ipFamilyPolicy)) {
    errors.push(notSupported('spec.ipFamilyPolicy', spec.ipFamilyPolicy, POLICIES))
  }
  const wrong = addresses.flatMap((address, i) => {
    if (i > 0 || address !== 'None') return checkAddress(address, `${at}[${i}]`)
    return addresses.length > 1 ? [invalid(at, addresses, "'None' must be the first and only value")] : []
  })
  errors.push(...wrong)
  if (addresses.length > 2) errors.push(invalid(at, addresses, 'may only hold up to 2 values'))
  return wrong.length > 0 ? errors : [...errors, ...validateFamilies(addresses, families, at)]
}

function validateFamilies(addresses: readonly string[], families: readonly string[], at: string): FieldError[] {
  const errors: FieldError[] = []
  if (addresses.length > 1 && new Set(addresses.map(isIPv6)).size !== addresses.length) {
    errors.push(invalid(at, addresses, 'may specify no more than one IP for each IP family'))
  }
  if (addresses[0] === 'None') return errors
  addresses.forEach((address, i) => {
    const family = families[i]
    if (family === undefined || (family === 'IPv6') === isIPv6(address)) return
    errors.push(invalid(`${at}[${i}]`, address, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``))
  })
  return errors
}

/** What may change of addresses and families once they are set. */
export function validateUpgrade(service: Service, before: Service): FieldError[] {
  const now = service.spec!
  const old = before.spec!
  if (now.type === 'ExternalName' || old.type === 'ExternalName') return []
  const headless = sameValue(now.clusterIPs, ['None'])
  const wasHeadless = sameValue(old.clusterIPs, ['None'])
  const errors: FieldError[] = []
  if (!(headless && wasHeadless)) errors.push(...compare(now.clusterIPs ?? [], old.clusterIPs ?? [], 'clusterIPs', 'clusterIP'))
  if (!headless && !wasHeadless) errors.push(...compare(now.ipFamilies ?? [], old.ipFamilies ?? [], 'ipFamilies', 'ipFamily'))
  return errors
}

function compare(now: readonly string[], old: readonly string[], field: string, single: string): FieldError[] {
  const at = `spec.${field}`
  const once = 'may not change once set'
  if (now.length === old.length) {
    return old.flatMap((value, i) => (value === now[i] ? [] : [invalid(`${at}[${field === 'ipFamilies' ? 0 : i}]`, now, once)]))
  }
  const errors: FieldError[] = []
  if (now.length < old.length && now.length === 0) errors.push(invalid(`${at}[0]`, now, `primary ${single} can not be unset`))
  if (old.length > 0 && now.length > 0 && now[0] !== old[0]) errors.push(invalid(`${at}[0]`, now, once))
  return errors
}
