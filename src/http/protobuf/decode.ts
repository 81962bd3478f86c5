/** Protobuf bodies, as kubectl create and helm send them, read with the field numbers of the schema. */
import { apiSchema } from '../../kinds/generated/schema.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { parseGroupVersion } from '../../kinds/object.ts'
import type { FieldSchema } from '../../kinds/schema.ts'
import { typeNameOf } from '../../kinds/kind.ts'
import { INLINED } from './inlined.ts'
import type { Wire } from './reader.ts'
import { ProtobufError, fieldsOf } from './reader.ts'

type Json = Record<string, any>

const MAGIC = [0x6b, 0x38, 0x73, 0x00]
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const text = new TextDecoder()

/** runtime.Unknown behind the magic "k8s\0": kind and version, then the object. */
export function decodeProtobuf(body: Uint8Array): AnyObj {
  if (!MAGIC.every((byte, i) => body[i] === byte)) throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]')
  let apiVersion = ''
  let kind = ''
  let raw: Uint8Array = new Uint8Array()
  for (const [number, value] of fieldsOf(body.subarray(MAGIC.length))) {
    if (value.type !== 2) continue
    if (number === 1) {
      for (const [n, v] of fieldsOf(value.bytes)) {
        if (v.type === 2 && n === 1) apiVersion = text.decode(v.bytes)
        if (v.type === 2 && n === 2) kind = text.decode(v.bytes)
      }
    } else if (number === 2) raw = value.bytes
  }
  const { group, version } = parseGroupVersion(apiVersion)
  const type = typeNameOf(group, version, kind)
  if (type === '') throw new ProtobufError(`no kind "${kind}" is registered for version "${apiVersion}"`)
  return { apiVersion, kind, ...message(raw, type) } as AnyObj
}

const numbers = new Map<string, Map<number, readonly [name: string, field: FieldSchema]>>()

function numbersOf(type: string): Map<number, readonly [string, FieldSchema]> {
  let found = numbers.get(type)
  if (found === undefined) {
    found = new Map()
    for (const [name, field] of Object.entries(apiSchema.types[type]?.fields ?? {})) {
      if (field.proto !== undefined) found.set(field.proto, [name, field])
    }
    numbers.set(type, found)
  }
  return found
}

function message(bytes: Uint8Array, type: string): Json {
  const object: Json = {}
  const known = numbersOf(type)
  const inlined = INLINED[type]
  for (const [number, value] of fieldsOf(bytes)) {
    if (inlined?.number === number && value.type === 2) {
      Object.assign(object, inlinedMessage(value.bytes, type, inlined.fields))
      continue
    }
    const entry = known.get(number)
    if (entry !== undefined) put(object, entry[0], entry[1], value)
  }
  return object
}

function inlinedMessage(bytes: Uint8Array, owner: string, fields: { readonly [number: number]: string } | string): Json {
  if (typeof fields === 'string') return message(bytes, fields)
  const object: Json = {}
  for (const [number, value] of fieldsOf(bytes)) {
    const name = fields[number]
    const field = name === undefined ? undefined : apiSchema.types[owner]?.fields?.[name]
    if (name !== undefined && field !== undefined) put(object, name, field, value)
  }
  return object
}

function put(object: Json, name: string, field: FieldSchema, value: Wire): void {
  if (field.array !== undefined) (object[name] ??= []).push(one(value, field.array))
  else if (field.map !== undefined) {
    if (value.type !== 2) return
    const map: Json = (object[name] ??= {})
    let key = ''
    let held: unknown
    for (const [number, part] of fieldsOf(value.bytes)) {
      if (number === 1 && part.type === 2) key = text.decode(part.bytes)
      else if (number === 2) held = one(part, field.map)
    }
    map[key] = held ?? empty(field.map)
  } else {
    const decoded = one(value, field.type!)
    if (decoded !== undefined) object[name] = decoded
  }
}

/** What proto3 leaves out is the type's zero. */
const empty = (type: string): unknown => (type.startsWith('string') ? '' : type.startsWith('integer') ? 0 : type === 'boolean' ? false : {})

function one(value: Wire, type: string): unknown {
  if (type.startsWith('integer')) return value.type === 0 ? Number(BigInt.asIntN(64, value.value)) : 0
  if (type === 'boolean') return value.type === 0 && value.value !== 0n
  if (type === 'number:double') {
    if (value.type !== 1) return 0
    return new DataView(value.bytes.buffer, value.bytes.byteOffset, 8).getFloat64(0, true)
  }
  if (value.type !== 2) return undefined
  const { bytes } = value
  if (type === 'string') return text.decode(bytes)
  if (type === 'string:byte') return Buffer.from(bytes).toString('base64')
  if (type.startsWith('array:')) return [...fieldsOf(bytes)].map(([, v]) => one(v, type.slice(6)))
  return type in SPECIAL ? SPECIAL[type]!(bytes) : message(bytes, type)
}

const raw = (bytes: Uint8Array): unknown => {
  const json = stringAt(bytes, 1)
  return json === '' ? undefined : JSON.parse(json)
}

/** Seconds and nanoseconds; the zero time is written as nothing. */
function time(bytes: Uint8Array, micro: boolean): string | undefined {
  const fields = new Map(fieldsOf(bytes))
  const seconds = integerIn(fields.get(1))
  if (seconds <= 0) return undefined
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  return micro ? `${whole}.${String(Math.floor(integerIn(fields.get(2)) / 1000)).padStart(6, '0')}Z` : `${whole}Z`
}

/** Types whose JSON is no struct. */
const SPECIAL: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': (bytes) => stringAt(bytes, 1),
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString'(bytes) {
    const fields = new Map(fieldsOf(bytes))
    return integerIn(fields.get(1)) === 1 ? stringAt(bytes, 3) : integerIn(fields.get(2))
  },
  [`${META}.Time`]: (bytes) => time(bytes, false),
  [`${META}.MicroTime`]: (bytes) => time(bytes, true),
  [`${META}.Duration`]: (bytes) => `${integerIn(new Map(fieldsOf(bytes)).get(1)) / 1e9}s`,
  [`${META}.FieldsV1`]: raw,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': raw,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': raw,
}

const integerIn = (value: Wire | undefined): number => (value?.type === 0 ? Number(BigInt.asIntN(64, value.value)) : 0)

function stringAt(bytes: Uint8Array, wanted: number): string {
  for (const [number, value] of fieldsOf(bytes)) if (number === wanted && value.type === 2) return text.decode(value.bytes)
  return ''
}
