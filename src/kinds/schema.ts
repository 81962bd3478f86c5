/** The shape of the API schema: every type with its fields, and every served resource. */

export interface FieldSchema {
  /** A scalar ("string", "integer:int32", "boolean", …) or the full name of a type; exactly one of type, array, map is there. */
  readonly type?: string
  /** Element type of a list. */
  readonly array?: string
  /** Value type of a string-keyed map; "array:string" for a map of lists. */
  readonly map?: string
  readonly required?: boolean
  /** Protobuf field number. */
  readonly proto?: number
  readonly enum?: readonly string[]
  readonly listType?: 'atomic' | 'set' | 'map'
  readonly listMapKeys?: readonly string[]
  readonly mapType?: 'atomic' | 'granular'
  /** Strategic merge patch: "merge", "replace", "retainKeys" or "merge,retainKeys". */
  readonly patchStrategy?: string
  readonly patchMergeKey?: string
}

export interface TypeSchema {
  readonly fields?: { readonly [field: string]: FieldSchema }
  readonly gvk?: readonly (readonly [group: string, version: string, kind: string])[]
  readonly type?: string
  readonly format?: string
}

export interface ResourceSchema {
  readonly kind: string
  /** Plural, with the subresource behind a slash: "pods/eviction". */
  readonly name: string
  readonly singularName: string
  readonly namespaced: boolean
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly verbs: readonly string[]
  /** Where it is served, e.g. "apps/v1". */
  readonly groupVersion: string
  /** The kind's own group and version where they differ from groupVersion (pods/eviction is policy/v1). */
  readonly group?: string
  readonly version?: string
}

export interface ApiSchema {
  readonly version: string
  readonly types: { readonly [type: string]: TypeSchema }
  readonly resources: readonly ResourceSchema[]
}
