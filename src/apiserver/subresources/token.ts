/** serviceaccounts/token: a token for an account, bound to a pod or not. */
import { timestamp } from '../../kinds/age.ts'
import { Pod } from '../../kinds/core/pod.ts'
import { Secret } from '../../kinds/core/secret.ts'
import type { FieldError } from '../../kinds/field-error.ts'
import { invalid } from '../../kinds/field-error.ts'
import type { TokenRequestSpec } from '../../kinds/generated/api-types.ts'
import { isMap } from '../patch/schema.ts'
import { ISSUER } from '../auth/tokens.ts'
import type { ServerContext } from '../context.ts'
import { StatusError, badRequestError, invalidError, notFoundError } from '../errors.ts'
import type { Handler } from '../server.ts'

const SECONDS_MIN = 600
const SECONDS_MAX = 2 ** 32
const SECONDS_DEFAULT = 3600

/** pkg/registry/core/serviceaccount/storage/token.go */
export const createToken: Handler = (request, kind, server) => {
  const account = server.store.get(kind, request.namespace, request.name!)
  if (account === undefined) throw notFoundError({ group: '', resource: 'serviceaccounts' }, request.name!)
  const body = isMap(request.body) ? request.body : {}
  const given = (body['spec'] ?? {}) as TokenRequestSpec
  const spec = {
    audiences: (given.audiences ?? []).length > 0 ? given.audiences! : [ISSUER],
    expirationSeconds: given.expirationSeconds ?? SECONDS_DEFAULT,
    boundObjectRef: given.boundObjectRef ?? null,
  }
  const errors = validate(spec.expirationSeconds)
  if (errors.length > 0) throw invalidError('authentication.k8s.io', 'TokenRequest', '', errors)
  const iat = Math.floor(server.now() / 1000)
  const exp = iat + spec.expirationSeconds
  const token = server.tokens.sign({
    aud: spec.audiences, exp, iat, iss: ISSUER, jti: server.random.uid(),
    'kubernetes.io': {
      namespace: request.namespace!,
      ...boundTo(spec.boundObjectRef, request.namespace!, server),
      serviceaccount: { name: account.metadata.name, uid: account.metadata.uid },
    },
    nbf: iat, sub: `system:serviceaccount:${request.namespace}:${account.metadata.name}`,
  })
  const { name, namespace } = account.metadata
  return {
    code: 201, warnings: [],
    body: {
      kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: timestamp(server.now()) } as never,
      spec, status: { token, expirationTimestamp: timestamp(exp * 1000) },
    } as never,
  }
}

function validate(seconds: number): FieldError[] {
  const field = 'spec.expirationSeconds'
  if (seconds < SECONDS_MIN) return [invalid(field, seconds, 'may not specify a duration less than 10 minutes')]
  return seconds > SECONDS_MAX ? [invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds')] : []
}

function boundTo(ref: TokenRequestSpec['boundObjectRef'] | null, namespace: string, { reader }: ServerContext) {
  if (ref === null || ref === undefined) return {}
  const { kind, name = '', uid } = ref
  if (kind !== 'Pod' && kind !== 'Secret') throw badRequestError(`cannot bind token for serviceaccount to object of type ${ref.apiVersion ?? 'v1'}, Kind=${kind ?? ''}`)
  const object = kind === 'Pod' ? reader.get(Pod, namespace, name) : reader.get(Secret, namespace, name)
  const resource = kind === 'Pod' ? 'pods' : 'secrets'
  if (object === undefined) throw notFoundError({ group: '', resource }, name)
  if (uid !== undefined && uid !== object.metadata.uid) {
    throw new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${resource} "${name}": the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`)
  }
  return { [kind.toLowerCase()]: { name, uid: object.metadata.uid } }
}
