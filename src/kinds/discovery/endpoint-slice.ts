/** EndpointSlice: a part of the addresses behind a Service. */
import type { EndpointSlice as EndpointSliceObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { endpointSliceColumns } from './endpoint-slice.columns.ts'
import { describeEndpointSlice } from './endpoint-slice.describe.ts'
import { validateEndpointSlice } from './endpoint-slice.validation.ts'

export const EndpointSlice = defineKind<EndpointSliceObject>('discovery.k8s.io', 'v1', 'EndpointSlice', {
  describe: describeEndpointSlice,
  columns: endpointSliceColumns,
  defaults,
  generation: true,
  validate: validateEndpointSlice,
})

/** pkg/apis/discovery/v1/defaults.go. */
function defaults(draft: EndpointSliceObject): void {
  for (const port of draft.ports ?? []) {
    port.name ??= ''
    port.protocol ??= 'TCP'
  }
  for (const endpoint of draft.endpoints ?? []) endpoint.conditions ??= {}
}
