/** EndpointSlice: a part of the addresses behind a Service. */
import type { EndpointSlice as EndpointSliceObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const EndpointSlice = defineKind<EndpointSliceObject>('discovery.k8s.io', 'v1', 'EndpointSlice')
