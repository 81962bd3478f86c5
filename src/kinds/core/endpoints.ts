/** Endpoints: the older list of the addresses behind a Service. */
import type { Endpoints as EndpointsObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const Endpoints = defineKind<EndpointsObject>('', 'v1', 'Endpoints')
