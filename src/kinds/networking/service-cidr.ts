/** ServiceCIDR of networking.k8s.io/v1. */
import type { ServiceCIDR as ServiceCIDRObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { serviceCidrColumns } from './service-cidr.columns.ts'
import { describeServiceCidr } from './service-cidr.describe.ts'

export const ServiceCIDR = defineKind<ServiceCIDRObject>('networking.k8s.io', 'v1', 'ServiceCIDR', {
  describe: describeServiceCidr,
  columns: serviceCidrColumns,
})
