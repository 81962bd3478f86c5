/** Validating webhooks: asks the service that a configuration names, if it lives in the simulation. */
import { ValidatingWebhookConfiguration } from '../../kinds/admissionregistration/validating-webhook-configuration.ts'
import { Namespace } from '../../kinds/core/namespace.ts'
import { Service } from '../../kinds/core/service.ts'
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice.ts'
import type { RuleWithOperations, ValidatingWebhook } from '../../kinds/generated/api-types.ts'
import type { Obj } from '../../kinds/object.ts'
import type { AdmissionRequest, Judge, ServerContext } from '../context.ts'
import { StatusError } from '../errors.ts'
import { matchesSelector } from '../selectors.ts'

interface Denial {
  readonly message: string
  readonly code: number
  readonly reason: string
}

/** What answers behind a webhook's service; undefined: allowed. */
export type Webhook = (admission: AdmissionRequest, object: Obj | undefined) => Denial | undefined

/** apiserver/pkg/admission/plugin/webhook/validating/dispatcher.go */
export const validatingWebhooks: Judge = (admission, object, server) => {
  if (admission.kind.group === 'admissionregistration.k8s.io') return
  for (const configuration of server.reader.list(ValidatingWebhookConfiguration)) {
    for (const webhook of configuration.webhooks ?? []) {
      if (!concerns(webhook, admission, object, server)) continue
      const failure = unreachable(webhook, server)
      if (failure !== undefined) {
        if (webhook.failurePolicy === 'Ignore') continue
        throw new StatusError(500, 'InternalError', `Internal error occurred: failed calling webhook "${webhook.name}": failed to call webhook: ${failure}`)
      }
      const denial = handlerOf(webhook, server)?.(admission, object)
      if (denial === undefined) continue
      throw new StatusError(denial.code, denial.reason, `admission webhook "${webhook.name}" denied the request: ${denial.message}`)
    }
  }
}

const handlerOf = ({ clientConfig }: ValidatingWebhook, server: ServerContext): Webhook | undefined => {
  const service = clientConfig.service
  return service === undefined ? undefined : server.webhooks.get(`${service.namespace}/${service.name}`)
}

function concerns(webhook: ValidatingWebhook, admission: AdmissionRequest, object: Obj | undefined, { reader }: ServerContext): boolean {
  if (!(webhook.rules ?? []).some((rule) => ruleMatches(rule, admission))) return false
  const labels = (object ?? admission.before)?.metadata.labels ?? {}
  if (!matchesSelector(webhook.objectSelector ?? {}, labels)) return false
  const namespace = admission.namespace === undefined ? undefined : reader.get(Namespace, undefined, admission.namespace)
  return namespace === undefined || matchesSelector(webhook.namespaceSelector ?? {}, namespace.metadata.labels ?? {})
}

/** apiserver/pkg/admission/plugin/webhook/predicates/rules/rules.go */
function ruleMatches(rule: RuleWithOperations, { kind, operation, subresource, namespace }: AdmissionRequest): boolean {
  const has = (list: readonly string[] | undefined, value: string): boolean => list?.includes('*') === true || list?.includes(value) === true
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`
  const scope = rule.scope ?? '*'
  return has(rule.operations, operation) && has(rule.apiGroups, kind.group) && has(rule.apiVersions, kind.version) &&
    ((rule.resources ?? []).includes('*/*') || (subresource === undefined ? has(rule.resources, resource) : rule.resources?.includes(resource) === true)) &&
    (scope === '*' || (scope === 'Namespaced') === (namespace !== undefined))
}

/** Why the service cannot be asked. */
function unreachable({ clientConfig, timeoutSeconds = 10 }: ValidatingWebhook, server: ServerContext): string | undefined {
  const service = clientConfig.service
  const query = `?timeout=${timeoutSeconds}s`
  if (service === undefined) return `Post "${clientConfig.url}${query}": dial tcp: lookup failed: no such host`
  const { namespace, name, port = 443, path = '' } = service
  const address = `https://${name}.${namespace}.svc:${port}${path}${query}`
  if (server.reader.get(Service, namespace, name) === undefined) return `Post "${address}": service "${name}" not found`
  const ready = server.reader.list(EndpointSlice, namespace).some((slice) =>
    slice.metadata.labels?.['kubernetes.io/service-name'] === name && (slice.endpoints ?? []).some((e) => e.conditions?.ready !== false))
  if (!ready) return `Post "${address}": no endpoints available for service "${name}"`
  return handlerOf({ clientConfig } as ValidatingWebhook, server) === undefined ? `Post "${address}": EOF` : undefined
}
