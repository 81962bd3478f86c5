/** Endpoints: the older list of the addresses behind a Service. */
import type { Endpoints as EndpointsObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { endpointsColumns } from './endpoints.columns.ts'
import { describeEndpoints } from './endpoints.describe.ts'
import { validateEndpoints } from './endpoints.validation.ts'

export const Endpoints = defineKind<EndpointsObject>('', 'v1', 'Endpoints', {
  describe: describeEndpoints,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  columns: endpointsColumns,
  defaults,
  validate: validateEndpoints,
})

/** SetDefaults_Endpoints. */
function defaults(draft: EndpointsObject): void {
  for (const subset of draft.subsets ?? []) for (const port of subset.ports ?? []) port.protocol ||= 'TCP'
}
