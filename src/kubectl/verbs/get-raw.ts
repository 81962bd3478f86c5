/** kubectl get --raw. */
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from '../../apiserver/discovery/documents.ts'
import { openApiV2 } from '../../apiserver/openapi/document.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { targetOf } from '../client/target.ts'
import { KubectlError, ServerError } from '../errors.ts'
import type { Session } from '../session.ts'
import { typedOrder } from '../typed-order.ts'
import { serverVersion } from './server-info.ts'

/** The path of a document, an object or a list; what it names is asked of the API like everything else. */
export const getRaw = (session: Session): number => {
  if (session.args.length > 0) throw new KubectlError('arguments may not be passed when --raw is specified')
  const [path = '', query = ''] = session.flags.string('raw').split('?')
  const parts = path.split('/').filter(part => part !== '')
  const document = documentAt(session, parts)
  if (document !== undefined) session.print(document)
  else session.print(`${JSON.stringify(resourceAt(session, parts, query))}\n`)
  return 0
}

/** Paths that lead to no resource. */
const documentAt = (session: Session, parts: readonly string[]): string | undefined => {
  const { kinds } = session.client
  const json = (value: object | undefined): string | undefined => value && `${JSON.stringify(value)}\n`
  const [first, group = '', version = ''] = parts
  if (parts.length === 1 && (first === 'healthz' || first === 'livez' || first === 'readyz')) return 'ok'
  if (parts.length === 1 && first === 'version') return JSON.stringify(serverVersion(), undefined, 2)
  if (first === 'openapi' && group === 'v2') return json(openApiV2(kinds))
  if (first === 'api' && parts.length === 1) return json(apiVersions(targetOf(session).server.replace(/^https?:\/\//, '')))
  if (first === 'apis' && parts.length === 1) return json(apiGroupList(kinds))
  if (first === 'api' && parts.length === 2) return json(apiResourceList(kinds, '', group))
  if (first === 'apis' && parts.length === 2) return json(apiGroup(kinds, group))
  if (first === 'apis' && parts.length === 3) return json(apiResourceList(kinds, group, version))
  return undefined
}

const resourceAt = (session: Session, parts: readonly string[], query: string): object => {
  const core = parts[0] === 'api'
  if (!core && parts[0] !== 'apis') throw notFound()
  const [group, version = '', ...rest] = core ? ['', ...parts.slice(1)] : parts.slice(1)
  const inside = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2]!)
  const namespace = inside ? rest[1] : undefined
  const [resource, name, subresource] = inside ? rest.slice(2) : rest
  if (resource === undefined) throw notFound()
  const parameters = new Map(query.split('&').filter(Boolean).map(pair => {
    const [key = '', value = ''] = pair.split('=')
    return [key, decodeURIComponent(value)] as const
  }))
  const given = <K extends string>(key: K) => (parameters.has(key) ? { [key]: parameters.get(key)! } : {})
  const { body } = session.client.request({
    verb: name === undefined ? 'list' : 'get', group: group ?? '', version, resource,
    ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    options: {
      managedFields: true, ...given('labelSelector'), ...given('fieldSelector'),
      ...(parameters.has('limit') ? { limit: Number(parameters.get('limit')) } : {}), ...given('continue'),
    },
  })
  return asSent(body as unknown as AnyObj & { items?: AnyObj[] })
}

/** Items of a list do not say what they are. */
const asSent = (body: AnyObj & { items?: AnyObj[] }): object => {
  if (!Array.isArray(body.items)) return typedOrder(body)
  const items = body.items.map(item => {
    const { kind: _, apiVersion: __, ...rest } = typedOrder(item) as AnyObj
    return rest
  })
  return { kind: body.kind, apiVersion: body.apiVersion, metadata: body.metadata, items }
}

const notFound = (): ServerError => new ServerError({
  kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'NotFound', code: 404,
  message: 'the server could not find the requested resource',
})
