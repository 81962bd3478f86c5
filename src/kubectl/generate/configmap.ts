/** kubectl create configmap. */
import { writeJson } from '../../lib/json.ts'
import { KubectlError } from '../errors.ts'
import type { Generator } from './generator.ts'
import { nameHash } from './hash.ts'
import { addSources, base64, configKeyComplaint, utf8 } from './sources.ts'

/** Upstream: `kubectl/pkg/cmd/create/create_configmap.go`. */
export const configMap: Generator = {
  path: 'create configmap', apiVersion: 'v1', kind: 'ConfigMap', failure: 'failed to create configmap: ',
  build(session, name) {
    const data: Record<string, string> = {}
    const binaryData: Record<string, string> = {}
    addSources(session, (key, bytes) => {
      const complaint = configKeyComplaint(key)
      if (complaint !== undefined) throw new KubectlError(`"${key}" is not a valid key name for a ConfigMap: ${complaint}`)
      const text = utf8(bytes)
      if (Object.hasOwn(data, key) || Object.hasOwn(binaryData, key)) {
        const where = Object.hasOwn(data, key) ? 'Data' : 'BinaryData'
        throw new KubectlError(`cannot add key "${key}", another key by that name already exists in ${where} for ConfigMap "${name}"`)
      }
      if (text === undefined) binaryData[key] = base64(bytes)
      else data[key] = text
    })
    const some = {
      ...(Object.keys(data).length > 0 ? { data } : {}),
      ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
    }
    if (!session.flags.bool('append-hash')) return some
    const hash = nameHash(writeJson({ kind: 'ConfigMap', name, ...some, data }))
    return { ...some, metadata: { name: `${name}-${hash}` } }
  },
}
