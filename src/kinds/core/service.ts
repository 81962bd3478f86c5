/** Service: one address for many pods. */
import type { Service as ServiceObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultService } from './service.defaults.ts'
import { prepareService, prepareServiceForUpdate } from './service.prepare.ts'
import { serviceColumns } from './service.columns.ts'
import { describeService } from './service.describe.ts'
import { validateService } from './service.validation.ts'
import { serviceWarnings } from './warnings.ts'
import { labelName } from '../validation/metadata.ts'
import { serviceFields } from './selectable.ts'

export const Service = defineKind<ServiceObject>('', 'v1', 'Service', {
  describe: describeService,
  columns: serviceColumns,
  defaults: defaultService,
  prepareForCreate: prepareService,
  prepareForUpdate: prepareServiceForUpdate,
  validate: validateService,
  validateName: labelName,
  warnings: serviceWarnings,
  selectable: serviceFields,
})
