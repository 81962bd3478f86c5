/** MutatingWebhookConfiguration of admissionregistration.k8s.io/v1. */
import type { MutatingWebhookConfiguration as MutatingWebhookConfigurationObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultWebhooks } from './webhooks.defaults.ts'
import { webhookColumns } from './admission.columns.ts'
import { validateWebhooks } from './webhooks.validation.ts'

export const MutatingWebhookConfiguration = defineKind<MutatingWebhookConfigurationObject>('admissionregistration.k8s.io', 'v1', 'MutatingWebhookConfiguration', {
  columns: webhookColumns,
  defaults: defaultWebhooks,
  generation: true,
  validate: validateWebhooks,
})
