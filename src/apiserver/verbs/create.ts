/** create: decode, default, admit, validate, commit. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { timestamp } from '../../kinds/age.ts'
import { judges, shapes } from '../admission/index.ts'
import type { AdmissionRequest, ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { decode } from '../decode.ts'
import { alreadyExistsError, badRequestError, invalidError } from '../errors.ts'
import type { ApiRequest } from '../request.ts'
import type { Handler } from '../server.ts'
import { validateObject } from '../validate.ts'
import { answer } from './read.ts'

const GENERATED_SUFFIX_LENGTH = 5

export const create: Handler = (request, kind, server) => {
  const warnings: string[] = []
  const draft = decode(request, kind, request.body, (text) => warnings.push(text))
  const stored = createDecoded(request, kind, draft, server, warnings)
  return { ...answer(request, kind, stored, server.now(), 201), warnings }
}

/** The rest of create, also for controllers, whose objects need no decoding. The draft is changed. */
export function createDecoded(
  request: ApiRequest, kind: Kind, draft: AnyObj, server: ServerContext, warnings: string[],
): Obj {
  const meta: Record<string, any> = draft.metadata as never
  identify(request, kind, meta)
  if ((meta['name'] ?? '') === '' && (meta['generateName'] ?? '') !== '') {
    meta['name'] = meta['generateName'] + server.random.suffix(GENERATED_SUFFIX_LENGTH)
  }
  kind.prepareForCreate?.(draft, server.reader)
  kind.defaults?.(draft)
  const admission: AdmissionRequest = {
    operation: 'CREATE', kind, namespace: request.namespace, name: meta['name'] ?? '', subresource: undefined, before: undefined,
    request, warn: (text) => warnings.push(text),
  }
  for (const shape of shapes) shape(admission, draft, server)
  const errors = validateObject(kind, draft, undefined, server.reader)
  if (errors.length > 0) throw invalidError(kind.group, kind.kind, meta['name'] ?? '', errors)
  for (const judge of judges) judge(admission, draft, server)
  if (server.store.get(kind, request.namespace, meta['name']) !== undefined) {
    throw alreadyExistsError({ group: kind.group, resource: kind.plural }, meta['name'])
  }
  meta['uid'] = server.random.uid()
  meta['creationTimestamp'] = timestamp(server.now())
  if (kind.generation) meta['generation'] = 1
  warnings.push(...(kind.warnings?.(draft, undefined) ?? []))
  return server.store.commit(kind, request.namespace, meta['name'], draft, writerOf(request))!
}

/** The namespace of path and body must agree; what only the server sets is dropped. */
function identify(request: ApiRequest, kind: Kind, meta: Record<string, any>): void {
  if (kind.namespaced) {
    if (meta['namespace'] !== undefined && meta['namespace'] !== '' && meta['namespace'] !== request.namespace) {
      throw badRequestError('the namespace of the provided object does not match the namespace sent on the request')
    }
    meta['namespace'] = request.namespace
  } else delete meta['namespace']
  for (const own of ['uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'selfLink', 'managedFields']) {
    delete meta[own]
  }
}
