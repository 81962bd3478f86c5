/** Server-side apply: a patch that creates what is not there. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { cloneJson } from '../../lib/clone.ts'
import type { ServerContext } from '../context.ts'
import { StatusError, badRequestError, conflictError, invalidError } from '../errors.ts'
import { applyConfig } from '../fields/apply.ts'
import { pathText } from '../fields/field-set.ts'
import type { FieldType } from '../fields/field-type.ts'
import { fieldTypeOf } from '../fields/field-type.ts'
import { elementOf } from '../fields/walk.ts'
import { isMap } from '../patch/schema.ts'
import type { ApiRequest, ApiResponse } from '../request.ts'
import { decodeObject } from '../version.ts'
import { createDecoded } from './create.ts'
import { answer } from './read.ts'
import { updateDecoded } from './update.ts'

/** apiserver/pkg/endpoints/handlers/patch.go, applyPatcher. */
export function apply(request: ApiRequest, kind: Kind, server: ServerContext): ApiResponse {
  const { body } = request
  if (!isMap(body)) throw badRequestError('error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}')
  const metadata = (body['metadata'] ?? {}) as Record<string, any>
  if (metadata['managedFields'] !== undefined && metadata['managedFields'] !== null) throw badRequestError('metadata.managedFields must be nil')
  if ((request.options?.fieldManager ?? '') === '') {
    throw invalidError('meta.k8s.io', 'PatchOptions', '', [{ type: 'Required', field: 'fieldManager', detail: 'is required for apply patch' }])
  }
  const warnings: string[] = []
  const config = decodeConfig(request, kind, body)
  if (config.metadata.name !== undefined && config.metadata.name !== request.name) {
    throw badRequestError(`the name of the object (${config.metadata.name}) does not match the name on the URL (${request.name})`)
  }
  const before = server.store.get(kind, request.namespace, request.name!)
  if (before === undefined) return create(request, kind, config, server, warnings)
  const { draft, ownershipChanged } = applyConfig(request, kind, before, config, server.store)
  if (config.metadata.resourceVersion !== undefined) draft.metadata.resourceVersion = config.metadata.resourceVersion
  const stored = updateDecoded(request, kind, before, draft, server, warnings, ownershipChanged)
  return { ...answer(request, kind, stored, server), warnings }
}

function create(request: ApiRequest, kind: Kind, config: AnyObj, server: ServerContext, warnings: string[]): ApiResponse {
  if (config.metadata.uid !== undefined) {
    throw conflictError({ group: kind.group, resource: kind.plural }, request.name!,
      `uid mismatch: the provided object specified uid ${config.metadata.uid}, and no existing object was found`)
  }
  const draft = cloneJson(config)
  draft.metadata.name = request.name!
  const stored = createDecoded(request, kind, draft, server, warnings)
  return { ...answer(request, kind, stored, server, 201), warnings }
}

/** A configuration with a field that the schema does not know is no typed object. */
function decodeConfig(request: ApiRequest, kind: Kind, body: unknown): AnyObj {
  try {
    return decodeObject({ ...request, options: { ...request.options, fieldValidation: 'Strict' } }, kind, body, () => {})
  } catch (error) {
    const unknown = error instanceof StatusError ? /unknown field "(.*?)"/.exec(error.message) : null
    if (unknown === null) throw error
    const gvk = `${kind.group}/${kind.version}, Kind=${kind.kind}`
    throw new StatusError(500, '',
      `failed to create typed patch object (${request.namespace ?? ''}/${request.name}; ${gvk}): ${typedPath(kind, body, unknown[1]!)}: field not declared in schema`)
  }
}

/** `spec.containers[0].x` as structured merge names it: `.spec.containers[name="c"].x`. */
function typedPath(kind: Kind, body: unknown, path: string): string {
  let type: FieldType | undefined = fieldTypeOf(kind)
  let value: any = body
  const elements: string[] = []
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (name !== undefined) {
      elements.push(`f:${name}`)
      type = type?.field?.(name) ?? type?.element
      value = value?.[name]
      continue
    }
    const item = value?.[Number(index)]
    elements.push(type?.keys !== undefined ? elementOf(item, type) : `i:${index}`)
    type = type?.element
    value = item
  }
  return pathText(elements)
}
