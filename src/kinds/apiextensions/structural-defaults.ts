/** Fills the defaults of a custom resource's schema into an object (apiserver/schema/defaulting/algorithm.go). */

export interface Structural {
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Structural>>
  readonly items?: Structural
  readonly additionalProperties?: Structural | boolean
}

export function applyDefaults(value: unknown, schema: Structural): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) applyDefaults(item, schema.items)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const object = value as Record<string, unknown>
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (object[name] === undefined && property.default !== undefined) object[name] = structuredClone(property.default)
    applyDefaults(object[name], property)
  }
  const additional = schema.additionalProperties
  if (typeof additional === 'object') {
    for (const [name, inner] of Object.entries(object)) if (schema.properties?.[name] === undefined) applyDefaults(inner, additional)
  }
}
