/** What happens below an object: one handler a subresource and verb. */
import type { RequestVerb } from '../request.ts'
import type { Handler } from '../server.ts'
import { patch } from '../verbs/patch.ts'
import { get } from '../verbs/read.ts'
import { update } from '../verbs/update.ts'
import { bind } from './binding.ts'
import { evict } from './eviction.ts'
import { getScale, patchScale, updateScale } from './scale.ts'
import { createToken } from './token.ts'

/** Streams (log, exec, attach, portforward, proxy) are served where there are sockets or a shell. */
export const subresources: { readonly [name: string]: Partial<Record<RequestVerb, Handler>> } = {
  status: { get, update, patch },
  approval: { get, update, patch },
  ephemeralcontainers: { get, update, patch },
  resize: { get, update, patch },
  finalize: { update },
  scale: { get: getScale, update: updateScale, patch: patchScale },
  binding: { create: bind },
  eviction: { create: evict },
  token: { create: createToken },
}
