/** The rules for webhook configurations (pkg/apis/admissionregistration/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { duplicate, invalid, notSupported, required } from '../field-error.ts'
import type {
  MutatingWebhookConfiguration, RuleWithOperations, ValidatingWebhookConfiguration, WebhookClientConfig,
} from '../generated/api-types.ts'
import { isSubdomain, rangeText } from '../validation/formats.ts'
import { validateSelector } from '../validation/labels.ts'

type Webhook = NonNullable<(ValidatingWebhookConfiguration | MutatingWebhookConfiguration)['webhooks']>[number]

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']
const SCOPES = ['*', 'Cluster', 'Namespaced']

export function validateWebhooks(configuration: ValidatingWebhookConfiguration | MutatingWebhookConfiguration): FieldError[] {
  const names = new Set<string>()
  return (configuration.webhooks ?? []).flatMap((webhook, i) => {
    const at = `webhooks[${i}]`
    const errors = validateWebhook(webhook, at)
    if (names.has(webhook.name)) errors.push(duplicate(`${at}.name`, webhook.name))
    names.add(webhook.name)
    return errors
  })
}

function validateWebhook(webhook: Webhook, at: string): FieldError[] {
  const errors = validateName(webhook.name ?? '', `${at}.name`)
  ;(webhook.rules ?? []).forEach((rule, i) => errors.push(...validateRule(rule, `${at}.rules[${i}]`)))
  const choices = [['failurePolicy', ['Fail', 'Ignore']], ['matchPolicy', ['Equivalent', 'Exact']]] as const
  for (const [field, values] of choices) {
    const value = webhook[field]
    if (value !== undefined && !(values as readonly string[]).includes(value)) errors.push(notSupported(`${at}.${field}`, value, values))
  }
  const effects = ['None', 'NoneOnDryRun']
  if (!webhook.sideEffects) errors.push(required(`${at}.sideEffects`, 'must specify one of None, NoneOnDryRun'))
  else if (!effects.includes(webhook.sideEffects)) errors.push(notSupported(`${at}.sideEffects`, webhook.sideEffects, effects))
  const seconds = webhook.timeoutSeconds
  if (seconds !== undefined && (seconds < 1 || seconds > 30)) {
    errors.push(invalid(`${at}.timeoutSeconds`, seconds, 'the timeout value must be between 1 and 30 seconds'))
  }
  errors.push(...validateSelector(webhook.namespaceSelector, `${at}.namespaceSelector`))
  errors.push(...validateSelector(webhook.objectSelector, `${at}.objectSelector`))
  errors.push(...validateClient(webhook.clientConfig ?? {}, `${at}.clientConfig`))
  return [...validateReviewVersions(webhook, at), ...errors]
}

function validateReviewVersions(webhook: Webhook, at: string): FieldError[] {
  const versions = webhook.admissionReviewVersions ?? []
  const path = `${at}.admissionReviewVersions`
  if (versions.length === 0) return [required(path, 'must specify one of v1, v1beta1')]
  return versions.some((v) => v === 'v1' || v === 'v1beta1') ? []
    : [invalid(path, versions, 'must include at least one of v1, v1beta1')]
}

/** IsFullyQualifiedName. */
function validateName(name: string, at: string): FieldError[] {
  if (name === '') return [required(at)]
  const wrong = isSubdomain(name)
  if (wrong.length > 0) return [invalid(at, name, wrong.join(','))]
  return name.split('.').length < 3 ? [invalid(at, name, 'should be a domain with at least three segments separated by dots')] : []
}

export function validateRule(rule: RuleWithOperations, at: string): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule
  const errors: FieldError[] = []
  if (operations.length === 0) errors.push(required(`${at}.operations`))
  if (operations.length > 1 && operations.includes('*')) {
    errors.push(invalid(`${at}.operations`, operations, "if '*' is present, must not specify other operations"))
  }
  operations.forEach((operation, i) => {
    if (!OPERATIONS.includes(operation)) errors.push(notSupported(`${at}.operations[${i}]`, operation, OPERATIONS))
  })
  const lists = [['apiGroups', apiGroups, 'API groups'], ['apiVersions', apiVersions, 'API versions']] as const
  for (const [field, values, what] of lists) {
    if (values.length === 0) errors.push(required(`${at}.${field}`))
    if (values.length > 1 && values.includes('*')) {
      errors.push(invalid(`${at}.${field}`, values, `if '*' is present, must not specify other ${what}`))
    }
    values.forEach((value, i) => {
      if (field !== 'apiGroups' && value === '') errors.push(required(`${at}.${field}[${i}]`))
    })
  }
  errors.push(...validateResources(resources, `${at}.resources`))
  if (scope !== undefined && !SCOPES.includes(scope)) errors.push(notSupported(`${at}.scope`, scope, SCOPES))
  return errors
}

/** validateResources of pkg/apis/admissionregistration/validation/validation.go: what one entry covers, no other may name. */
function validateResources(resources: readonly string[], at: string): FieldError[] {
  if (resources.length === 0) return [required(at)]
  const wholeResources = new Set<string>()
  const everySubresource = new Set<string>()
  const errors: FieldError[] = []
  resources.forEach((entry, i) => {
    if (entry === '') errors.push(required(`${at}[${i}]`))
    const slash = entry.indexOf('/')
    if (slash < 0) return
    const [resource, subresource] = [entry.slice(0, slash), entry.slice(slash + 1)]
    if (wholeResources.has(resource)) errors.push(invalid(`${at}[${i}]`, entry, `if '${resource}/*' is present, must not specify ${entry}`))
    if (everySubresource.has(subresource)) errors.push(invalid(`${at}[${i}]`, entry, `if '*/${subresource}' is present, must not specify ${entry}`))
    if (subresource === '*') wholeResources.add(resource)
    if (resource === '*') everySubresource.add(subresource)
  })
  if (resources.length > 1 && resources.includes('*/*')) errors.push(invalid(at, resources, "if '*/*' is present, must not specify other resources"))
  const plain = resources.filter((entry) => !entry.includes('/'))
  // upstream remembers only the last entry without a slash
  if (plain.includes('*') && plain.at(-1) !== '*') {
    errors.push(invalid(at, resources, "if '*' is present, must not specify other resources without subresources"))
  }
  return errors
}

function validateClient({ url, service }: WebhookClientConfig, at: string): FieldError[] {
  if ((url === undefined) === (service === undefined)) return [required(at, 'exactly one of url or service is required')]
  if (url !== undefined) {
    if (!/^[a-z]+:\/\/[^/]+/.test(url)) return [invalid(`${at}.url`, url, 'host must be specified; desired format: https://host[/path]')]
    return url.startsWith('https://') ? [] : [invalid(`${at}.url`, url.split(':')[0], "'https' is the only allowed URL scheme; desired format: https://host[/path]")]
  }
  const { name, namespace, path, port } = service!
  return [
    ...(name ? [] : [required(`${at}.service.name`, 'service name is required')]),
    ...(namespace ? [] : [required(`${at}.service.namespace`, 'service namespace is required')]),
    ...(path === undefined || path.startsWith('/') ? [] : [invalid(`${at}.service.path`, path, "must start with a '/'")]),
    ...(port === undefined || (port >= 1 && port <= 65535) ? []
      : [invalid(`${at}.service.port`, port, `port is not valid: ${rangeText(1, 65535)}`)]),
  ]
}
