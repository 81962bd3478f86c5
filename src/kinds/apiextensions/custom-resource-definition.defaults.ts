/** What the API server fills into a CustomResourceDefinition. */
import type { CustomResourceDefinition } from '../generated/api-types.ts'

/** apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go. */
export function defaultDefinition(definition: CustomResourceDefinition): void {
  const spec = definition.spec
  if (spec === undefined) return
  const { names } = spec
  if (names !== undefined) {
    names.singular ||= (names.kind ?? '').toLowerCase()
    if (names.kind) names.listKind ||= `${names.kind}List`
  }
  spec.conversion ??= { strategy: 'None' }
  spec.conversion.strategy ||= 'None'
  const service = spec.conversion.webhook?.clientConfig?.service
  if (service !== undefined) service.port ??= 443
}
