/** ValidatingWebhookConfiguration of admissionregistration.k8s.io/v1. */
import type { ValidatingWebhookConfiguration as ValidatingWebhookConfigurationObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultWebhooks } from './webhooks.defaults.ts'
import { webhookColumns } from './admission.columns.ts'
import { validateWebhooks } from './webhooks.validation.ts'

export const ValidatingWebhookConfiguration = defineKind<ValidatingWebhookConfigurationObject>('admissionregistration.k8s.io', 'v1', 'ValidatingWebhookConfiguration', {
  columns: webhookColumns,
  defaults: defaultWebhooks,
  generation: true,
  validate: validateWebhooks,
})
