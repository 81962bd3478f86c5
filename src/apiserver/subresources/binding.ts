/** Binds a pod to a node: what a scheduler decides. */
import { timestamp } from '../../kinds/age.ts'
import { Pod } from '../../kinds/core/pod.ts'
import { required } from '../../kinds/field-error.ts'
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { cloneJson } from '../../lib/clone.ts'
import { writerOf } from '../context.ts'
import { conflictError, invalidError, notFoundError } from '../errors.ts'
import { isMap } from '../patch/schema.ts'
import type { ApiResponse } from '../request.ts'
import type { Handler } from '../server.ts'

/** pkg/registry/core/pod/storage/storage.go, BindingREST. */
export const bind: Handler = (request, _kind, server) => {
  const body = isMap(request.body) ? (request.body as Record<string, any>) : {}
  const name: string = request.name ?? body['metadata']?.name ?? ''
  const node: string = body['target']?.name ?? ''
  const pod = server.store.get(Pod as Kind, request.namespace, name) as PodObject | undefined
  if (pod === undefined) throw notFoundError({ group: '', resource: 'pods' }, name)
  if (node === '') throw invalidError('', 'Binding', name, [required('target.name')])
  const subject = { group: '', resource: 'pods/binding' }
  if (pod.metadata.deletionTimestamp !== undefined) throw conflictError(subject, name, `pod ${name} is being deleted, cannot be assigned to a host`)
  if ((pod.spec.nodeName ?? '') !== '') throw conflictError(subject, name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`)
  if ((pod.spec.schedulingGates ?? []).length > 0) throw conflictError(subject, name, `pod ${name} has non-empty .spec.schedulingGates`)
  const draft = cloneJson(pod) as PodObject
  draft.spec.nodeName = node
  const conditions = (draft.status ??= {}).conditions ?? []
  draft.status.conditions = [
    ...conditions.filter((c) => c.type !== 'PodScheduled'),
    { type: 'PodScheduled', status: 'True', lastProbeTime: null as never, lastTransitionTime: timestamp(server.now()) },
  ]
  server.store.commit(Pod as Kind, request.namespace, name, draft as Obj, writerOf(request))
  return SUCCESS
}

const SUCCESS: ApiResponse =
  { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, warnings: [] }
