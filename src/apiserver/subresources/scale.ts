/** The scale of a workload: how many replicas it wants and has, whatever its kind. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { scaleColumns } from '../../kinds/columns/scale.columns.ts'
import { invalid } from '../../kinds/field-error.ts'
import { cloneJson } from '../../lib/clone.ts'
import { badRequestError, invalidError, notFoundError, unsupportedMediaTypeError } from '../errors.ts'
import { applyJsonPatch } from '../patch/json-patch.ts'
import { mergePatch } from '../patch/merge.ts'
import type { Json } from '../patch/schema.ts'
import { isMap } from '../patch/schema.ts'
import type { ApiRequest } from '../request.ts'
import type { Handler } from '../server.ts'
import { toTable } from '../table.ts'
import { updateDecoded } from '../verbs/update.ts'
import type { ServerContext } from '../context.ts'

const DEFAULT_PATHS = { spec: '.spec.replicas', status: '.status.replicas' }

export const getScale: Handler = (request, kind, server) => {
  const scale = scaleOf(kind, find(request, kind, server))
  if (request.options?.as !== 'table') return { code: 200, body: scale as never, warnings: [] }
  const { resourceVersion } = scale.metadata
  const table = toTable(
    { columns: scaleColumns }, [scale], server.now(), { resourceVersion }, request.options.includeObject)
  return { code: 200, body: table, warnings: [] }
}

export const updateScale: Handler = (request, kind, server) => {
  if (!isMap(request.body)) throw badRequestError('the object provided is unrecognized (must be of type Scale)')
  return write(request, kind, find(request, kind, server), request.body as AnyObj, server)
}

export const patchScale: Handler = (request, kind, server) => {
  const object = find(request, kind, server)
  const scale = scaleOf(kind, object)
  if (request.patchType === undefined) throw unsupportedMediaTypeError('415: Unsupported Media Type')
  const patched = request.patchType === 'application/json-patch+json' ? applyJsonPatch(scale, request.body) : mergePatch(scale, request.body)
  return write(request, kind, object, patched as AnyObj, server)
}

function find(request: ApiRequest, kind: Kind, { store }: ServerContext): Obj {
  const object = store.get(kind, request.namespace, request.name!)
  if (object === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, request.name!)
  return object
}

function write(request: ApiRequest, kind: Kind, object: Obj, scale: AnyObj, server: ServerContext) {
  const replicas: unknown = scale['spec']?.replicas ?? 0
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) {
    throw badRequestError(`Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${typeof replicas} into Go struct field ScaleSpec.spec.replicas of type int32`)
  }
  if (replicas < 0) {
    throw invalidError('autoscaling', 'Scale', request.name!, [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')])
  }
  const draft = cloneJson(object) as AnyObj
  const { resourceVersion } = (scale.metadata ?? {}) as { resourceVersion?: string }
  if (resourceVersion !== undefined && resourceVersion !== '') draft.metadata.resourceVersion = resourceVersion
  setAt(draft, pathsOf(kind).spec, replicas)
  const warnings: string[] = []
  const stored = updateDecoded(request, kind, object, draft, server, warnings)
  return { code: 200, body: scaleOf(kind, stored) as never, warnings }
}

/** autoscaling/v1 Scale. */
function scaleOf(kind: Kind, object: Obj): AnyObj {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const any = object as AnyObj
  const paths = pathsOf(kind)
  const selector = paths.selector === undefined ? selectorText(any) : String(at(any, paths.selector) ?? '')
  const replicas = at(any, paths.spec)
  return {
    kind: 'Scale', apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp } as never,
    spec: replicas === undefined || replicas === 0 ? {} : { replicas },
    status: { replicas: at(any, paths.status) ?? 0, ...(selector === '' ? {} : { selector }) },
  }
}

function pathsOf(kind: Kind): { spec: string; status: string; selector?: string } {
  return kind.scalePaths ?? DEFAULT_PATHS
}

const at = (object: AnyObj, path: string): unknown => path.split('.').filter(Boolean).reduce<any>((value, name) => value?.[name], object)

function setAt(object: AnyObj, path: string, value: unknown): void {
  const names = path.split('.').filter(Boolean)
  let into: Json = object
  for (const name of names.slice(0, -1)) into = (into[name] ??= {}) as Json
  into[names.at(-1)!] = value
}

function selectorText(object: AnyObj): string {
  const selector = object['spec']?.selector
  if (selector === undefined) return ''
  const labels: Record<string, string> = selector.matchLabels ?? (selector.matchExpressions === undefined ? selector : {})
  const pairs = Object.keys(labels).sort().map((key) => `${key}=${labels[key]}`)
  const expressions = (selector.matchExpressions ?? []).map((e: { key: string; operator: string; values?: string[] }) => {
    if (e.operator === 'Exists') return e.key
    if (e.operator === 'DoesNotExist') return `!${e.key}`
    return `${e.key} ${e.operator.toLowerCase()} (${[...(e.values ?? [])].sort().join(',')})`
  })
  return [...pairs, ...expressions].join(',')
}
