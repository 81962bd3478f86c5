/** Patches of a kustomization: strategic merge and JSON 6902, with their targets. */
import { applyJsonPatch } from '../../apiserver/patch/json-patch.ts'
import { mergePatch } from '../../apiserver/patch/merge.ts'
import { strategicMergePatch } from '../../apiserver/patch/strategic.ts'
import type { Json } from '../../apiserver/patch/schema.ts'
import { parseLabelSelector } from '../../apiserver/label-selector.ts'
import { type AnyObj, parseGroupVersion } from '../../kinds/object.ts'
import { YamlError, readYaml, splitYamlDocuments } from '../../lib/yaml-read.ts'
import { KubectlError } from '../errors.ts'
import type { Target } from './kustomization.ts'
import { type Resource, idText, schemaOf } from './resource.ts'

/** Applies one patch text; answers the resources that are left. */
export const patched = (resources: readonly Resource[], text: string, target: Target | undefined): Resource[] => {
  const parsed = parse(text)
  if (parsed.every(one => Array.isArray(one)) && parsed.length > 0) {
    if (!target) throw new KubectlError('must specify a target for JSON patch ' + JSON.stringify(parsed[0]))
    for (const resource of resources) if (matches(resource, target)) resource.object = jsonPatched(resource.object, parsed.flat())
    return [...resources]
  }
  let left = [...resources]
  for (const patch of parsed as AnyObj[]) {
    const hits = target ? left.filter(resource => matches(resource, target)) : [identified(left, patch)]
    for (const hit of hits) {
      if ((patch as Record<string, unknown>)['$patch'] === 'delete') left = left.filter(resource => resource !== hit)
      else hit.object = merged(hit.object, patch)
    }
  }
  return left
}

const parse = (text: string): unknown[] => {
  try {
    return text.trimStart().startsWith('[') && text.trimEnd().endsWith(']')
      ? [readYaml(text)]
      : splitYamlDocuments(text).map(readYaml).filter(value => value !== undefined && value !== null)
  } catch (error) {
    if (error instanceof YamlError) throw new KubectlError(`unable to parse SM or JSON patch from [patch: ${JSON.stringify(text)}]: yaml: ${error.message}`)
    throw error
  }
}

const identified = (resources: readonly Resource[], patch: AnyObj): Resource => {
  const hits = resources.filter(({ object, names }) =>
    object.kind === patch.kind && parseGroupVersion(object.apiVersion).group === parseGroupVersion(patch.apiVersion ?? '').group &&
    names.includes(patch.metadata?.name))
  if (hits.length === 1) return hits[0]!
  const id = idText({ ...patch, metadata: patch.metadata ?? { name: '' } } as AnyObj)
  const why = hits.length === 0 ? `no matches for Id ${id}` : `multiple matches for Id ${id}`
  throw new KubectlError(`no resource matches strategic merge patch ${JSON.stringify(id)}: ${why}; failed to find unique target for patch ${id}`)
}

/** The patch's own name says nothing when a target chose the object. */
const merged = (object: AnyObj, patch: AnyObj): AnyObj => {
  const { name: _, namespace: __, ...metadata } = (patch.metadata ?? {}) as unknown as Record<string, unknown>
  const { apiVersion: ___, kind: ____, ...rest } = patch
  const change = { ...rest, metadata } as unknown as Json
  const schema = schemaOf(object)
  return (schema === '' ? mergePatch(object, change) : strategicMergePatch(object as Json, change, schema)) as AnyObj
}

const jsonPatched = (object: AnyObj, operations: unknown[]): AnyObj => {
  try {
    return applyJsonPatch(structuredClone(object), operations) as AnyObj
  } catch (error) {
    const first = operations[0] as { op?: string; path?: string }
    const message = (error as Error).message
    const path = operations.map(one => (one as { path?: string }).path ?? '').find(one => message.includes(one)) ?? first.path
    throw new KubectlError(`${first.op} operation does not apply: doc is missing path: ${path}: missing value`)
  }
}

const anchored = (pattern: string | undefined, texts: readonly string[]): boolean => {
  if (pattern === undefined || pattern === '') return true
  const regex = new RegExp(`^(?:${pattern})$`)
  return texts.some(text => regex.test(text))
}

const matches = ({ object, names }: Resource, target: Target): boolean => {
  const { group, version } = parseGroupVersion(object.apiVersion)
  const selected = (selector: string | undefined, pairs: Record<string, string> | undefined): boolean =>
    !selector || parseLabelSelector(selector)(pairs ?? {})
  return anchored(target.group, [group]) && anchored(target.version, [version]) && anchored(target.kind, [object.kind]) &&
    anchored(target.name, names) && anchored(target.namespace, [object.metadata.namespace ?? '']) &&
    selected(target.labelSelector, object.metadata.labels) && selected(target.annotationSelector, object.metadata.annotations)
}
