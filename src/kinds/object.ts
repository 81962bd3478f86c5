/** What every stored object has in common. */
import type { ObjectMeta } from './generated/api-types.ts'

export type { ObjectMeta } from './generated/api-types.ts'

/** Any API object. Stored objects are deeply frozen. */
export interface Obj {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** An object whose fields are not known to the compiler: a decoded body, a custom resource. */
export type AnyObj = { apiVersion: string; kind: string; metadata: ObjectMeta; [field: string]: any }

/** Namespace and name; the namespace is absent on cluster-scoped objects. */
export interface ObjectKey {
  readonly namespace?: string | undefined
  readonly name: string
}

export const groupVersion = (group: string, version: string): string =>
  group === '' ? version : `${group}/${version}`

/** Splits an apiVersion: "apps/v1" is group apps, "v1" is the core group ''. */
export function parseGroupVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}
