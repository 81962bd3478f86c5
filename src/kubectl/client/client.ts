/** Requests to the API server as the user of the kubeconfig, warnings printed, refusals thrown. */
import type { Status } from '../../apiserver/errors.ts'
import type { ApiRequest, ApiResponse, UserInfo } from '../../apiserver/request.ts'
import type { Kinds } from '../../kinds/registry.ts'
import type { Reader } from '../../kinds/kind.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { parseGoDuration } from '../../lib/duration.ts'
import type { Connection } from '../cluster.ts'
import { KubectlError, ServerError } from '../errors.ts'
import { createReader } from './reader.ts'
import type { Session } from '../session.ts'
import { refusedConnection } from './refused.ts'
import { targetOf } from './target.ts'

export type ClientRequest = Omit<ApiRequest, 'user' | 'userAgent'>

const USER_AGENT = 'kubectl/v1.35.2 (linux/amd64) kubernetes/f2e6c24'

/** Finds the API server of the context in force. */
export const connect = (session: Session): Connection => {
  checkTimeout(session.flags.string('request-timeout'))
  const target = targetOf(session)
  const connection = session.cluster.connect(target)
  if ('because' in connection) throw refusedConnection(session, target, connection.because)
  return connection
}

export class Client {
  readonly kinds: Kinds
  readonly reader: Reader
  readonly user: UserInfo
  private readonly connection: Connection
  private readonly session: Session
  private readonly warned = new Set<string>()

  constructor(connection: Connection, session: Session) {
    this.connection = connection
    this.session = session
    this.kinds = connection.kinds
    this.reader = createReader(this, () => session.cluster.now())
    if (!connection.user) throw new ServerError(UNAUTHORIZED)
    this.user = this.impersonated(connection.user)
  }

  /** Answers as the server does; throws ServerError for a refusal. */
  request(request: ClientRequest): ApiResponse {
    const response = this.connection.handle({ ...request, user: this.user, userAgent: USER_AGENT })
    this.printWarnings(response.warnings)
    const { body } = response
    if (response.code >= 400) throw this.refusal(request, body as Status)
    return response
  }

  /** A path that is not served at all has no Status of its own: the client tells what it asked for. */
  private refusal(request: ClientRequest, status: Status): ServerError {
    const { group, version, resource, name, verb } = request
    if (status.code !== 404 || this.kinds.byResource(group, version, resource)) return new ServerError(status)
    const about = [HTTP_VERBS[verb] ?? verb, group === '' ? resource : `${resource}.${group}`, ...(name ? [name] : [])]
    return new ServerError(status, `${status.message} (${about.join(' ')})`)
  }

  object(request: ClientRequest): AnyObj {
    return this.request(request).body as AnyObj
  }

  /** The warnings writer prints every text once. */
  printWarnings(warnings: readonly string[]): void {
    for (const warning of warnings) {
      if (this.warned.has(warning)) continue
      this.warned.add(warning)
      this.session.warn(`Warning: ${warning}\n`)
    }
  }

  get warningCount(): number {
    return this.warned.size
  }

  private impersonated(user: UserInfo): UserInfo {
    const { flags } = this.session
    const name = flags.string('as')
    const groups = flags.list('as-group')
    if (name === '' && groups.length === 0) return user
    if (name === '') throw new KubectlError('requesting groups or user-extra for  without impersonating a user')
    this.mayImpersonate(user, name.startsWith(SERVICE_ACCOUNT) ? 'serviceaccounts' : 'users', name)
    for (const group of groups) this.mayImpersonate(user, 'groups', group)
    return { name, groups: impersonatedGroups(name, groups) }
  }

  private mayImpersonate(user: UserInfo, resource: string, name: string): void {
    const account = resource === 'serviceaccounts' ? name.slice(SERVICE_ACCOUNT.length).split(':') : undefined
    const resourceAttributes = {
      verb: 'impersonate', resource, name: account?.[1] ?? name,
      ...(account ? { namespace: account[0] } : {}),
    }
    const review = this.connection.handle({
      verb: 'create', group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectaccessreviews',
      user, body: {
        apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes },
      },
    }).body as AnyObj
    if (review['status']?.allowed !== false) return
    const scope = account ? `in the namespace "${account[0]}"` : 'at the cluster scope'
    const message = `${resource} "${resourceAttributes.name}" is forbidden: User "${user.name}" cannot ` +
      `impersonate resource "${resource}" in API group "" ${scope}`
    throw new ServerError({ ...UNAUTHORIZED, reason: 'Forbidden', code: 403, message })
  }
}

const HTTP_VERBS: Readonly<Record<string, string>> = {
  list: 'get', watch: 'get', create: 'post', update: 'put', deletecollection: 'delete',
}

const SERVICE_ACCOUNT = 'system:serviceaccount:'

const UNAUTHORIZED: Status = {
  kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure',
  message: 'Unauthorized', reason: 'Unauthorized', code: 401,
}

/** Upstream: `apiserver/pkg/endpoints/filters/impersonation.go`. */
const impersonatedGroups = (name: string, groups: readonly string[]): string[] => {
  if (groups.length > 0) return [...new Set([...groups, 'system:authenticated'])]
  const account = name.startsWith(SERVICE_ACCOUNT) ? name.split(':') : undefined
  if (account?.length === 4) {
    return ['system:serviceaccounts', `system:serviceaccounts:${account[2]}`, 'system:authenticated']
  }
  return name === 'system:anonymous' ? ['system:unauthenticated'] : ['system:authenticated']
}

const checkTimeout = (text: string): void => {
  if (text === '' || /^-?\d+$/.test(text) || typeof parseGoDuration(text) === 'number') return
  throw new KubectlError('Invalid timeout value. Timeout must be a single integer in seconds, or an integer ' +
    'followed by a corresponding time unit (e.g. 1s | 2m | 3h)')
}
