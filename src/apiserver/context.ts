/** What every step of the request pipeline may use. */
import type { Kind, Reader } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import { groupVersion } from '../kinds/object.ts'
import type { Kinds } from '../kinds/registry.ts'
import type { Random } from '../lib/random.ts'
import type { Webhook } from './admission/validating-webhooks.ts'
import type { TokenSigner } from './auth/tokens.ts'
import type { ApiRequest } from './request.ts'
import type { Store, Writer } from './store.ts'

export interface ServerContext {
  readonly store: Store
  readonly kinds: Kinds
  readonly reader: Reader
  readonly random: Random
  readonly tokens: TokenSigner
  /** What answers behind webhooks' services, by "namespace/name"; the wiring fills it. */
  readonly webhooks: Map<string, Webhook>
  now(): number
}

/** What an admission step is told about a write. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly kind: Kind
  readonly namespace: string | undefined
  readonly name: string
  readonly subresource: string | undefined
  readonly before: Obj | undefined
  readonly request: ApiRequest
  /** Adds the text of a Warning header. */
  warn(text: string): void
}

/** An admission step that may change the object. */
export type Shape = (admission: AdmissionRequest, draft: AnyObj, server: ServerContext) => void

/** An admission step that may only refuse it, by throwing a StatusError. */
export type Judge = (admission: AdmissionRequest, object: Obj | undefined, server: ServerContext) => void

/** The patch type of server-side apply. */
export const APPLY = 'application/apply-patch+yaml'

/** The manager's name for managedFields: the fieldManager asked for, else the program's name of the user agent. */
export function writerOf(request: ApiRequest): Writer {
  const manager = request.options?.fieldManager ?? request.userAgent?.split('/')[0] ?? 'unknown'
  return {
    manager, apiVersion: groupVersion(request.group, request.version),
    operation: request.patchType === APPLY ? 'Apply' : 'Update',
    ...(request.subresource === undefined ? {} : { subresource: request.subresource }),
    ...(request.patchType === APPLY ? { applied: request.body } : request.verb === 'create' ? { asked: request.body } : {}),
  }
}
