/** A world and a short way to ask its API server as anybody. */
import type { ApiRequest, ApiResponse, UserInfo } from '../../src/apiserver/request.ts'
import { ADMIN, createWorld } from '../../src/lab/world.ts'

type Ask = Partial<ApiRequest> & Pick<ApiRequest, 'verb'>

export function cluster() {
  const world = createWorld({ seed: 1 })
  world.settle()
  const ask = (request: Ask, user: UserInfo = ADMIN): ApiResponse =>
    world.server.handle({ group: '', version: 'v1', resource: 'configmaps', namespace: 'default', user, ...request })
  /** What was refused, or undefined. */
  const refusal = (request: Ask, user?: UserInfo): string | undefined => {
    const { code, body } = ask(request, user)
    return code < 400 ? undefined : `${code} ${(body as { message: string }).message}`
  }
  return { world, ask, refusal, body: (request: Ask, user?: UserInfo): any => ask(request, user).body }
}

export const user = (name: string, ...groups: string[]): UserInfo => ({ name, groups: [...groups, 'system:authenticated'] })
