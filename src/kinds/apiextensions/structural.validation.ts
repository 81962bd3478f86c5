/** The rules that make an OpenAPI schema structural (apiextensions-apiserver/pkg/apiserver/schema/validation.go). */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'

interface Schema {
  type?: string
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  nullable?: boolean
  [extension: string]: unknown
}

type Level = 'root' | 'field' | 'item'

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string']
const PRESERVE = 'x-kubernetes-preserve-unknown-fields'
const INT_OR_STRING = 'x-kubernetes-int-or-string'
const EMBEDDED = 'x-kubernetes-embedded-resource'
const MISSING: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  field: 'must not be empty for specified object fields',
  item: 'must not be empty for specified array items',
}

export function validateStructural(schema: Schema, at: string): FieldError[] {
  return validateNode(schema, 'root', at)
}

function validateNode(schema: Schema, level: Level, at: string): FieldError[] {
  const errors: FieldError[] = []
  const { type = '', properties = {}, additionalProperties: additional, items } = schema
  if (items !== undefined) errors.push(...validateNode(items, 'item', `${at}.items`))
  for (const key of Object.keys(properties).sort()) errors.push(...validateNode(properties[key]!, 'field', `${at}.properties[${key}]`))
  if (typeof additional === 'object') errors.push(...validateNode(additional, 'field', `${at}.additionalProperties`))
  if (schema[INT_OR_STRING] === true) {
    if (type !== '') errors.push(invalid(`${at}.type`, type, 'must be empty if x-kubernetes-int-or-string is true'))
  } else if (type === '') {
    if (schema[PRESERVE] !== true || level === 'root') errors.push(required(`${at}.type`, MISSING[level]))
  } else if (level === 'root' && type !== 'object') errors.push(invalid(`${at}.type`, type, 'must be object at the root'))
  else if (!TYPES.includes(type)) errors.push(notSupported(`${at}.type`, type, TYPES))
  if (type === 'array' && items === undefined) errors.push(required(`${at}.items`, 'must be specified'))
  if (schema[EMBEDDED] === true) {
    if (type !== 'object') errors.push(invalid(`${at}.type`, type, 'must be object if x-kubernetes-embedded-resource is true'))
    if (schema[PRESERVE] !== true && Object.keys(properties).length === 0) {
      errors.push(required(`${at}.properties`, 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields'))
    }
  }
  if (Object.keys(properties).length > 0 && additional !== undefined) {
    errors.push(forbidden(`${at}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'))
  }
  if (additional === false) errors.push(forbidden(`${at}.additionalProperties`, 'additionalProperties cannot be set to false'))
  for (const field of ['definitions', 'dependencies', 'id', 'patternProperties', '$ref', '$schema']) {
    const name = field.replace('$', '')
    if (schema[field] !== undefined) errors.push(forbidden(`${at}.${name}`, `${field} is not supported`))
  }
  if (schema['uniqueItems'] === true) errors.push(forbidden(`${at}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'))
  return errors
}
