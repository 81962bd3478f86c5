/** Request bodies: read within bounds, decoded by their media type. */
import type { IncomingMessage } from 'node:http'
import { readYaml } from '../lib/yaml-read.ts'
import { StatusError, badRequestError, unsupportedMediaTypeError } from '../apiserver/errors.ts'
import type { PatchType } from '../apiserver/request.ts'
import { goJsonError } from '../lib/go-json-error.ts'
import { decodeProtobuf } from './protobuf/decode.ts'
import { ProtobufError } from './protobuf/reader.ts'

/** apiserver's limit for a request to a resource. */
const BYTES_MAX = 3 * 1024 * 1024
const SUMMARY_MAX = 30
const PATCHES = [
  'application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml',
]

/** Undefined when the client went away. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BYTES_MAX) {
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BYTES_MAX}`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const mediaType = (contentType: string | undefined): string => (contentType ?? '').split(';')[0]!.trim().toLowerCase()

/** An object of a kind whose name goes into complaints. */
export function decodeBody(bytes: Buffer, contentType: string | undefined, kind: string): unknown {
  const type = mediaType(contentType)
  if (type === 'application/vnd.kubernetes.protobuf') {
    try {
      return decodeProtobuf(bytes)
    } catch (error) {
      if (error instanceof ProtobufError) throw unrecognized(kind, error.message, bytes)
      throw error
    }
  }
  if (type === 'application/yaml') return parseYaml(bytes, (why) => unrecognized(kind, `couldn't get version/kind; json parse error: ${why}`, bytes))
  if (type !== '' && type !== 'application/json' && type !== '*/*') {
    throw unsupportedMediaTypeError('the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf')
  }
  return parseJson(bytes, (why) => unrecognized(kind, `couldn't get version/kind; json parse error: ${why}`, bytes))
}

/** The patch and its type. */
export function decodePatch(bytes: Buffer, contentType: string | undefined): { body: unknown; patchType: PatchType } {
  const type = mediaType(contentType)
  if (!PATCHES.includes(type)) throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  const patchType = type as PatchType
  const body = patchType === 'application/apply-patch+yaml'
    ? parseYaml(bytes, (why) => badRequestError(`error decoding YAML: ${why}`))
    : parseJson(bytes, (why) => badRequestError(`error decoding patch: ${why}`))
  return { body, patchType }
}

export function parseJson(bytes: Buffer, refuse: (why: string) => Error): unknown {
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    throw refuse(goJsonError(text) ?? 'invalid JSON')
  }
}

function parseYaml(bytes: Buffer, refuse: (why: string) => Error): unknown {
  try {
    return readYaml(bytes.toString('utf8'))
  } catch (error) {
    throw refuse((error as Error).message)
  }
}

/** runtime/serializer/recognizer and handlers/rest.go, transformDecodeError with summarizeData. */
const unrecognized = (kind: string, why: string, bytes: Buffer): StatusError =>
  badRequestError(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(bytes)})`)

function summary(bytes: Buffer): string {
  if (bytes.length === 0) return '<empty>'
  if (bytes[0] === 0x7b) {
    const text = bytes.toString('utf8')
    return text.length > SUMMARY_MAX ? `${text.slice(0, SUMMARY_MAX)} ...` : text
  }
  const hex = bytes.subarray(0, SUMMARY_MAX).toString('hex')
  return bytes.length > SUMMARY_MAX ? `${hex} ...` : hex
}
