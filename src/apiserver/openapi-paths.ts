/** The paths and operations of a resource in an OpenAPI document. */
import { groupVersion } from '../kinds/object.ts'
import type { ServedKind } from './openapi.ts'

/** By these clients learn what exists, of which kind it is, and which query parameters it takes. */
export function resourcePaths(served: ServedKind): { [path: string]: object } {
  const { kind, group, version } = served
  const root = `/${group === '' ? 'api' : 'apis'}/${groupVersion(group, version)}`
  const base = kind.namespaced ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`
  const item = `${base}/{name}`
  const paths: { [path: string]: object } = {}
  const add = (path: string, verbs: readonly string[]): void => {
    const operations = verbs.filter((verb) => kind.verbs.includes(verb))
      .map((verb) => [METHODS[verb], operation(verb, served)] as const)
    if (operations.length > 0) {
      paths[path] = { ...Object.fromEntries(operations), parameters: parametersIn(path) }
    }
  }
  add(base, ['list', 'create', 'deletecollection'])
  add(item, ['get', 'update', 'patch', 'delete'])
  if (kind.namespaced) add(`${root}/${kind.plural}`, ['list'])
  for (const name of kind.subresources) add(`${item}/${name}`, ['get', 'update', 'patch'])
  return paths
}

const METHODS: { readonly [verb: string]: string } = {
  list: 'get', get: 'get', create: 'post', update: 'put', patch: 'patch', delete: 'delete',
  deletecollection: 'delete',
}

const ACTIONS: { readonly [verb: string]: string } = {
  create: 'post', update: 'put',
}

/** Query parameters by verb, as all resources take them. */
const QUERY: { readonly [verb: string]: readonly string[] } = {
  list: ['continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'watch'],
  get: [],
  create: ['dryRun', 'fieldManager', 'fieldValidation'],
  update: ['dryRun', 'fieldManager', 'fieldValidation'],
  patch: ['dryRun', 'fieldManager', 'fieldValidation', 'force'],
  delete: ['dryRun', 'gracePeriodSeconds', 'propagationPolicy'],
  deletecollection: ['dryRun', 'fieldSelector', 'labelSelector', 'propagationPolicy'],
}

function operation(verb: string, { kind, group, version, schemaName }: ServedKind): object {
  const schema = { $ref: `#/components/schemas/${schemaName}` }
  const body = ['create', 'update', 'patch'].includes(verb)
    ? { requestBody: { content: { '*/*': { schema } } } }
    : {}
  return {
    operationId: `${verb}${kind.kind}`,
    parameters: (QUERY[verb] ?? []).map((name) => ({
      name, in: 'query', schema: { type: 'string', uniqueItems: true },
    })),
    ...body,
    responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
    'x-kubernetes-action': ACTIONS[verb] ?? verb,
    'x-kubernetes-group-version-kind': { group, kind: kind.kind, version },
  }
}

const parametersIn = (path: string): readonly object[] =>
  (path.match(/\{\w+\}/g) ?? []).map((name) => ({
    name: name.slice(1, -1), in: 'path', required: true,
    schema: { type: 'string', uniqueItems: true },
  }))
