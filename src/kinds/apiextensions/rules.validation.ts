/** x-kubernetes-validations: CEL rules of a custom resource's schema, with oldSelf on updates. */
import { CelError, compileCel } from '../../lib/cel.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, required } from '../field-error.ts'
import type { AnyObj } from '../object.ts'
import type { Schema } from './custom.validation.ts'

interface Rule {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
  readonly reason?: string
  readonly fieldPath?: string
  readonly optionalOldSelf?: boolean
}

/** apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go */
export const ruleErrors = (object: AnyObj, before: AnyObj | undefined, schema: Schema): FieldError[] =>
  hasRules(schema) ? walk(object, before, schema, '') : []

const known = new WeakMap<Schema, boolean>()

function hasRules(schema: Schema): boolean {
  let found = known.get(schema)
  if (found === undefined) {
    const below = [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})]
    found = schema['x-kubernetes-validations'] !== undefined ||
      below.some((s) => typeof s === 'object' && hasRules(s))
    known.set(schema, found)
  }
  return found
}

function walk(value: unknown, old: unknown, schema: Schema, path: string): FieldError[] {
  if (value === null || value === undefined || !hasRules(schema)) return []
  const errors = own(value, old, schema, path)
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`)
  if (Array.isArray(value)) {
    const keys = schema['x-kubernetes-list-map-keys'] as readonly string[] | undefined
    value.forEach((item, i) => {
      const match = keys === undefined || !Array.isArray(old) ? undefined
        : old.find((o) => keys.every((key) => sameValue(o?.[key], (item as Record<string, unknown>)[key])))
      errors.push(...walk(item, match, schema.items ?? {}, `${path}[${i}]`))
    })
  } else if (typeof value === 'object') {
    const before = (typeof old === 'object' && old !== null ? old : {}) as Record<string, unknown>
    for (const [name, member] of Object.entries(value)) {
      const next = schema.properties?.[name] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined)
      if (next !== undefined) errors.push(...walk(member, before[name], next, below(name)))
    }
  }
  return errors
}

function own(value: unknown, old: unknown, schema: Schema, path: string): FieldError[] {
  const rules = (schema['x-kubernetes-validations'] ?? []) as readonly Rule[]
  if (rules.length === 0 || (old !== undefined && sameValue(value, old))) return []
  const variables: Record<string, unknown> = { self: typed(value, schema) }
  if (old !== undefined) variables['oldSelf'] = typed(old, schema)
  return rules.flatMap((rule) => {
    const isTransition = /\boldSelf\b/.test(rule.rule)
    if (isTransition && old === undefined && rule.optionalOldSelf !== true) return []
    const at = rule.fieldPath === undefined ? path : `${path}${rule.fieldPath}`
    const shown = schema.type ?? 'object'
    try {
      return compileCel(rule.rule)(variables) === true ? [] : [complaint(rule, variables, at, shown)]
    } catch (error) {
      if (!(error instanceof CelError)) throw error
      return [invalid(at, shown, `${error.message} evaluating rule: ${rule.message ?? rule.rule}`)]
    }
  })
}

function complaint(rule: Rule, variables: Record<string, unknown>, path: string, shown: string): FieldError {
  const message = messageOf(rule, variables)
  switch (rule.reason) {
    case 'FieldValueForbidden': return forbidden(path, message)
    case 'FieldValueRequired': return required(path, message)
    case 'FieldValueDuplicate': return { type: 'Duplicate', field: path, value: shown, detail: '' }
    default: return invalid(path, shown, message)
  }
}

function messageOf({ rule, message, messageExpression }: Rule, variables: Record<string, unknown>): string {
  if (messageExpression !== undefined) {
    try {
      const said = compileCel(messageExpression)(variables)
      if (typeof said === 'string' && said.trim() !== '') return said
    } catch (error) {
      if (!(error instanceof CelError)) throw error
    }
  }
  return message?.trim() ?? `failed rule: ${rule.trim()}`
}

/** Numbers as the schema types them: integers are ints, others doubles. */
function typed(value: unknown, schema: Schema | undefined): unknown {
  if (typeof value === 'number') return schema?.type === 'number' ? value : Number.isInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map((item) => typed(item, schema?.items))
  if (typeof value !== 'object' || value === null) return value
  const rest = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typed(member, schema?.properties?.[name] ?? rest)]))
}
