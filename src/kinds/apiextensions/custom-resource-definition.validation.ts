/** The rules for CustomResourceDefinitions (apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import { check, checkSubdomain, immutable } from '../validation/fields.ts'
import { isDns1035Label, isDnsLabel } from '../validation/formats.ts'
import { validateStructural } from './structural.validation.ts'

const SCOPES = ['Cluster', 'Namespaced']

export function validateDefinition(definition: CustomResourceDefinition, before: CustomResourceDefinition | undefined): FieldError[] {
  const { spec, metadata } = definition
  const { group = '', names, scope, versions = [] } = spec
  const errors: FieldError[] = []
  const wanted = `${names?.plural ?? ''}.${group}`
  if (metadata.name !== wanted && metadata.name) {
    errors.push(invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group'))
  }
  errors.push(...validateGroup(group))
  if (!SCOPES.includes(scope ?? '')) errors.push(scope ? notSupported('spec.scope', scope, SCOPES) : required('spec.scope'))
  errors.push(...validateVersions(versions ?? []), ...validateNames(definition))
  errors.push(...validateConversion(definition))
  return before === undefined ? errors : [...errors, ...validateUpdate(definition, before)]
}

function validateGroup(group: string): FieldError[] {
  if (group === '') return [required('spec.group')]
  const errors = checkSubdomain(group, 'spec.group')
  return group.split('.').length < 2
    ? [...errors, invalid('spec.group', group, 'should be a domain with at least one dot')] : errors
}

function validateVersions(versions: readonly CustomResourceDefinitionVersion[]): FieldError[] {
  const errors: FieldError[] = []
  const stored = versions.filter((v) => v.storage).length
  const names = new Set<string>()
  versions.forEach((version, i) => {
    const at = `spec.versions[${i}]`
    if (names.has(version.name)) errors.push(invalid('spec.versions', versionNames(versions), 'must contain unique version names'))
    names.add(version.name)
    errors.push(...check(isDns1035Label, version.name ?? '', `${at}.name`))
    errors.push(...validateSchema(version, versions.length === 1 ? 'spec.validation.openAPIV3Schema' : `${at}.schema.openAPIV3Schema`, at))
    errors.push(...validateColumns(version, at))
  })
  if (stored !== 1) errors.push(invalid('spec.versions', versionNames(versions), 'must have exactly one version marked as storage version'))
  return errors
}

/** Upstream shows the whole list of internal versions. */
const versionNames = (versions: readonly CustomResourceDefinitionVersion[]): unknown =>
  versions.map((v) => ({
    Name: v.name, Served: v.served, Storage: v.storage, Deprecated: v.deprecated ?? false, DeprecationWarning: v.deprecationWarning ?? null,
    Schema: null, Subresources: null, AdditionalPrinterColumns: null, SelectableFields: null,
  }))

function validateSchema(version: CustomResourceDefinitionVersion, at: string, path: string): FieldError[] {
  const schema = version.schema?.openAPIV3Schema
  if (schema === undefined) return [required(`${path}.schema.openAPIV3Schema`, 'schemas are required')]
  return validateStructural(schema as never, at)
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string']

function validateColumns({ additionalPrinterColumns: columns = [] }: CustomResourceDefinitionVersion, at: string): FieldError[] {
  return columns.flatMap(({ name, type, jsonPath }, i) => {
    const path = `${at}.additionalPrinterColumns[${i}]`
    const errors: FieldError[] = []
    if (!name) errors.push(required(`${path}.name`))
    if (!type) errors.push(required(`${path}.type`, `must be one of ${COLUMN_TYPES.join(',')}`))
    else if (!COLUMN_TYPES.includes(type)) errors.push(invalid(`${path}.type`, type, `must be one of ${COLUMN_TYPES.join(',')}`))
    if (!jsonPath) errors.push(required(`${path}.JSONPath`))
    else if (!jsonPath.startsWith('.')) errors.push(invalid(`${path}.JSONPath`, jsonPath, 'must be a simple json path starting with .'))
    return errors
  })
}

function validateNames({ spec }: CustomResourceDefinition): FieldError[] {
  const names = spec.names ?? {} as never
  const errors: FieldError[] = []
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    const value = names[field] ?? ''
    if (value === '') errors.push(required(`spec.names.${field}`))
    else errors.push(...check(isDns1035Label, field === 'kind' || field === 'listKind' ? value.toLowerCase() : value, `spec.names.${field}`)
      .map((e) => ({ ...e, value })))
  }
  ;(names.shortNames ?? []).forEach((name, i) => errors.push(...check(isDns1035Label, name, `spec.names.shortNames[${i}]`)))
  if (names.kind && names.kind === names.listKind) {
    errors.push(invalid('spec.names.listKind', names.listKind, 'kind and listKind may not be the same'))
  }
  ;(names.categories ?? []).forEach((name, i) => errors.push(...check(isDnsLabel, name, `spec.names.categories[${i}]`)))
  return errors
}

function validateConversion({ spec }: CustomResourceDefinition): FieldError[] {
  const { conversion } = spec
  const at = 'spec.conversion'
  if (conversion === undefined) return []
  if (!['None', 'Webhook'].includes(conversion.strategy ?? '')) {
    return [notSupported(`${at}.strategy`, conversion.strategy ?? '', ['None', 'Webhook'])]
  }
  if (conversion.strategy === 'None') {
    return conversion.webhook === undefined ? []
      : [forbidden(`${at}.webhookClientConfig`, 'should not be set when strategy is not set to Webhook')]
  }
  return conversion.webhook?.clientConfig === undefined
    ? [required(`${at}.webhookClientConfig`, 'required when strategy is set to Webhook')] : []
}

function validateUpdate({ spec }: CustomResourceDefinition, before: CustomResourceDefinition): FieldError[] {
  const established = (before.status?.conditions ?? []).some((c) => c.type === 'Established' && c.status === 'True')
  const errors: FieldError[] = []
  if (established) {
    errors.push(...immutable(spec.scope, before.spec.scope, 'spec.scope'), ...immutable(spec.names?.kind, before.spec.names?.kind, 'spec.names.kind'))
  }
  errors.push(...immutable(spec.group, before.spec.group, 'spec.group'), ...immutable(spec.names?.plural, before.spec.names?.plural, 'spec.names.plural'))
  const kept = new Set((spec.versions ?? []).map((v) => v.name))
  const stored = before.status?.storedVersions ?? []
  stored.forEach((version, i) => {
    if (!kept.has(version)) {
      errors.push(invalid(`status.storedVersions[${i}]`, version, 'missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions'.replaceAll('v1', version)))
    }
  })
  return sameValue(spec, before.spec) ? [] : errors
}
