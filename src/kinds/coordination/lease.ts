/** Lease: who holds a lock, and that a node is alive. */
import type { Lease as LeaseObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { leaseColumns } from './lease.columns.ts'
import { validateLease } from './lease.validation.ts'

export const Lease = defineKind<LeaseObject>('coordination.k8s.io', 'v1', 'Lease', {
  columns: leaseColumns,
  validate: validateLease,
})
