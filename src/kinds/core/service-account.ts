/** ServiceAccount: who a pod is to the API. */
import type { ServiceAccount as ServiceAccountObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { describeServiceAccount } from './service-account.describe.ts'

export const ServiceAccount = defineKind<ServiceAccountObject>('', 'v1', 'ServiceAccount', {
  describe: describeServiceAccount,
})
