/** Objects as the server-side Table that kubectl get prints. */
import type { Kind } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import type { RequestOptions, Table } from './request.ts'

export function toTable(
  kind: Kind, items: readonly Obj[], now: number, metadata: Table['metadata'],
  includeObject: RequestOptions['includeObject'] = 'Metadata',
): Table {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: kind.columns.map((c) => ({
      name: c.name, type: c.type ?? 'string', format: c.format ?? '',
      // Looked up only when the table goes over the wire: kubectl's own printing never reads it.
      get description() {
        return c.description ?? ''
      },
      priority: c.priority ?? 0,
    })),
    rows: items.map((item) => ({
      cells: kind.columns.map((c) => c.cell(item, now)),
      ...(includeObject === 'None' ? {} : { object: includeObject === 'Object' ? (item as AnyObj) : partialMetadata(item) }),
    })),
  }
}

/** metav1.PartialObjectMetadata. */
export const partialMetadata = (object: Obj): AnyObj => ({
  kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata,
})
