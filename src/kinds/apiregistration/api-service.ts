/** APIService of apiregistration.k8s.io/v1. */
import type { APIService as APIServiceObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { apiServiceColumns } from './api-service.columns.ts'

export const APIService = defineKind<APIServiceObject>('apiregistration.k8s.io', 'v1', 'APIService', {
  columns: apiServiceColumns,
})
