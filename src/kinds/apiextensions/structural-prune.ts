/** Takes the fields out of a custom resource that its schema does not know. */
import type { AnyObj } from '../object.ts'

type Schema = Record<string, any>

/** Prunes in place; answers the paths taken out, in order (apiextensions-apiserver/pkg/apiserver/schema/pruning). */
export function pruneCustomResource(object: AnyObj, schema: Schema): string[] {
  const gone: string[] = []
  for (const key of Object.keys(object).sort()) {
    if (key === 'apiVersion' || key === 'kind' || key === 'metadata') continue
    pruneMember(object, key, schema, '', gone)
  }
  return gone
}

function pruneMember(parent: Record<string, any>, key: string, schema: Schema, path: string, gone: string[]): void {
  const at = path === '' ? key : `${path}.${key}`
  const property = schema['properties']?.[key] ?? propertyOfAdditional(schema)
  if (property !== undefined) {
    prune(parent[key], property, at, gone)
  } else if (schema['x-kubernetes-preserve-unknown-fields'] !== true) {
    gone.push(at)
    delete parent[key]
  }
}

const propertyOfAdditional = (schema: Schema): Schema | undefined => {
  const additional = schema['additionalProperties']
  return additional === true ? { 'x-kubernetes-preserve-unknown-fields': true } : additional || undefined
}

function prune(value: any, schema: Schema, path: string, gone: string[]): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => prune(item, schema['items'] ?? { 'x-kubernetes-preserve-unknown-fields': true }, `${path}[${i}]`, gone))
    return
  }
  if (typeof value !== 'object' || value === null) return
  const embedded = schema['x-kubernetes-embedded-resource'] === true
  for (const key of Object.keys(value).sort()) {
    if (embedded && (key === 'apiVersion' || key === 'kind' || key === 'metadata')) continue
    pruneMember(value, key, schema, path, gone)
  }
}
