/** kubectl create token. */
import { KubectlError } from '../errors.ts'
import { failing, nameArgument } from '../generate/generator.ts'
import { outputOf } from '../printers/printer.ts'
import type { Session } from '../session.ts'
import { typedOrder } from '../typed-order.ts'
import type { Verb } from '../verb.ts'

export const createToken: Verb = { path: 'create token', run }

const BOUND: Readonly<Record<string, string>> = { Pod: 'v1', Secret: 'v1', Node: 'v1' }

/** Upstream: `kubectl/pkg/cmd/create/create_token.go`. */
function run(session: Session): number {
  const { flags } = session
  const name = nameArgument(session)
  const duration = flags.duration('duration')
  if (duration < 0) throw new KubectlError('--duration must be greater than or equal to 0')
  if (duration % 1000 !== 0) throw new KubectlError('--duration cannot be expressed in units less than seconds')
  const kind = flags.string('bound-object-kind')
  if (kind === '' && flags.string('bound-object-name') !== '') {
    throw new KubectlError('--bound-object-name can only be set if --bound-object-kind is provided')
  }
  if (kind === '' && flags.string('bound-object-uid') !== '') {
    throw new KubectlError('--bound-object-uid can only be set if --bound-object-kind is provided')
  }
  if (kind !== '' && BOUND[kind] === undefined) {
    throw new KubectlError(`supported --bound-object-kind values are ${Object.keys(BOUND).sort().join(', ')}`)
  }
  if (kind !== '' && flags.string('bound-object-name') === '') {
    throw new KubectlError('--bound-object-name is required if --bound-object-kind is provided')
  }
  const spec = {
    audiences: flags.list('audience').length > 0 ? flags.list('audience') : undefined,
    expirationSeconds: duration > 0 ? duration / 1000 : undefined,
    boundObjectRef: kind === '' ? undefined : {
      apiVersion: BOUND[kind], kind, name: flags.string('bound-object-name'),
      uid: flags.string('bound-object-uid') || undefined,
    },
  }
  const answer = failing('failed to create token: ', () => session.client.object({
    verb: 'create', group: '', version: 'v1', resource: 'serviceaccounts', subresource: 'token',
    namespace: session.namespace, name,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec: JSON.parse(JSON.stringify(spec)) },
  }))
  const output = outputOf(session)
  if (output.form === 'print') session.print(output.print(typedOrder(answer), true))
  else session.print(String(answer['status']?.token ?? ''))
  return 0
}
