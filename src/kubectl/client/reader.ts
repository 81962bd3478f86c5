/** The cluster as describe sees it: by requests, with the rights of the user. */
import type { ApiResponse } from '../../apiserver/request.ts'
import type { Kind, Reader } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import type { Kinds } from '../../kinds/registry.ts'
import { isNotFound } from '../errors.ts'
import type { ClientRequest } from './client.ts'

interface Asking {
  readonly kinds: Kinds
  request(request: ClientRequest): ApiResponse
}

/** Refusals are thrown; what is not there is undefined. */
export function createReader(client: Asking, now: () => number): Reader {
  const to = ({ group, version, plural }: Pick<Kind, 'group' | 'version' | 'plural'>, namespace: string | undefined) =>
    ({ group, version, resource: plural, ...(namespace === undefined ? {} : { namespace }) })
  const list: Reader['list'] = <T extends Obj>(kind: Kind<T>, namespace?: string): readonly T[] => {
    const { body } = client.request({ verb: 'list', ...to(kind, namespace) })
    return (body as unknown as { items: readonly T[] }).items
  }
  return {
    get now() {
      return now()
    },
    list,
    get: <T extends Obj>(kind: Kind<T>, namespace: string | undefined, name: string): T | undefined => {
      try {
        return client.request({ verb: 'get', name, ...to(kind, namespace) }).body as unknown as T
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    },
    ownedBy: <T extends Obj>(uid: string, kind?: Kind<T>): readonly T[] => kind === undefined
      ? []
      : list(kind).filter((object) => object.metadata.ownerReferences?.some((owner) => owner.uid === uid)),
    onNode: () => [],
    kindOf: (group, kind) => client.kinds.byKind(group, kind),
  }
}
