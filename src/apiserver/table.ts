/** Objects as the server-side Table that kubectl get prints. */
import type { Kind, ServedVersion } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import type { RequestOptions, Table } from './request.ts'

/** `version` is the one that the items are in when it is not the stored one. */
export function toTable(
  kind: Pick<Kind, 'columns'>, items: readonly Obj[], now: number, metadata: Table['metadata'],
  includeObject: RequestOptions['includeObject'] = 'Metadata', version?: ServedVersion,
): Table {
  const columns = version?.columns ?? kind.columns
  const printed = (item: Obj): Obj =>
    version === undefined || version.columns ? item : (version.toStored(item as AnyObj) as Obj)
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map((c) => ({
      name: c.name, type: c.type ?? 'string', format: c.format ?? '',
      // Looked up only when the table goes over the wire: kubectl's own printing never reads it.
      get description() {
        return c.description ?? ''
      },
      priority: c.priority ?? 0,
    })),
    rows: items.map((item) => ({
      cells: columns.map((c) => c.cell(printed(item), now)),
      object: includeObject === 'None' ? null
        : includeObject === 'Object' ? (item as AnyObj) : partialMetadata(item),
    })),
  }
}

/** metav1.PartialObjectMetadata. */
export const partialMetadata = (object: Obj): AnyObj => ({
  kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata,
})
