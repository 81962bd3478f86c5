/** Columns of webhook configurations, admission policies and their bindings. */
import { column } from '../columns/column.ts'
import type {
  MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding, ValidatingWebhookConfiguration,
} from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

type Webhooks = ValidatingWebhookConfiguration | MutatingWebhookConfiguration
type Policy = ValidatingAdmissionPolicy | MutatingAdmissionPolicy
type Binding = ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding

/** Upstream: `pkg/printers/internalversion/printers.go`, printValidatingWebhook. */
export const webhookColumns: readonly Column<any>[] = [
  nameColumn,
  column<Webhooks>('Webhooks',
    'Webhooks indicates the number of webhooks registered in this configuration',
    (object) => object.webhooks?.length ?? 0, 'integer'),
  ageColumn,
]

const paramKind = column<Policy>('ParamKind',
  'ParamKind specifies the kind of resources used to parameterize this policy', ({ spec }) =>
    spec.paramKind ? `${spec.paramKind.apiVersion}/${spec.paramKind.kind}` : '<unset>')

export const validatingPolicyColumns: readonly Column<any>[] = [
  nameColumn,
  column<ValidatingAdmissionPolicy>('Validations',
    'Validations indicates the number of validation rules defined in this configuration',
    (policy) => policy.spec.validations?.length ?? 0, 'integer'),
  paramKind,
  ageColumn,
]

export const mutatingPolicyColumns: readonly Column<any>[] = [
  nameColumn,
  column<MutatingAdmissionPolicy>('Mutations',
    'Mutation indicates the number of mutations rules defined in this configuration',
    (policy) => policy.spec.mutations?.length ?? 0, 'integer'),
  paramKind,
  ageColumn,
]

export const policyBindingColumns: readonly Column<any>[] = [
  nameColumn,
  column<Binding>('PolicyName',
    'PolicyName indicates the policy definition which the policy binding binded to',
    (binding) => binding.spec.policyName ?? ''),
  column<Binding>('ParamRef',
    'ParamRef indicates the param resource which sets the configration param',
    ({ spec: { paramRef } }) => {
      if (!paramRef) return '<unset>'
      const name = paramRef.selector ? '*' : (paramRef.name ?? '')
      return paramRef.namespace ? `${paramRef.namespace}/${name}` : name
    }),
  ageColumn,
]
