/** What the API server fills into webhook configurations. */
import type { MutatingWebhookConfiguration, ValidatingWebhookConfiguration } from '../generated/api-types.ts'

/** pkg/apis/admissionregistration/v1/defaults.go. */
export function defaultWebhooks(configuration: ValidatingWebhookConfiguration | MutatingWebhookConfiguration): void {
  for (const webhook of configuration.webhooks ?? []) {
    webhook.failurePolicy ??= 'Fail'
    webhook.matchPolicy ??= 'Equivalent'
    webhook.namespaceSelector ??= {}
    webhook.objectSelector ??= {}
    webhook.timeoutSeconds ??= 10
    if (configuration.kind === 'MutatingWebhookConfiguration') {
      (webhook as { reinvocationPolicy?: string }).reinvocationPolicy ??= 'Never'
    }
    if (webhook.clientConfig?.service !== undefined) webhook.clientConfig.service.port ??= 443
    for (const rule of webhook.rules ?? []) rule.scope ??= '*'
  }
}
