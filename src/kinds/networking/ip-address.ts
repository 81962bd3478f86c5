/** IPAddress of networking.k8s.io/v1. */
import type { IPAddress as IPAddressObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { ipAddressColumns } from './ip-address.columns.ts'
import { describeIpAddress } from './ip-address.describe.ts'

export const IPAddress = defineKind<IPAddressObject>('networking.k8s.io', 'v1', 'IPAddress', {
  describe: describeIpAddress,
  columns: ipAddressColumns,
})
