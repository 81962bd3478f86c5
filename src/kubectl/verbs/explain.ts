/** kubectl explain. */
import { explain as explainFields } from '../../kinds/openapi/explain.ts'
import { publishedCustom, publishedType } from '../../kinds/openapi/published-schema.ts'
import { parseGroupVersion } from '../../kinds/object.ts'
import { goQuote } from '../../lib/go-quote.ts'
import type { Mapper, Mapping } from '../client/mapper.ts'
import { KubectlError, PlainError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const explain: Verb = { path: 'explain', run }

const FORMATS = new Set(['plaintext', 'plaintext-openapiv2'])

/** Upstream: `kubectl/pkg/cmd/explain/explain.go`. */
function run(session: Session): number {
  const { flags, args } = session
  if (args.length === 0) {
    throw new KubectlError('You must specify the type of resource to explain. Use "kubectl api-resources" for a ' +
      'complete list of supported resources.')
  }
  if (args.length > 1) throw new KubectlError('We accept only this format: explain RESOURCE')
  const { mapper } = session
  const { mapping: found, path } = parsePath(mapper, args[0]!)
  const mapping = inVersion(mapper, found, flags.string('api-version'))
  const format = flags.string('output')
  if (!FORMATS.has(format)) throw new KubectlError(`unrecognized format: ${format}`)
  const { group, version, kind } = mapping
  const schema = schemaOf(mapping)
  if (schema === undefined) {
    throw new KubectlError(`GVK ${group}/${version}, Kind=${kind.kind} not found in OpenAPI schema`)
  }
  const { text, error } = explainFields(
    { group, version, kind: kind.kind, schema }, path, flags.bool('recursive'))
  session.print(text)
  if (error !== undefined) throw new KubectlError(error)
  return 0
}

/** "deployments.apps.spec" is a resource with its group, and a path. */
function parsePath(mapper: Mapper, argument: string): { mapping: Mapping; path: readonly string[] } {
  const parts = argument.split('.').filter(part => part !== '')
  for (let length = parts.length; length > 0; length--) {
    const mapping = mapper.find(parts.slice(0, length).join('.'))
    if (mapping !== undefined) return { mapping, path: parts.slice(length) }
  }
  throw new PlainError(`the server doesn't have a resource type ${goQuote(parts[0] ?? '')}`)
}

function inVersion(mapper: Mapper, found: Mapping, apiVersion: string): Mapping {
  if (apiVersion === '') return found
  const { group, version } = parseGroupVersion(apiVersion)
  const mapping = mapper.byKind(apiVersion, found.kind.kind)
  if (mapping !== undefined) return mapping
  const at = group === '' ? `/${version}` : apiVersion
  throw new KubectlError(`couldn't find resource for ${goQuote(`${at}, Resource=${found.resource}`)}`)
}

function schemaOf({ kind, group, version }: Mapping) {
  const other = kind.served?.find(served => served.group === group && served.version === version)
  if (kind.structural !== undefined) return publishedCustom(kind)
  return publishedType(other?.schema ?? kind.schema)
}
