/** The kind that an established CustomResourceDefinition serves. */
import { jsonPath, relaxedJsonPath } from '../../lib/jsonpath/jsonpath.ts'
import { age } from '../age.ts'
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../generated/api-types.ts'
import type { Column, Kind } from '../kind.ts'
import { ageColumn, nameColumn } from '../kind.ts'
import type { AnyObj, Obj } from '../object.ts'
import { groupVersion } from '../object.ts'
import { validateCustom } from './custom.validation.ts'
import { applyDefaults } from './structural-defaults.ts'

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']

/** Undefined until the definition is established, or when it stores no version. */
export function customKind(definition: CustomResourceDefinition): Kind | undefined {
  const established = definition.status?.conditions?.some((c) => c.type === 'Established' && c.status === 'True')
  const { group, names, scope, versions } = definition.spec
  const stored = versions.find((v) => v.storage)
  if (established !== true || stored === undefined) return undefined
  const status = stored.subresources?.status !== undefined
  const scale = stored.subresources?.scale
  const schema = (stored.schema?.openAPIV3Schema ?? { type: 'object' }) as unknown as AnyObj
  return {
    group, version: stored.name, apiVersion: groupVersion(group, stored.name), kind: names.kind, plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(), short: names.shortNames ?? [], categories: names.categories ?? [],
    namespaced: scope === 'Namespaced', verbs: VERBS, schema: '', structural: schema,
    subresources: [...(status ? ['status'] : []), ...(scale === undefined ? [] : ['scale'])],
    ...(scale === undefined ? {} : {
      scalePaths: {
        spec: scale.specReplicasPath, status: scale.statusReplicasPath,
        ...(scale.labelSelectorPath === undefined ? {} : { selector: scale.labelSelectorPath }),
      },
    }),
    columns: columnsOf(stored), status, generation: true, ...deprecationOf(definition, stored),
    defaults: (draft) => applyDefaults(draft, schema as never),
    validate: (object, before) => validateCustom(object as AnyObj, before as AnyObj | undefined, schema),
    served: versions.filter((v) => v.served && !v.storage).map((v) => ({
      group, version: v.name, schema: '', columns: columnsOf(v), ...deprecationOf(definition, v),
      fromStored: (object) => ({ ...object, apiVersion: groupVersion(group, v.name) }),
      toStored: (object) => ({ ...object, apiVersion: groupVersion(group, stored.name) }),
    })),
  }
}

function deprecationOf(
  { spec: { group, names } }: CustomResourceDefinition, version: CustomResourceDefinitionVersion,
): { deprecation?: string } {
  if (version.deprecated !== true) return {}
  return { deprecation: version.deprecationWarning ?? `${group}/${version.name} ${names.kind} is deprecated` }
}

/** NAME first; AGE only where the definition declares no columns at all (pkg/registry/customresource/tableconvertor). */
function columnsOf({ additionalPrinterColumns }: CustomResourceDefinitionVersion): readonly Column[] {
  if (additionalPrinterColumns === undefined || additionalPrinterColumns.length === 0) return [nameColumn, ageColumn]
  return [nameColumn, ...additionalPrinterColumns.map((column): Column => ({
    name: column.name, type: column.type as 'string', ...(column.description === undefined ? {} : { description: column.description }),
    ...(column.format === undefined ? {} : { format: column.format }), ...(column.priority === 1 ? { priority: 1 } : {}),
    cell: cellOf(column.jsonPath, column.type),
  }))]
}

function cellOf(path: string, type: string): (object: Obj, now: number) => string | number | boolean | null {
  const read = jsonPath(relaxedJsonPath(path), { allowMissingKeys: true })
  return (object, now) => {
    const found = read.find(object).flat()
    const value = found[0]
    if (value === undefined || value === null) return type === 'date' ? '<unknown>' : null
    if (type === 'date') return age(String(value), now)
    if (type === 'integer' || type === 'number') return Number(value)
    if (type === 'boolean') return Boolean(value)
    return found.map((v) => (typeof v === 'object' ? JSON.stringify(v) : String(v))).join(',')
  }
}
