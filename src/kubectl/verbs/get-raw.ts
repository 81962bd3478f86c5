/** kubectl get --raw. */
import { writeJson } from '../../lib/json.ts'
import { KubectlError, ServerError } from '../errors.ts'
import type { Session } from '../session.ts'

/** The path of an object or a list; what it names is asked of the API like everything else. */
export const getRaw = (session: Session): number => {
  const uri = session.flags.string('raw')
  if (session.args.length > 0) {
    throw new KubectlError('arguments may not be passed when --raw is specified')
  }
  const [path = '', query = ''] = uri.split('?')
  if (path === '/healthz' || path === '/livez' || path === '/readyz') {
    session.print('ok')
    return 0
  }
  const match = /^\/(?:api\/(v1)|apis\/([^/]+)\/([^/]+))(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?\/?$/
    .exec(path)
  if (!match) throw notFound()
  const [, core, group = '', version, namespace, resource = '', name, subresource] = match
  const parameters = new Map(query.split('&').filter(Boolean).map(pair => {
    const [key = '', value = ''] = pair.split('=')
    return [key, decodeURIComponent(value)] as const
  }))
  const { body } = session.client.request({
    verb: name === undefined ? 'list' : 'get', group, version: core ?? version ?? '', resource,
    ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    options: {
      managedFields: true,
      ...(parameters.has('labelSelector') ? { labelSelector: parameters.get('labelSelector')! } : {}),
      ...(parameters.has('fieldSelector') ? { fieldSelector: parameters.get('fieldSelector')! } : {}),
    },
  })
  session.print(typeof body === 'string' ? body : `${writeJson(body)}\n`)
  return 0
}

const notFound = (): ServerError => new ServerError({
  kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'NotFound', code: 404,
  message: 'the server could not find the requested resource',
})
