/** A request's body becomes an object of its kind: types checked, unknown fields reported, written as Go would write it. */
import { pruneCustomResource } from '../kinds/apiextensions/structural-prune.ts'
import type { GoField } from '../kinds/go-types.ts'
import { goFields, goStructName } from '../kinds/go-types.ts'
import type { Kind } from '../kinds/kind.ts'
import { typeNameOf } from '../kinds/kind.ts'
import { base64Error } from '../lib/base64.ts'
import type { AnyObj } from '../kinds/object.ts'
import { groupVersion, parseGroupVersion } from '../kinds/object.ts'
import { goTime, goTimeError } from '../lib/go-time.ts'
import { QuantityError, parseQuantity } from '../lib/quantity.ts'
import { badRequestError } from './errors.ts'
import type { ApiRequest } from './request.ts'

/** A mutable copy of the body. Unknown fields are refused, warned about or dropped as fieldValidation says. */
export function decode(request: ApiRequest, kind: Kind, body: unknown, warn: (text: string) => void): AnyObj {
  if (!isObject(body)) {
    throw badRequestError(`the object provided is unrecognized (must be of type ${kind.kind})`)
  }
  const refuse = (why: string, as = kind.kind, version = request.version): Error =>
    badRequestError(`${as} in version "${version}" cannot be handled as a ${kind.kind}: ${why}`)
  const apiVersion = groupVersion(request.group, request.version)
  checkKind(kind, body, apiVersion, refuse)
  const decoder = new Decoder()
  let object: AnyObj
  try {
    object = kind.structural === undefined
      ? decoder.struct(body, schemaOf(kind, request), '', []) as AnyObj
      : decodeCustomResource(body, kind, decoder)
  } catch (error) {
    if (error instanceof Stop) throw refuse(error.message)
    throw error
  }
  if (decoder.mismatch !== undefined) throw refuse(decoder.mismatch)
  object.apiVersion = apiVersion
  object.kind = kind.kind
  object.metadata ??= {} as never
  report(decoder.unknown, request, warn, refuse)
  return object
}

/** A value of one schema type, as if it stood in a body; for what is decoded outside of requests. */
export const decodeType = (value: AnyObj, type: string): AnyObj => new Decoder().struct(value, type, '', []) as AnyObj

function report(
  unknown: readonly string[], request: ApiRequest, warn: (text: string) => void, refuse: (why: string) => Error,
): void {
  const mode = request.options?.fieldValidation ?? 'Warn'
  if (unknown.length === 0 || mode === 'Ignore') return
  const texts = unknown.map((path) => `unknown field "${path}"`)
  if (mode === 'Strict') throw refuse(`strict decoding error: ${texts.join(', ')}`)
  texts.forEach(warn)
}

function checkKind(
  kind: Kind, body: Record<string, unknown>, apiVersion: string, refuse: (why: string, as?: string, version?: string) => Error,
): void {
  const said = typeof body['apiVersion'] === 'string' && body['apiVersion'] !== '' ? body['apiVersion'] : apiVersion
  const named = typeof body['kind'] === 'string' && body['kind'] !== '' ? body['kind'] : kind.kind
  if (said === apiVersion && named === kind.kind) return
  if (kind.structural !== undefined) {
    if (said !== apiVersion) throw badRequestError(`the API version in the data (${said}) does not match the expected API version (${apiVersion})`)
    throw badRequestError(`the kind in the data (${named}) does not match the expected kind (${kind.kind})`)
  }
  const { group, version } = parseGroupVersion(said)
  if (typeNameOf(group, version, named) === '') {
    throw refuse(`no kind "${named}" is registered for version "${said}" in scheme "pkg/api/legacyscheme/scheme.go:30"`, named, version)
  }
  if (named === kind.kind) throw badRequestError(`the API version in the data (${said}) does not match the expected API version (${apiVersion})`)
  const internal = `${kind.group === '' ? 'core' : kind.group.split('.')[0]}.${kind.kind}`
  throw refuse(`converting (${version}.${named}) to (${internal}): unknown conversion`, named, version)
}

/** The schema of the version asked for: a kind may be served under several. */
function schemaOf(kind: Kind, request: ApiRequest): string {
  const served = kind.served?.find((s) => s.group === request.group && s.version === request.version)
  return served?.schema ?? kind.schema
}

function decodeCustomResource(body: Record<string, unknown>, kind: Kind, decoder: Decoder): AnyObj {
  const object = structuredClone(body) as AnyObj
  const metadata = body['metadata']
  object.metadata = (metadata === undefined || metadata === null
    ? {} : decoder.struct(metadata, OBJECT_META, 'metadata', ['metadata'])) as never
  decoder.unknown.push(...pruneCustomResource(object, kind.structural!))
  return object
}

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'

/** An error of a type's own UnmarshalJSON: ends the decoding at once. */
class Stop extends Error {}

/** Go's encoding/json over the API's types: the first mismatch is kept and told at the end, unknown fields are collected. */
class Decoder {
  readonly unknown: string[] = []
  mismatch: string | undefined

