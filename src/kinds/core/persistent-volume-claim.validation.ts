/** The rules for claims and claim templates. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../generated/api-types.ts'
import { goDiff } from '../go-diff.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { sameValue } from '../../lib/same-value.ts'
import { checkLabel, checkSubdomain, immutable } from '../validation/fields.ts'
import { validateSelector } from '../validation/labels.ts'
import { checkPositiveQuantity } from '../validation/resource-names.ts'

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
export const VOLUME_MODES = ['Block', 'Filesystem']

export function validateClaim(claim: PersistentVolumeClaim, before: PersistentVolumeClaim | undefined): FieldError[] {
  const errors = validateClaimSpec(claim.spec ?? {}, 'spec')
  return before === undefined ? errors : [...errors, ...validateUpdate(claim, before)]
}

export function checkAccessModes(modes: readonly string[], at: string): FieldError[] {
  const errors = modes.filter((mode) => !ACCESS_MODES.includes(mode)).map((mode) => notSupported(at, mode, ACCESS_MODES))
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode))
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    errors.push(forbidden(at, 'may not use ReadWriteOncePod with other access modes'))
  }
  return errors
}

/** ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): FieldError[] {
  const modes = spec.accessModes ?? []
  const errors: FieldError[] = []
  if (modes.length === 0) errors.push(required(`${path}.accessModes`, 'at least 1 access mode is required'))
  errors.push(...validateSelector(spec.selector, `${path}.selector`), ...checkAccessModes(modes, `${path}.accessModes`))
  const storage = spec.resources?.requests?.['storage']
  const where = `${path}.resources[storage]`
  if (storage === undefined) errors.push(required(where))
  else errors.push(...checkPositiveQuantity(parseQuantity(storage), where))
  if (spec.storageClassName) errors.push(...checkSubdomain(spec.storageClassName, `${path}.storageClassName`))
  if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)) {
    errors.push(notSupported(`${path}.volumeMode`, spec.volumeMode, VOLUME_MODES))
  }
  errors.push(...validateDataSource(spec.dataSource, `${path}.dataSource`), ...validateDataSource(spec.dataSourceRef, `${path}.dataSourceRef`))
  if (spec.dataSource !== undefined && spec.dataSourceRef !== undefined) {
    const { apiGroup, kind, name, namespace } = spec.dataSourceRef
    if (namespace) errors.push(invalid(path, `${path}.dataSource`, 'may not be specified when dataSourceRef.namespace is specified'))
    else if (!sameValue(spec.dataSource, { apiGroup, kind, name })) errors.push(invalid(path, `${path}.dataSource`, 'must match dataSourceRef'))
  }
  if (spec.volumeAttributesClassName) {
    errors.push(...checkSubdomain(spec.volumeAttributesClassName, `${path}.volumeAttributesClassName`))
  }
  return errors
}

interface DataSource {
  apiGroup?: string
  kind: string
  name: string
  namespace?: string
}

function validateDataSource(source: DataSource | undefined, at: string): FieldError[] {
  if (source === undefined) return []
  const { apiGroup, kind, name, namespace } = source
  return [
    ...(name ? [] : [required(`${at}.name`)]),
    ...(kind ? [] : [required(`${at}.kind`)]),
    ...(!apiGroup && kind !== 'PersistentVolumeClaim'
      ? [invalid(at, kind ?? '', "must be 'PersistentVolumeClaim' when referencing the default apiGroup")] : []),
    ...(apiGroup ? checkSubdomain(apiGroup, `${at}.apiGroup`) : []),
    ...(namespace ? checkLabel(namespace, `${at}.namespace`) : []),
  ]
}

/** ValidatePersistentVolumeClaimUpdate: bound claims may grow, everything else stays. */
function validateUpdate(claim: PersistentVolumeClaim, before: PersistentVolumeClaim): FieldError[] {
  const now = structuredClone(claim.spec ?? {})
  const old = structuredClone(before.spec ?? {})
  const errors: FieldError[] = []
  if (!old.volumeName && now.volumeName) old.volumeName = now.volumeName
  if (old.storageClassName === undefined && now.storageClassName !== undefined) delete now.storageClassName
  const bound = claim.status?.phase === 'Bound'
  if (bound && now.resources?.requests !== undefined) {
    const had = old.resources?.requests?.['storage']
    if (had !== undefined) now.resources.requests['storage'] = had
  }
  if (bound) {
    if (old.volumeAttributesClassName === undefined) delete now.volumeAttributesClassName
    else now.volumeAttributesClassName = old.volumeAttributesClassName
  }
  if (!sameValue(now, old)) {
    errors.push(forbidden('spec',
      `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${
        goDiff(old, now, 'PersistentVolumeClaimSpec')}`))
  }
  const size = (object: PersistentVolumeClaim) => parseQuantity(object.spec?.resources?.requests?.['storage'] ?? '0')
  if (size(claim).compare(size(before)) < 0 && size(claim).compare(parseQuantity(before.status?.capacity?.['storage'] ?? '0')) <= 0) {
    errors.push(forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'))
  }
  return [...errors, ...immutable(claim.spec?.volumeMode, before.spec?.volumeMode, 'volumeMode')]
}
