/** The rules for metadata, the same for every kind. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, required } from '../field-error.ts'
import type { ObjectMeta, OwnerReference } from '../generated/api-types.ts'
import { parseGroupVersion } from '../object.ts'
import { isDnsLabel, isLabelKey, isSubdomain, nameRule } from './formats.ts'
import { validateAnnotations, validateLabels } from './labels.ts'

type NameRule = (name: string, prefix: boolean) => readonly string[]

export const subdomainName: NameRule = nameRule(isSubdomain)
export const labelName: NameRule = nameRule(isDnsLabel)

/** apimachinery/pkg/api/validation/objectmeta.go, ValidateObjectMeta; core adds the rule for legacy finalizers. */
export function validateMetadata(meta: ObjectMeta, namespaced: boolean, rule: NameRule): FieldError[] {
  const errors: FieldError[] = []
  if (meta.generateName) {
    errors.push(...rule(meta.generateName, true).map((text) => invalid('metadata.generateName', meta.generateName, text)))
  }
  if (!meta.name) errors.push(required('metadata.name', 'name or generateName is required'))
  else errors.push(...rule(meta.name, false).map((text) => invalid('metadata.name', meta.name, text)))
  if (namespaced) {
    if (!meta.namespace) errors.push(required('metadata.namespace'))
    else errors.push(...labelName(meta.namespace, false).map((text) => invalid('metadata.namespace', meta.namespace, text)))
  }
  return [
    ...errors,
    ...validateLabels(meta.labels, 'metadata.labels'),
    ...validateAnnotations(meta.annotations, 'metadata.annotations'),
    ...validateOwners(meta.ownerReferences ?? []),
    ...validateFinalizers(meta.finalizers ?? []),
  ]
}

/** ValidateObjectMetaUpdate; what the server keeps anyway is not asked again. */
export function validateMetadataUpdate(meta: ObjectMeta, before: ObjectMeta): FieldError[] {
  const errors: FieldError[] = []
  if (before.deletionTimestamp !== undefined) {
    const extra = (meta.finalizers ?? []).filter((f) => !(before.finalizers ?? []).includes(f)).sort()
    if (extra.length > 0) {
      errors.push(forbidden('metadata.finalizers',
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${extra.map((f) => JSON.stringify(f)).join(', ')}}`))
    }
  }
  return [
    ...errors,
    ...validateLabels(meta.labels, 'metadata.labels'),
    ...validateAnnotations(meta.annotations, 'metadata.annotations'),
    ...validateOwners(meta.ownerReferences ?? []),
    ...(meta.finalizers ?? []).flatMap((f, i) => legacyFinalizer(f, `metadata.finalizers[${i}]`)),
  ]
}

function validateOwners(owners: readonly OwnerReference[]): FieldError[] {
  const path = 'metadata.ownerReferences'
  const errors: FieldError[] = []
  let controller = ''
  for (const owner of owners) {
    const { group, version } = parseGroupVersion(owner.apiVersion)
    if (version === '') errors.push(invalid(`${path}.apiVersion`, owner.apiVersion, 'version must not be empty'))
    for (const field of ['kind', 'name', 'uid'] as const) {
      if (!owner[field]) errors.push(invalid(`${path}.${field}`, owner[field] ?? '', 'must not be empty'))
    }
    if (group === '' && version === 'v1' && owner.kind === 'Event') {
      errors.push(invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner'))
    }
    if (owner.controller !== true) continue
    const name = `${owner.kind}/${owner.name}`
    if (controller !== '') {
      errors.push(invalid(path, owners,
        `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`))
    } else controller = name
  }
  return errors
}

function validateFinalizers(finalizers: readonly string[]): FieldError[] {
  const path = 'metadata.finalizers'
  const errors = finalizers.flatMap((f) => isLabelKey(f).map((text) => invalid(path, f, text)))
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'))
  }
  return [...errors, ...finalizers.flatMap((f, i) => legacyFinalizer(f, `${path}[${i}]`))]
}

export function legacyFinalizer(finalizer: string, path: string): FieldError[] {
  if (finalizer.includes('/') || ['kubernetes', 'orphan', 'foregroundDeletion'].includes(finalizer)) return []
  return [invalid(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')]
}
