/** CustomResourceDefinitions of add-ons: names, columns, and a schema that leaves the fields to their own controller. */
import type { AnyObj } from '../../kinds/object.ts'

export interface Definition {
  readonly group: string
  /** The first one is stored. */
  readonly versions: readonly string[]
  readonly kind: string
  readonly plural: string
  readonly short?: readonly string[]
  readonly categories?: readonly string[]
  readonly scope: 'Namespaced' | 'Cluster'
  readonly columns: readonly { readonly name: string; readonly type: string; readonly jsonPath: string; readonly priority?: number }[]
  /** Schema of the spec; open when absent. */
  readonly spec?: object
  readonly status?: object
  readonly noStatus?: boolean
}

const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

export function customResource(definition: Definition): AnyObj {
  const { group, versions, kind, plural, scope, columns, spec = OPEN, status = OPEN, noStatus = false } = definition
  const schema = {
    type: 'object', ...(noStatus ? { required: ['spec'] } : { required: ['spec'] }),
    properties: { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' }, spec, ...(noStatus ? {} : { status }) },
  }
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` } as AnyObj['metadata'],
    spec: {
      group, scope,
      names: {
        kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List`,
        ...(definition.short === undefined ? {} : { shortNames: [...definition.short] }),
        ...(definition.categories === undefined ? {} : { categories: [...definition.categories] }),
      },
      versions: versions.map((name, i) => ({
        name, served: true, storage: i === 0, schema: { openAPIV3Schema: schema },
        additionalPrinterColumns: columns.map((c) => ({ ...c })),
        ...(noStatus ? {} : { subresources: { status: {} } }),
      })),
    },
  }
}
