/** May this user do this? */
import type { ServerContext } from '../context.ts'
import type { ApiRequest } from '../request.ts'

/** Throws Forbidden when no authorizer allows the request. Members of system:masters may do everything. */
export function authorize(request: ApiRequest, _server: ServerContext): void {
  if (request.user.groups.includes('system:masters')) return
}
