/** Columns of ingress classes. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column } from '../columns/column.ts'
import type { IngressClass } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const parameters = ({ spec }: IngressClass): string => {
  const to = spec?.parameters
  if (!to) return '<none>'
  return `${to.kind}${to.apiGroup === undefined ? '' : `.${to.apiGroup}`}/${to.name}`
}

const isDefault = ({ metadata }: IngressClass): boolean =>
  metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true'

export const ingressClassColumns: readonly Column<IngressClass>[] = [
  { ...nameColumn, cell: (ingressClass) => `${ingressClass.metadata.name}${isDefault(ingressClass) ? ' (default)' : ''}` },
  column('Controller', 'Controller that is responsible for handling this class', (ingressClass) =>
    ingressClass.spec?.controller ?? ''),
  column('Parameters', 'A reference to a resource with additional parameters', parameters),
  ageColumn,
]
