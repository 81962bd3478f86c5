/** What happens below an object: one handler a subresource and verb. */
import type { RequestVerb } from '../request.ts'
import type { Handler } from '../server.ts'
import { get } from '../verbs/read.ts'
import { patch } from '../verbs/patch.ts'
import { update } from '../verbs/update.ts'
import { createToken } from './token.ts'

export const subresources: { readonly [name: string]: Partial<Record<RequestVerb, Handler>> } = {
  status: { get, update, patch },
  token: { create: createToken },
}
