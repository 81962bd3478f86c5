/** ValidatingAdmissionPolicies: CEL expressions that a write must satisfy, put into force by bindings. */
import { ValidatingAdmissionPolicyBinding } from '../../../kinds/admissionregistration/validating-admission-policy-binding.ts'
import { ValidatingAdmissionPolicy } from '../../../kinds/admissionregistration/validating-admission-policy.ts'
import { Namespace } from '../../../kinds/core/namespace.ts'
import type {
  ValidatingAdmissionPolicy as PolicyObject, ValidatingAdmissionPolicyBinding as BindingObject, Validation,
} from '../../../kinds/generated/api-types.ts'
import type { Kind } from '../../../kinds/kind.ts'
import type { Obj } from '../../../kinds/object.ts'
import { parseGroupVersion } from '../../../kinds/object.ts'
import { CelError, celValue, compileCel } from '../../../lib/cel.ts'
import type { AdmissionRequest, Judge, ServerContext } from '../../context.ts'
import { StatusError } from '../../errors.ts'
import { matchesSelector } from '../../selectors.ts'
import { refused } from '../refusal.ts'
import { matchesResources } from './match.ts'

type Variables = Record<string, unknown>

const CODES: Readonly<Record<string, number>> = { Unauthorized: 401, Forbidden: 403, RequestEntityTooLarge: 413, Invalid: 422 }

interface Denied {
  readonly message: string
  readonly reason: string
}

/** apiserver/pkg/admission/plugin/policy/validating/dispatcher.go */
export const validatingAdmissionPolicies: Judge = (admission, object, server) => {
  if (admission.kind.group === 'admissionregistration.k8s.io') return
  const policies = server.reader.list(ValidatingAdmissionPolicy)
  if (policies.length === 0) return
  for (const policy of policies) {
    if (!matchesResources(policy.spec.matchConstraints, admission, object, server)) continue
    const bindings = server.reader.list(ValidatingAdmissionPolicyBinding).filter((b) => b.spec.policyName === policy.metadata.name)
    for (const binding of bindings) {
      if (matchesResources(binding.spec.matchResources, admission, object, server)) enforce(policy, binding, admission, object, server)
    }
  }
}

function enforce(policy: PolicyObject, binding: BindingObject, admission: AdmissionRequest, object: Obj | undefined, server: ServerContext): void {
  const names = `'${policy.metadata.name}' with binding '${binding.metadata.name}'`
  const params = paramsOf(policy, binding, admission, server)
  for (const param of params) {
    for (const denied of decisions(policy, param, admission, object, server)) {
      const actions = binding.spec.validationActions ?? ['Deny']
      if (actions.includes('Warn')) admission.warn(`Validation failed for ValidatingAdmissionPolicy ${names}: ${denied.message}`)
      if (!actions.includes('Deny')) continue
      const message = `ValidatingAdmissionPolicy ${names} denied request: ${denied.message}`
      const { status } = refused(admission, object ?? admission.before, message)
      throw new StatusError(CODES[denied.reason] ?? 422, denied.reason, status.message!, { ...status.details, causes: [{ message }] })
    }
  }
}

/** What the expressions find against the write, in their order. */
function* decisions(
  policy: PolicyObject, params: Obj | null, admission: AdmissionRequest, object: Obj | undefined, server: ServerContext,
): Generator<Denied> {
  const failing = policy.spec.failurePolicy !== 'Ignore'
  const variables = variablesOf(policy, params, admission, object, server)
  try {
    for (const condition of policy.spec.matchConditions ?? []) {
      if (compileCel(condition.expression)(variables) !== true) return
    }
  } catch (error) {
    if (!(error instanceof CelError)) throw error
    if (failing) yield { message: `match condition evaluation error: ${error.message}`, reason: 'Invalid' }
    return
  }
  for (const validation of policy.spec.validations ?? []) {
    try {
      if (compileCel(validation.expression)(variables) !== true) yield { message: messageOf(validation, variables), reason: validation.reason ?? 'Invalid' }
    } catch (error) {
      if (!(error instanceof CelError)) throw error
      if (failing) yield { message: `expression '${validation.expression}' resulted in error: ${error.message}`, reason: 'Invalid' }
    }
  }
}

function messageOf(validation: Validation, variables: Variables): string {
  if (validation.messageExpression !== undefined) {
    try {
      const said = compileCel(validation.messageExpression)(variables)
      if (typeof said === 'string' && said.trim() !== '' && !said.includes('\n')) return said
    } catch (error) {
      if (!(error instanceof CelError)) throw error
    }
  }
  return validation.message ?? `failed expression: ${validation.expression.trim()}`
}

function variablesOf(
  policy: PolicyObject, params: Obj | null, admission: AdmissionRequest, object: Obj | undefined, { reader }: ServerContext,
): Variables {
  const { kind, namespace, name, subresource = '', operation, request, before } = admission
  const gvk = { group: kind.group, version: kind.version, kind: kind.kind }
  const resource = { group: kind.group, version: kind.version, resource: kind.plural }
  const space = namespace === undefined ? undefined : reader.get(Namespace, undefined, namespace)
  const { user } = request
  const variables: Variables = {
    object: celValue(object ?? null), oldObject: celValue(before ?? null), params: celValue(params),
    namespaceObject: celValue(space ?? null),
    request: {
      kind: gvk, requestKind: gvk, resource, requestResource: resource, subResource: subresource, requestSubResource: subresource,
      name, namespace: namespace ?? '', operation, dryRun: request.options?.dryRun === true,
      userInfo: { username: user.name, uid: user.uid ?? '', groups: [...user.groups], extra: { ...user.extra } },
    },
  }
  const composed: Variables = {}
  variables['variables'] = composed
  for (const { name: own, expression } of policy.spec.variables ?? []) {
    Object.defineProperty(composed, own, { enumerable: true, get: () => compileCel(expression)(variables) })
  }
  return variables
}

/** The objects that a binding hands to the policy; null where it takes none. */
function paramsOf(policy: PolicyObject, binding: BindingObject, admission: AdmissionRequest, { reader }: ServerContext): (Obj | null)[] {
  const { paramKind } = policy.spec
  const ref = binding.spec.paramRef
  if (paramKind === undefined || ref === undefined) return [null]
  const { group } = parseGroupVersion(paramKind.apiVersion ?? 'v1')
  const kind = reader.kindOf(group, paramKind.kind ?? '') as Kind | undefined
  if (kind === undefined) return []
  const namespace = kind.namespaced ? ref.namespace ?? admission.namespace : undefined
  const found = reader.list(kind, namespace)
    .filter((o) => (ref.name !== undefined ? o.metadata.name === ref.name : matchesSelector(ref.selector, o.metadata.labels)))
  if (found.length > 0) return [...found]
  if (ref.parameterNotFoundAction === 'Allow') return []
  throw refused(admission, admission.before, `policy '${policy.metadata.name}' with binding '${binding.metadata.name}' denied request: no params found for policy binding with \`Deny\` parameterNotFoundAction`)
}
