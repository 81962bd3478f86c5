/** Builds a kustomization into objects. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Io } from '../../lib/process.ts'
import { YamlError, readYaml, splitYamlDocuments } from '../../lib/yaml-read.ts'
import { KubectlError } from '../errors.ts'
import { absolute, joined } from '../paths.ts'
import { ANNOTATIONS, META_LABELS, SELECTORS, TEMPLATE_LABELS, addPairs, podSpecs, referencesOf } from './fields.ts'
import { generated, hashOf } from './generate.ts'
import { type Kustomization, type Patch, parseKustomization } from './kustomization.ts'
import { patched } from './patches.ts'
import { type Resource, idText, inLegacyOrder, isNamespaced, resourceOf, sameId } from './resource.ts'

type Place = Pick<Io, 'files' | 'cwd' | 'stderr'>

/** Upstream: kustomize `api/krusty/kustomizer.go`. The objects in the order in which they are applied. */
export const buildKustomization = (io: Place, directory: string): AnyObj[] => {
  const at = absolute(directory, io.cwd)
  if (!io.files.exists(at)) throw new KubectlError(`must build at directory: ${noDirectory(directory, at)}`)
  if (io.files.stat(at).type !== 'directory') {
    throw new KubectlError(`must build at directory: '${directory}': file is not directory`)
  }
  const resources = accumulate(io, at)
  fixReferences(resources)
  for (const resource of resources) {
    if (!resource.needsHash) continue
    resource.object.metadata = { ...resource.object.metadata, name: `${resource.object.metadata.name}-${hashOf(resource.object)}` }
    resource.names.push(resource.object.metadata.name)
  }
  fixReferences(resources)
  return inLegacyOrder(resources).map(({ object }) => object)
}

const noDirectory = (shown: string, at: string): string =>
  `not a valid directory: evalsymlink failure on '${shown}' : lstat ${at}: no such file or directory`

const FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

const load = (io: Place, directory: string): Kustomization => {
  const found = FILES.filter(name => io.files.exists(joined(directory, name)))
  if (found.length === 0) {
    throw new KubectlError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${directory}'`)
  }
  if (found.length > 1) throw new KubectlError(`Found multiple kustomization files under: ${directory}`)
  return parseKustomization(io.files.readText(joined(directory, found[0]!)), found[0]!, text => io.stderr.write(text))
}

const accumulate = (io: Place, directory: string): Resource[] => {
  const kustomization = load(io, directory)
  let resources: Resource[] = []
  for (const entry of [...(kustomization.resources ?? []), ...(kustomization.bases ?? [])]) {
    for (const resource of accumulateEntry(io, directory, entry)) append(resources, resource, entry)
  }
  for (const entry of kustomization.components ?? []) {
    resources = transform(io, absolute(entry, directory), load(io, absolute(entry, directory)), resources)
  }
  return transform(io, directory, kustomization, resources)
}

const append = (resources: Resource[], resource: Resource, entry: string): void => {
  if (resources.some(other => sameId(other.object, resource.object))) {
    throw new KubectlError(`accumulating resources: accumulation err='merging resources from '${entry}': may not add resource ` +
      `with an already registered id: ${idText(resource.object)}'`)
  }
  resources.push(resource)
}

const accumulateEntry = (io: Place, directory: string, entry: string): Resource[] => {
  const at = absolute(entry, directory)
  const blame = `accumulating resources: accumulation err='accumulating resources from '${entry}': `
  if (!io.files.exists(at)) {
    const missing = `evalsymlink failure on '${at}' : lstat ${at}: no such file or directory`
    throw new KubectlError(`${blame}${missing}': must build at directory: not a valid directory: ${missing}`)
  }
  if (io.files.stat(at).type === 'directory') {
    try {
      return accumulate(io, at)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      throw new KubectlError(`${blame}'${at}' must resolve to a file': couldn't make target for path '${at}': ${error.message}`)
    }
  }
  try {
    return readObjects(io.files.readText(at)).map(object => resourceOf(object))
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new KubectlError(`${blame}MalformedYAMLError: yaml: ${error.message} in File: ${entry}': must build at directory: ` +
      `'${at}': file is not directory`)
  }
}

const readObjects = (text: string): AnyObj[] =>
  splitYamlDocuments(text).map(readYaml).filter(value => value !== undefined && value !== null)
    .flatMap(value => {
      const list = value as AnyObj & { items?: AnyObj[] }
      return list.kind?.endsWith('List') && Array.isArray(list.items) ? list.items : [list]
    })

/** Everything that one kustomization does to the resources below it. */
const transform = (io: Place, directory: string, k: Kustomization, below: readonly Resource[]): Resource[] => {
  let resources = generators(io, directory, k, below)
  for (const text of k.patchesStrategicMerge ?? []) resources = patched(resources, patchText(io, directory, text), undefined)
  for (const patch of k.patches ?? []) resources = patched(resources, patchOf(io, directory, patch), patch.target)
  if (k.namespace) for (const { object } of resources) setNamespace(object, k.namespace)
  rename(resources, k.namePrefix ?? '', k.nameSuffix ?? '')
  for (const { pairs, includeSelectors, includeTemplates } of k.labels ?? []) {
    for (const { object } of resources) {
      addPairs(object, pairs, META_LABELS)
      if (includeSelectors || includeTemplates) addPairs(object, pairs, TEMPLATE_LABELS)
      if (includeSelectors) addPairs(object, pairs, SELECTORS)
    }
  }
  if (k.commonLabels) {
    for (const { object } of resources) addPairs(object, k.commonLabels, [...META_LABELS, ...SELECTORS, ...TEMPLATE_LABELS])
  }
  if (k.commonAnnotations) for (const { object } of resources) addPairs(object, k.commonAnnotations, ANNOTATIONS)
  for (const patch of k.patchesJson6902 ?? []) resources = patched(resources, patchOf(io, directory, patch), patch.target)
  for (const replica of k.replicas ?? []) setReplicas(resources, replica)
  for (const image of k.images ?? []) for (const { object } of resources) setImages(object, image)
  return resources
}

