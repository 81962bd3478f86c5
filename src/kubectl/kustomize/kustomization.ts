/** A kustomization file: which fields there are, and how a wrong one is told. */
import { YamlError, readYaml } from '../../lib/yaml-read.ts'
import { KubectlError } from '../errors.ts'

export interface GeneratorArgs {
  readonly name: string
  readonly namespace?: string
  readonly behavior?: 'create' | 'merge' | 'replace'
  readonly literals?: readonly string[]
  readonly files?: readonly string[]
  readonly envs?: readonly string[]
  readonly env?: string
  readonly type?: string
  readonly options?: GeneratorOptions
}

export interface GeneratorOptions {
  readonly labels?: Record<string, string>
  readonly annotations?: Record<string, string>
  readonly disableNameSuffixHash?: boolean
  readonly immutable?: boolean
}

export interface Target {
  readonly group?: string
  readonly version?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly labelSelector?: string
  readonly annotationSelector?: string
}

export interface Patch { readonly path?: string; readonly patch?: string; readonly target?: Target; readonly options?: object }

interface Label {
  readonly pairs: Record<string, string>
  readonly includeSelectors?: boolean
  readonly includeTemplates?: boolean
}

export interface Kustomization {
  readonly resources?: readonly string[]
  readonly bases?: readonly string[]
  readonly components?: readonly string[]
  readonly namespace?: string
  readonly namePrefix?: string
  readonly nameSuffix?: string
  readonly commonLabels?: Record<string, string>
  readonly labels?: readonly Label[]
  readonly commonAnnotations?: Record<string, string>
  readonly images?: readonly { name: string; newName?: string; newTag?: string; digest?: string }[]
  readonly replicas?: readonly { name: string; count: number }[]
  readonly configMapGenerator?: readonly GeneratorArgs[]
  readonly secretGenerator?: readonly GeneratorArgs[]
  readonly generatorOptions?: GeneratorOptions
  readonly patches?: readonly Patch[]
  readonly patchesStrategicMerge?: readonly string[]
  readonly patchesJson6902?: readonly Patch[]
}

const LISTS: Readonly<Record<string, string>> = {
  resources: 'string', bases: 'string', components: 'string', labels: 'types.Label', images: 'types.Image',
  replicas: 'types.Replica', configMapGenerator: 'types.ConfigMapArgs', secretGenerator: 'types.SecretArgs',
  patches: 'types.Patch', patchesStrategicMerge: 'types.PatchStrategicMerge', patchesJson6902: 'types.Patch',
  crds: 'string', generators: 'string', transformers: 'string', validators: 'string', configurations: 'string',
  vars: 'types.Var', replacements: 'types.ReplacementField', helmCharts: 'types.HelmChart', buildMetadata: 'string',
}

const OTHERS = new Set([
  'apiVersion', 'kind', 'metadata', 'namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'commonAnnotations',
  'generatorOptions', 'openapi', 'sortOptions', 'helmGlobals',
])

const DEPRECATED: readonly (readonly [field: string, instead: string])[] = [
  ['bases', 'resources'], ['commonLabels', 'labels'], ['patchesJson6902', 'patches'], ['patchesStrategicMerge', 'patches'],
  ['vars', 'replacements'],
]

/** `warn` gets the lines about fields that are out of use. */
export const parseKustomization = (text: string, file: string, warn: (text: string) => void): Kustomization => {
  if (text.trim() === '') throw new KubectlError(`${file} is empty`)
  const fail = (why: string): never => {
    throw new KubectlError(`invalid Kustomization: ${why}`)
  }
  let document: Record<string, unknown>
  try {
    document = readYaml(text) as Record<string, unknown>
  } catch (error) {
    if (error instanceof YamlError) return fail(`yaml: ${error.message}`)
    throw error
  }
  if (document === null || typeof document !== 'object') return fail('json: cannot unmarshal string into Go value of type types.Kustomization')
  for (const [field, value] of Object.entries(document)) {
    const item = LISTS[field]
    if (item === undefined && !OTHERS.has(field)) fail(`json: unknown field ${JSON.stringify(field)}`)
    if (item === undefined || value === null) continue
    if (!Array.isArray(value)) fail(`json: cannot unmarshal ${jsonType(value)} into Go struct field Kustomization.${field} of type []${item}`)
    const wrong = item === 'string' ? (value as unknown[]).find(one => typeof one !== 'string') : undefined
    if (wrong !== undefined) fail(`json: cannot unmarshal ${jsonType(wrong)} into Go struct field Kustomization.${field} of type string`)
  }
  for (const field of ['commonLabels', 'commonAnnotations']) {
    const wrong = Object.values((document[field] ?? {}) as object).find(one => typeof one !== 'string')
    if (wrong !== undefined) fail(`json: cannot unmarshal ${jsonType(wrong)} into Go struct field Kustomization.${field} of type string`)
  }
  for (const [field, instead] of DEPRECATED) {
    if (document[field] === undefined) continue
    warn(`# Warning: '${field}' is deprecated. Please use '${instead}' instead. Run 'kustomize edit fix' to update your ` +
      'Kustomization automatically.\n')
  }
  return document as Kustomization
}

const jsonType = (value: unknown): string => {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'object') return Array.isArray(value) ? 'array' : 'object'
  return typeof value
}
