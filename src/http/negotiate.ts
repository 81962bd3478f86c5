/** Accept headers: which form of an answer a client wants. */
import { StatusError } from '../apiserver/errors.ts'
import type { RequestOptions } from '../apiserver/request.ts'

export interface Negotiated {
  readonly format: 'json' | 'yaml'
  readonly as: NonNullable<RequestOptions['as']>
}

const KNOWN = 'application/json, application/yaml, application/vnd.kubernetes.protobuf'

interface Clause {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

/** apiserver/pkg/endpoints/handlers/negotiation/negotiate.go. Who accepts only protobuf gets JSON, which its library reads too. */
export function negotiate(accept: string | undefined): Negotiated {
  const clauses = clausesOf(accept)
  let transformRefused = false
  for (const { type, parameters } of clauses) {
    const format = formatOf(type)
    if (format === undefined) continue
    const as = transform(parameters)
    if (as === undefined) transformRefused = true
    else return { format, as }
  }
  if (transformRefused) {
    throw new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${KNOWN}`)
  }
  throw new StatusError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${KNOWN}`, {})
}

export function clausesOf(accept: string | undefined): Clause[] {
  return (accept === undefined || accept.trim() === '' ? '*/*' : accept).split(',').map((clause) => {
    const [type = '', ...rest] = clause.split(';').map((part) => part.trim())
    return { type: type.toLowerCase(), parameters: new Map(rest.map((part) => part.split('=', 2) as [string, string])) }
  })
}

function formatOf(type: string): 'json' | 'yaml' | undefined {
  if (type === 'application/yaml') return 'yaml'
  return ['application/json', '*/*', 'application/*', 'application/vnd.kubernetes.protobuf', 'application/cbor'].includes(type) ? 'json' : undefined
}

function transform(parameters: ReadonlyMap<string, string>): Negotiated['as'] | undefined {
  const as = parameters.get('as')
  if (as === undefined) return 'object'
  if (parameters.get('g') !== 'meta.k8s.io') return undefined
  if (as === 'Table') return 'table'
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'metadata' : undefined
}