const patchOf = (io: Place, directory: string, { path, patch }: Patch): string =>
  patch ?? (path === undefined ? '' : patchText(io, directory, path))

/** A file's name, or the patch itself. */
const patchText = (io: Place, directory: string, text: string): string => {
  const at = absolute(text, directory)
  if (!text.includes('\n') && io.files.exists(at)) return io.files.readText(at)
  if (text.includes(':')) return text
  throw new KubectlError(`failed to get the patch file from path(${text}): evalsymlink failure on '${at}' : lstat ${at}: no such file or directory`)
}

const generators = (io: Place, directory: string, k: Kustomization, below: readonly Resource[]): Resource[] => {
  const resources = [...below]
  for (const [kind, list] of [['ConfigMap', k.configMapGenerator], ['Secret', k.secretGenerator]] as const) {
    for (const args of list ?? []) {
      const made = generated(io, directory, kind, args, k.generatorOptions)
      const behavior = args.behavior ?? 'create'
      if (behavior === 'create') {
        append(resources, made, args.name)
        continue
      }
      const old = resources.find(({ object, names }) => object.kind === kind && names.includes(args.name))
      if (!old) throw new KubectlError(`merging from generator ${kind}: id ${JSON.stringify(idText(made.object))} does not exist; cannot merge or replace`)
      const keepData = behavior === 'merge' ? old.object['data'] : undefined
      old.object = {
        ...old.object, ...made.object,
        metadata: {
          ...old.object.metadata, labels: { ...old.object.metadata.labels, ...made.object.metadata.labels },
          annotations: { ...old.object.metadata.annotations, ...made.object.metadata.annotations },
        },
        data: { ...keepData, ...made.object['data'] },
      }
      const metadata = old.object.metadata as unknown as Record<string, unknown>
      for (const key of ['labels', 'annotations']) if (Object.keys(metadata[key] as object).length === 0) delete metadata[key]
      old.needsHash = made.needsHash
    }
  }
  return resources
}

const setNamespace = (object: AnyObj, namespace: string): void => {
  if (object.kind === 'Namespace') object.metadata = { ...object.metadata, name: namespace }
  else if (isNamespaced(object)) object.metadata = { ...object.metadata, namespace }
  for (const subject of object['subjects'] ?? []) {
    if (subject.kind === 'ServiceAccount' && subject.name === 'default') subject.namespace = namespace
  }
}

const UNNAMED = new Set(['CustomResourceDefinition', 'Namespace', 'APIService'])

const rename = (resources: readonly Resource[], prefix: string, suffix: string): void => {
  if (prefix === '' && suffix === '') return
  for (const resource of resources) {
    if (UNNAMED.has(resource.object.kind)) continue
    const name = prefix + resource.object.metadata.name + suffix
    resource.names.push(name)
    resource.object.metadata = { ...resource.object.metadata, name }
  }
}

/** Names that objects call each other by follow the renaming. */
const fixReferences = (resources: readonly Resource[]): void => {
  const byKind = new Map<string, Resource[]>()
  for (const resource of resources) {
    const same = byKind.get(resource.object.kind)
    if (same) same.push(resource)
    else byKind.set(resource.object.kind, [resource])
  }
  for (const { object } of resources) {
    for (const reference of referencesOf(object)) {
      const target = byKind.get(reference.kind)?.find(({ names }) => names.includes(reference.get()))
      if (!target) continue
      reference.set(target.object.metadata.name)
      if (reference.kind === 'ServiceAccount') moveSubject(object, target)
    }
  }
}

const moveSubject = (object: AnyObj, target: Resource): void => {
  for (const subject of object['subjects'] ?? []) {
    const { name, namespace } = target.object.metadata
    if (subject.kind === 'ServiceAccount' && subject.name === name && namespace !== undefined) subject.namespace = namespace
  }
}

const SCALABLE = new Set(['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'])

const setReplicas = (resources: readonly Resource[], { name, count }: { name: string; count: number }): void => {
  const hits = resources.filter(({ object, names }) => SCALABLE.has(object.kind) && names.includes(name))
  if (hits.length === 0) {
    throw new KubectlError(`resource with name ${name} does not match a config with the following GVK ` +
      '[Deployment.[noVer].[noGrp] ReplicationController.[noVer].[noGrp] ReplicaSet.[noVer].[noGrp] StatefulSet.[noVer].[noGrp]]')
  }
  for (const { object } of hits) object['spec'] = { ...object['spec'], replicas: count }
}

const setImages = (
  object: AnyObj, { name, newName, newTag, digest }: { name: string; newName?: string; newTag?: string; digest?: string },
): void => {
  for (const pod of podSpecs(object)) {
    for (const container of [...(pod.initContainers ?? []), ...(pod.containers ?? [])]) {
      const [, base = '', rest = ''] = /^(.*?)((?::[^:/@]+)?(?:@.*)?)$/.exec(String(container.image ?? '')) ?? []
      if (base !== name) continue
      const tail = digest ? `@${digest}` : newTag !== undefined ? `:${newTag}` : rest
      container.image = (newName ?? base) + tail
    }
  }
}
