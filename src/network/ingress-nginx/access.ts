/** Who may pass: address lists and passwords, in nginx' access phase. */
import type { HttpRequest } from '../../lib/http.ts'
import { headerOf } from '../../lib/http.ts'
import { passwordMatches } from '../../lib/password-hash.ts'
import { inRange } from '../address.ts'
import type { Settings } from './annotations.ts'

export interface Denial {
  readonly status: 401 | 403
  readonly because: string
  readonly annotation: string
}

export function denialOf(settings: Settings, request: HttpRequest, from: string): Denial | undefined {
  const address = addressDenial(settings, from)
  const password = passwordDenial(settings, request)
  // "satisfy any": one of the two is enough
  const open = settings.satisfyAny && (address === undefined || password === undefined) && settings.basicAuth !== undefined && settings.allow.length > 0
  return open ? undefined : address ?? password
}

function addressDenial({ allow, deny }: Settings, from: string): Denial | undefined {
  if (deny.some((range) => inRange(from, range))) {
    return { status: 403, because: `${from} is in ${deny.join(', ')}`, annotation: 'denylist-source-range' }
  }
  if (allow.length === 0 || allow.some((range) => inRange(from, range))) return undefined
  return { status: 403, because: `${from} is not in ${allow.join(', ')}`, annotation: 'whitelist-source-range' }
}

function passwordDenial({ basicAuth }: Settings, request: HttpRequest): Denial | undefined {
  if (basicAuth === undefined) return undefined
  const denial = (because: string): Denial => ({ status: 401, because, annotation: 'auth-secret' })
  const given = /^Basic (.+)$/i.exec(headerOf(request.headers, 'Authorization') ?? '')?.[1]
  if (given === undefined) return denial('no user and password were sent')
  const decoded = Buffer.from(given, 'base64').toString('utf8')
  const user = decoded.slice(0, decoded.indexOf(':'))
  const stored = basicAuth.users.get(user)
  if (stored === undefined) return denial(`the Secret has no user ${user}`)
  return passwordMatches(decoded.slice(user.length + 1), stored) ? undefined : denial(`the password of ${user} is wrong`)
}