  /** `path` names the field in strict errors, `stack` in Go's own (without indices). */
  struct(value: unknown, type: string, path: string, stack: readonly string[]): unknown {
    const fields = goFields(type)
    if (fields === undefined) return structuredClone(value)
    const given = isObject(value) ? value : {}
    const copy: Record<string, unknown> = {}
    for (const key of Object.keys(given).sort()) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined
      const at = path === '' ? key : `${path}.${key}`
      if (field === undefined) {
        this.unknown.push(at)
        continue
      }
      if (given[key] === null || given[key] === undefined) continue
      const inside = [...stack, key]
      const decoded = this.field(given[key], field, at, inside, goStructName(type))
      if (decoded !== undefined && !isOmitted(decoded, field)) copy[key] = decoded
    }
    for (const key in fields) {
      if (copy[key] === undefined) {
        const zero = this.zeroOf(fields[key]!)
        if (zero !== undefined) copy[key] = zero
      }
    }
    return copy
  }

  /** What Go writes for a field that nobody set; undefined: nothing. */
  private zeroOf(field: GoField): unknown {
    if (field.value === true) return this.struct({}, field.type!, '', [])
    if (field.always !== true) return undefined
    if (field.array !== undefined || field.map !== undefined) return null
    const scalar = field.type!.split(':')[0]!
    if (scalar === 'string') return ''
    if (scalar === 'integer' || scalar === 'number') return 0
    if (scalar === 'boolean') return false
    if (field.type!.endsWith('.IntOrString')) return 0
    if (field.type!.endsWith('.Quantity')) return '0'
    if (field.type!.endsWith('Time')) return null
    return undefined
  }

  private field(value: unknown, field: GoField, path: string, stack: readonly string[], struct: string): unknown {
    const wrong = (what: string): undefined => {
      this.mismatch ??= `json: cannot unmarshal ${what} into Go struct field ${struct}.${stack.join('.')} of type ${field.goType}`
      return undefined
    }
    if (field.array !== undefined) {
      if (!Array.isArray(value)) return wrong(jsonType(value))
      const element = { ...field, array: undefined, type: field.array, goType: field.goType.slice(2) } as unknown as GoField
      return value.map((v, i) => v === null ? this.nullElement(field.array!) : this.field(v, element, `${path}[${i}]`, stack, struct))
    }
    if (field.map !== undefined) {
      if (!isObject(value)) return wrong(jsonType(value))
      return this.map(value, field, path, stack, struct)
    }
    if (field.type!.startsWith('array:')) {
      return this.field(value, { ...field, type: undefined, array: field.type!.slice(6) } as unknown as GoField, path, stack, struct)
    }
    return this.scalarOrStruct(value, field, path, stack, wrong)
  }

  private map(value: Record<string, unknown>, field: GoField, path: string, stack: readonly string[], struct: string): unknown {
    const goType = /^map\[string\](.*)$/.exec(field.goType)?.[1] ?? 'resource.Quantity'
    const element = { type: field.map!, goType } as GoField
    const entries: [string, unknown][] = []
    for (const key of Object.keys(value).sort()) {
      const item = value[key]
      if (item === null) entries.push([key, this.nullElement(field.map!)])
      else entries.push([key, this.field(item, element, `${path}.${key}`, stack, struct)])
    }
    return Object.fromEntries(entries.filter(([, v]) => v !== undefined))
  }

  private nullElement(type: string): unknown {
    const zero = this.zeroOf({ type, always: true, goType: '' } as GoField)
    return zero === undefined ? this.struct({}, type, '', []) : zero
  }

  private scalarOrStruct(
    value: unknown, field: GoField, path: string, stack: readonly string[], wrong: (what: string) => undefined,
  ): unknown {
    const [type, format] = field.type!.split(':') as [string, string | undefined]
    switch (type) {
      case 'string': return typeof value !== 'string' ? wrong(jsonType(value)) : format === 'byte' ? this.bytes(value) : value
      case 'boolean': return typeof value === 'boolean' ? value : wrong(jsonType(value))
      case 'integer': return integer(value, format ?? 'int32', wrong)
      case 'number': return typeof value === 'number' ? value : wrong(jsonType(value))
      default: break
    }
    if (type.endsWith('.Quantity')) return quantity(value)
    if (type.endsWith('.IntOrString')) return intOrString(value)
    if (type.endsWith('.Time') || type.endsWith('.MicroTime')) return time(value, type.endsWith('.MicroTime'))
    if (goFields(type) === undefined) return structuredClone(value)
    return isObject(value) ? this.struct(value, type, path, stack) : wrong(jsonType(value))
  }

  private bytes(value: string): string | undefined {
    const wrong = base64Error(value)
    if (wrong === undefined) return value.replace(/[\r\n]/g, '')
    this.mismatch ??= wrong
    return undefined
  }
}

function isOmitted(value: unknown, field: GoField): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (field.map !== undefined) return Object.keys(value as object).length === 0
  return field.zeroDropped === true && (value === '' || value === 0 || value === false)
}

function integer(value: unknown, format: string, wrong: (what: string) => undefined): number | undefined {
  if (typeof value !== 'number') return wrong(jsonType(value))
  const limit = format === 'int64' ? 2 ** 63 : 2 ** 31
  if (!Number.isInteger(value) || value >= limit || value < -limit) return wrong(`number ${value}`)
  return value
}

function quantity(value: unknown): string {
  try {
    return parseQuantity(typeof value === 'string' || typeof value === 'number' ? value : '{').toString()
  } catch (error) {
    if (error instanceof QuantityError) throw new Stop(error.message)
    throw error
  }
}

function intOrString(value: unknown): string | number {
  if (typeof value === 'string') return value
  if (typeof value !== 'number') throw new Stop(`json: cannot unmarshal ${jsonType(value)} into Go value of type int32`)
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 31) {
    throw new Stop(`json: cannot unmarshal number ${value} into Go value of type int32`)
  }
  return value
}

function time(value: unknown, micro: boolean): string {
  if (typeof value !== 'string') throw new Stop(`json: cannot unmarshal ${jsonType(value)} into Go value of type string`)
  const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00'
  const wrong = goTimeError(value, layout)
  if (wrong !== undefined) throw new Stop(wrong)
  return goTime(value, micro)
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'object' ? 'object' : typeof value
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
