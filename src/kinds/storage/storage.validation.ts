/** The rules for storage classes, CSI drivers and their like (pkg/apis/storage/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, notSupported, required, tooLong } from '../field-error.ts'
import type { CSIDriver, CSIStorageCapacity, StorageClass, VolumeAttachment, VolumeAttributesClass } from '../generated/api-types.ts'
import { validateDriverName } from '../pod-spec/remote-volumes.validation.ts'
import { sameValue } from '../../lib/same-value.ts'
import { check, checkSubdomain, immutable, oneOf } from '../validation/fields.ts'
import { bytesOf, isLabelKey } from '../validation/formats.ts'
import { validateLabelKey } from '../validation/labels.ts'

const PARAMETERS_BYTES_MAX = 256 * 1024
const PARAMETERS_MAX = 512

export function validateStorageClass(storage: StorageClass, before: StorageClass | undefined): FieldError[] {
  return before === undefined ? validateClassCreate(storage) : validateClassUpdate(storage, before)
}

function validateClassCreate(storage: StorageClass): FieldError[] {
  const { provisioner = '', reclaimPolicy, volumeBindingMode } = storage
  const errors: FieldError[] = provisioner === '' ? [required('provisioner')] : check(isLabelKey, provisioner.toLowerCase(), 'provisioner')
  errors.push(...validateParameters(storage.parameters))
  if (reclaimPolicy && !['Delete', 'Retain'].includes(reclaimPolicy)) {
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']))
  }
  errors.push(...oneOf(volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], 'volumeBindingMode'))
  ;(storage.allowedTopologies ?? []).forEach((term, t) => (term.matchLabelExpressions ?? []).forEach(({ key, values: given }, e) => {
    const values = given ?? []
    const at = `allowedTopologies[${t}].matchLabelExpressions[${e}]`
    if (values.length === 0) errors.push(required(`${at}.values`))
    values.forEach((value, i) => {
      if (values.indexOf(value) < i) errors.push(duplicate(`${at}.values[${i}]`, value))
    })
    errors.push(...validateLabelKey(key ?? '', `${at}.key`))
  }))
  return errors
}

function validateParameters(parameters: { readonly [key: string]: string } | undefined): FieldError[] {
  const entries = Object.entries(parameters ?? {})
  const errors: FieldError[] = []
  if (entries.length > PARAMETERS_MAX) errors.push(tooLong('parameters', PARAMETERS_MAX))
  for (const [key] of entries) if (key === '') errors.push({ type: 'Invalid', field: 'parameters', value: key, detail: 'field can not be empty.' })
  const size = entries.reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0)
  return size > PARAMETERS_BYTES_MAX ? [...errors, tooLong('parameters', PARAMETERS_BYTES_MAX)] : errors
}

function validateClassUpdate(storage: StorageClass, before: StorageClass): FieldError[] {
  const errors = (['parameters', 'provisioner', 'reclaimPolicy'] as const)
    .filter((field) => !sameValue(storage[field], before[field]))
    .map((field) => forbidden(field, `updates to ${field} are forbidden.`))
  return [...errors, ...immutable(storage.volumeBindingMode, before.volumeBindingMode, 'volumeBindingMode')]
}

const FS_GROUP_POLICIES = ['ReadWriteOnceWithFSType', 'File', 'None']

export function validateDriver(driver: CSIDriver, before: CSIDriver | undefined): FieldError[] {
  const spec = driver.spec!
  const errors = validateDriverName(driver.metadata.name, 'metadata.name')
  if (!FS_GROUP_POLICIES.includes(spec.fsGroupPolicy ?? '')) {
    errors.push(notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy ?? '', FS_GROUP_POLICIES))
  }
  const modes = spec.volumeLifecycleModes ?? []
  modes.forEach((mode, i) => {
    if (!['Ephemeral', 'Persistent'].includes(mode)) {
      errors.push(notSupported('spec.volumeLifecycleModes', mode, ['Ephemeral', 'Persistent']))
    } else if (modes.indexOf(mode) < i) errors.push(duplicate('spec.volumeLifecycleModes', mode))
  })
  if (before === undefined) return errors
  return [
    ...errors, ...immutable(spec.attachRequired, before.spec!.attachRequired, 'spec.attachedRequired'),
    ...immutable(modes, before.spec!.volumeLifecycleModes ?? [], 'spec.volumeLifecycleModes'),
  ]
}

export function validateAttachment(attachment: VolumeAttachment, before: VolumeAttachment | undefined): FieldError[] {
  const { attacher, nodeName, source } = attachment.spec!
  if (before !== undefined) return immutable(attachment.spec, before.spec, 'spec')
  const errors = validateDriverName(attacher, 'spec.attacher')
  errors.push(...(nodeName ? checkSubdomain(nodeName, 'spec.nodeName') : [required('spec.nodeName')]))
  const name = source?.persistentVolumeName
  if (name === undefined && source?.inlineVolumeSpec === undefined) {
    errors.push(required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'))
  } else if (name === '') errors.push(required('spec.source.persistentVolumeName', 'must specify non empty persistentVolumeName'))
  return errors
}

export function validateAttributesClass(attributes: VolumeAttributesClass, before: VolumeAttributesClass | undefined): FieldError[] {
  const errors = validateDriverName(attributes.driverName, 'driverName')
  if (Object.keys(attributes.parameters ?? {}).length === 0) errors.push(required('parameters', 'must contain at least one key/value pair'))
  errors.push(...validateParameters(attributes.parameters))
  if (before === undefined) return errors
  return (['driverName', 'parameters'] as const).filter((field) => !sameValue(attributes[field], before[field]))
    .map((field) => forbidden(field, `updates to ${field} are forbidden.`))
}

export function validateCapacityObject(capacity: CSIStorageCapacity, before: CSIStorageCapacity | undefined): FieldError[] {
  const errors = capacity.storageClassName ? checkSubdomain(capacity.storageClassName, 'storageClassName') : [required('storageClassName')]
  return before === undefined ? errors : [
    ...immutable(capacity.nodeTopology, before.nodeTopology, 'nodeTopology'),
    ...immutable(capacity.storageClassName, before.storageClassName, 'storageClassName')]
}
