/** The API server: one synchronous function from request to answer. */
import type { Kind, Reader } from '../kinds/kind.ts'
import type { Kinds } from '../kinds/registry.ts'
import type { Random } from '../lib/random.ts'
import type { Attributes } from './auth/attributes.ts'
import { attributesOf } from './auth/attributes.ts'
import type { Credentials } from './auth/authenticate.ts'
import { authenticate } from './auth/authenticate.ts'
import { authorize } from './auth/authorize.ts'
import { createTokenSigner } from './auth/tokens.ts'
import type { ServerContext } from './context.ts'
import { StatusError } from './errors.ts'
import type { ApiRequest, ApiResponse, RequestVerb, UserInfo } from './request.ts'
import { isReview, review } from './reviews/index.ts'
import type { Store } from './store.ts'
import { servedAs } from './version.ts'
import { subresources } from './subresources/index.ts'
import { createDefinitionSync } from './definitions.ts'
import { ComponentStatus } from '../kinds/core/component-status.ts'
import { componentStatus } from './verbs/component-status.ts'
import { create } from './verbs/create.ts'
import { deleteCollection, remove } from './verbs/delete.ts'
import { patch } from './verbs/patch.ts'
import { list } from './verbs/list.ts'
import { get } from './verbs/read.ts'
import { update } from './verbs/update.ts'
import type { Watch } from './verbs/watch.ts'
import { watch } from './verbs/watch.ts'

export interface ApiServer extends ServerContext {
  /** Answers a request, refusals included: a StatusError never leaves it. */
  handle(request: ApiRequest): ApiResponse
  /** The same, but a refusal is thrown. */
  ask(request: ApiRequest): ApiResponse
  /** A request with the verb watch; throws as `ask` does. */
  watch(request: ApiRequest): Watch
  /** Throws Forbidden when the user may not do this. */
  authorize(attributes: Attributes): void
  /** Who holds these credentials; throws Unauthorized. */
  authenticate(credentials: Credentials): UserInfo
}


/** A request whose resource is known. */
export type Handler = (request: ApiRequest, kind: Kind, server: ServerContext) => ApiResponse

const verbs: Readonly<Record<Exclude<RequestVerb, 'watch'>, Handler>> = {
  get, list, create, update, patch, delete: remove, deletecollection: deleteCollection,
}

export interface ServerParts {
  readonly store: Store
  readonly kinds: Kinds
  readonly random: Random
  now(): number
  /** The RSA key that signs ServiceAccount tokens. */
  readonly tokenKeyPem: string
}

export function createApiServer(parts: ServerParts): ApiServer {
  const { store, kinds, random, now, tokenKeyPem } = parts
  const reader = createReader(store, kinds, now)
  const tokens = createTokenSigner(tokenKeyPem)
  const server: ServerContext = { store, kinds, random, now, reader, tokens, webhooks: new Map() }
  const serveDefinitions = createDefinitionSync(store, kinds)
  const kindOf = ({ group, version, resource }: ApiRequest): Kind => {
    serveDefinitions()
    const kind = kinds.byResource(group, version, resource)
    if (kind === undefined) throw nothingThere()
    return kind
  }
  const ask = (request: ApiRequest): ApiResponse => {
    authorize(attributesOf(request), reader)
    const kind = kindOf(request)
    const undo = request.options?.dryRun === true ? store.checkpoint() : undefined
    try {
      const asked = undo === undefined ? request : { ...request, dryRunFrom: store.revision }
      return warned(handlerOf(request, kind)(asked, kind, server), deprecationOf(request, kind))
    } finally {
      undo?.()
    }
  }
  return {
    ...server,
    ask,
    watch(request) {
      authorize(attributesOf(request), reader)
      return watch(request, kindOf(request), server)
    },
    authorize: (attributes) => authorize(attributes, reader),
    authenticate: (credentials) => authenticate(credentials, reader, tokens),
    handle(request) {
      try {
        return ask(request)
      } catch (error) {
        if (!(error instanceof StatusError)) throw error
        const kind = kinds.byResource(request.group, request.version, request.resource)
        const answer: ApiResponse = { code: error.status.code ?? 500, body: error.status, warnings: [] }
        return kind === undefined ? answer : warned(answer, deprecationOf(request, kind))
      }
    },
  }
}

const deprecationOf = (request: ApiRequest, kind: Kind): string | undefined => {
  const version = servedAs(request, kind)
  return version === undefined ? kind.deprecation : version.deprecation
}

const warned = (answer: ApiResponse, warning: string | undefined): ApiResponse =>
  warning === undefined ? answer : { ...answer, warnings: [warning, ...answer.warnings] }

function handlerOf(request: ApiRequest, kind: Kind): Handler {
  const { verb, subresource } = request
  if (subresource !== undefined) {
    if (!kind.subresources.includes(subresource)) throw nothingThere()
    const own = subresources[subresource]?.[verb]
    if (own === undefined) throw notAllowed()
    return own
  }
  if (verb === 'watch' || !kind.verbs.includes(verb)) throw notAllowed()
  if (kind === (ComponentStatus as Kind)) return componentStatus
  return isReview(kind.kind) ? review : verbs[verb]
}

const nothingThere = (): StatusError => new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})
const notAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

function createReader(store: Store, kinds: Kinds, now: () => number): Reader {
  const serveDefinitions = createDefinitionSync(store, kinds)
  return {
    get now() {
      return now()
    },
    get: (kind, namespace, name) => store.get(kind as Kind, namespace, name) as never,
    list: (kind, namespace) => store.list(kind as Kind, namespace) as never,
    ownedBy: (uid, kind) =>
      store.ownedBy(uid).filter((o) => kind === undefined || (o.kind === kind.kind && o.apiVersion === kind.apiVersion)) as never,
    onNode: (nodeName) => store.onNode(nodeName),
    kindOf(group, kind) {
      serveDefinitions()
      return kinds.byKind(group, kind)
    },
  }
}
