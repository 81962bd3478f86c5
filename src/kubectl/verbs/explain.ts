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
  const [resource = '', ...rest] = argument.replace(/\.$/, '').split('.')
  if (rest.some(part => part === '' || part.includes('['))) {
    throw new KubectlError('invalid jsonpath syntax, first node must be field node')
  }
  const mapping = mapper.find(resource)
  if (mapping === undefined) throw new PlainError(`the server doesn't have a resource type ${goQuote(resource)}`)
  const group = mapping.group === '' ? [] : mapping.group.split('.')
  const named = group.length > 0 && group.every((part, at) => rest[at] === part)
  return { mapping, path: named ? rest.slice(group.length) : rest }
}

function inVersion(mapper: Mapper, found: Mapping, apiVersion: string): Mapping {
  if (apiVersion === '') return found
  const { group, version } = parseGroupVersion(apiVersion)
  const mapping = mapper.byKind(apiVersion, found.kind.kind)
  if (mapping !== undefined) return mapping
  const asked = `${group === '' ? `/${version}` : apiVersion}, Resource=${found.resource}`
  const served = mapper.kinds.all().some(kind =>
    [kind, ...(kind.served ?? [])].some(each => each.group === group && each.version === version))
  throw new KubectlError(served
    ? `GVR (${asked}) not found in OpenAPI schema`
    : `couldn't find resource for ${goQuote(asked)}`)
}

function schemaOf({ kind, group, version }: Mapping) {
  const other = kind.served?.find(served => served.group === group && served.version === version)
  if (kind.structural !== undefined) return publishedCustom(kind)
  return publishedType(other?.schema ?? kind.schema)
}
