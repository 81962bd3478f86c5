/** Kinds that are served under several groups or versions: in and out of the form that is stored. */
import type { Kind, ServedVersion } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import { decode } from './decode.ts'
import type { ApiRequest } from './request.ts'

/** The other version that a request speaks; undefined: the stored one. */
export function servedAs({ group, version }: ApiRequest, kind: Kind): ServedVersion | undefined {
  if (group === kind.group && version === kind.version) return undefined
  return kind.served?.find((s) => s.group === group && s.version === version)
}

/** A decoded body in the form that is stored. */
export function decodeObject(request: ApiRequest, kind: Kind, body: unknown, warn: (text: string) => void): AnyObj {
  const draft = decode(request, kind, body, warn)
  return servedAs(request, kind)?.toStored(draft) ?? draft
}

/** A stored object as the request wants it. */
export const inVersion = (request: ApiRequest, kind: Kind, object: Obj): Obj =>
  (servedAs(request, kind)?.fromStored(object as AnyObj) as Obj | undefined) ?? object
