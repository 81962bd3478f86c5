/** ConfigMaps and Secrets that a kustomization generates. */
import type { AnyObj } from '../../kinds/object.ts'
import { FileError } from '../../lib/files.ts'
import { writeJson } from '../../lib/json.ts'
import type { Io } from '../../lib/process.ts'
import { KubectlError } from '../errors.ts'
import { nameHash } from '../generate/hash.ts'
import { base64, utf8 } from '../generate/sources.ts'
import { baseName, joined } from '../paths.ts'
import type { GeneratorArgs, GeneratorOptions } from './kustomization.ts'
import { type Resource, resourceOf } from './resource.ts'

const encoder = new TextEncoder()

/** Upstream: kustomize `api/internal/generators`. `directory` is absolute. */
export const generated = (
  io: Pick<Io, 'files'>, directory: string, kind: 'ConfigMap' | 'Secret', args: GeneratorArgs, common: GeneratorOptions = {},
): Resource => {
  const pairs = pairsOf(io, directory, args)
  const data: Record<string, string> = {}
  const binaryData: Record<string, string> = {}
  for (const [key, bytes] of pairs) {
    const text = utf8(bytes)
    if (kind === 'Secret') data[key] = base64(bytes)
    else if (text === undefined) binaryData[key] = base64(bytes)
    else data[key] = text
  }
  const labels = { ...common.labels, ...args.options?.labels }
  const annotations = { ...common.annotations, ...args.options?.annotations }
  const object = {
    apiVersion: 'v1', kind,
    metadata: {
      name: args.name, ...(args.namespace ? { namespace: args.namespace } : {}),
      ...(Object.keys(labels).length > 0 ? { labels } : {}), ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    ...(kind === 'Secret' ? { type: args.type ?? 'Opaque' } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
    ...(args.options?.immutable ?? common.immutable ? { immutable: true } : {}),
  } as unknown as AnyObj
  return resourceOf(object, !(args.options?.disableNameSuffixHash ?? common.disableNameSuffixHash ?? false))
}

const pairsOf = (io: Pick<Io, 'files'>, directory: string, args: GeneratorArgs): [string, Uint8Array][] => {
  const pairs: [string, Uint8Array][] = []
  const envs = [...(args.envs ?? []), ...(args.env ? [args.env] : [])]
  for (const file of envs) {
    for (const line of new TextDecoder().decode(read(io, directory, file)).split('\n')) {
      const content = line.trimStart()
      if (content === '' || content.startsWith('#')) continue
      const equals = content.indexOf('=')
      pairs.push([equals < 0 ? content : content.slice(0, equals), encoder.encode(equals < 0 ? '' : content.slice(equals + 1))])
    }
  }
  for (const literal of args.literals ?? []) {
    const equals = literal.indexOf('=')
    if (equals <= 0) throw new KubectlError(`invalid literal source ${literal}, expected key=value`)
    pairs.push([literal.slice(0, equals), encoder.encode(literal.slice(equals + 1).replace(/^(["'])(.*)\1$/s, '$2'))])
  }
  for (const source of args.files ?? []) {
    const equals = source.indexOf('=')
    const path = equals < 0 ? source : source.slice(equals + 1)
    pairs.push([equals < 0 ? baseName(source) : source.slice(0, equals), read(io, directory, path)])
  }
  return pairs
}

const read = (io: Pick<Io, 'files'>, directory: string, path: string): Uint8Array => {
  try {
    return io.files.readBytes(joined(directory, path))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new KubectlError(`loading KV pairs: file sources: [${path}]: evalsymlink failure on '${joined(directory, path)}' : ` +
      `lstat ${joined(directory, path)}: no such file or directory`)
  }
}

/** Upstream: kustomize `api/hasher/hasher.go`, which looks the name up where there is none. */
export const hashOf = (object: AnyObj): string => {
  const { kind } = object
  const data = object['data'] ?? ''
  const extra = object['binaryData'] ? { binaryData: object['binaryData'] } : {}
  return nameHash(writeJson(kind === 'Secret'
    ? { kind, type: object['type'], name: '', data }
    : { kind, name: '', data, ...extra }))
}
