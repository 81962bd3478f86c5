/** A kubeconfig: read from one file or merged from several, and written back where each entry came from. */
import { byCodePoint } from '../../lib/json.ts'
import { FileError, type Files } from '../../lib/files.ts'
import { YamlError, readYaml } from '../../lib/yaml-read.ts'
import { writeYaml } from '../../lib/yaml-write.ts'
import { KubectlError } from '../errors.ts'

export interface ClusterEntry {
  server?: string
  'tls-server-name'?: string
  'insecure-skip-tls-verify'?: boolean
  'certificate-authority'?: string
  'certificate-authority-data'?: string
  'proxy-url'?: string
  'disable-compression'?: boolean
  extensions?: unknown
}

export interface ContextEntry {
  cluster: string
  user: string
  namespace?: string
  extensions?: unknown
}

export interface UserEntry {
  'client-certificate'?: string
  'client-certificate-data'?: string
  'client-key'?: string
  'client-key-data'?: string
  token?: string
  tokenFile?: string
  as?: string
  'as-uid'?: string
  'as-groups'?: string[]
  'as-user-extra'?: Record<string, string[]>
  username?: string
  password?: string
  'auth-provider'?: unknown
  exec?: unknown
  extensions?: unknown
}

export interface Kubeconfig {
  clusters: Map<string, ClusterEntry>
  contexts: Map<string, ContextEntry>
  users: Map<string, UserEntry>
  currentContext: string
  extensions?: unknown
}

export type Section = 'clusters' | 'contexts' | 'users'

export const emptyConfig = (): Kubeconfig =>
  ({ clusters: new Map(), contexts: new Map(), users: new Map(), currentContext: '' })

const MEMBER = { clusters: 'cluster', contexts: 'context', users: 'user' } as const

/** One file. Throws KubectlError with the loader's words. */
export const readKubeconfig = (files: Files, path: string, shown: string): Kubeconfig => {
  const fail = (why: string): never => {
    throw new KubectlError(`error loading config file "${shown}": ${why}`)
  }
  let text: string
  try {
    text = files.readText(path)
  } catch (error) {
    if (error instanceof FileError) return fail(`open ${shown}: ${error.text.toLowerCase()}`)
    throw error
  }
  let document: unknown
  try {
    document = readYaml(text)
  } catch (error) {
    if (error instanceof YamlError) return fail(`yaml: ${error.message}`)
    throw error
  }
  if (document === undefined || document === null) return emptyConfig()
  if (typeof document !== 'object' || Array.isArray(document)) {
    const type = typeof document === 'object' ? 'array' : typeof document
    return fail(`json: cannot unmarshal ${type} into Go value of type v1.Config`)
  }
  return decode(document as Record<string, unknown>, fail)
}

const GO_TYPE = { clusters: 'NamedCluster', contexts: 'NamedContext', users: 'NamedAuthInfo' } as const

const decode = (document: Record<string, unknown>, fail: (why: string) => never): Kubeconfig => {
  const config = emptyConfig()
  for (const section of ['clusters', 'contexts', 'users'] as const) {
    const entries = document[section] ?? []
    if (!Array.isArray(entries)) {
      const type = typeof entries === 'object' ? 'object' : typeof entries
      fail(`json: cannot unmarshal ${type} into Go struct field Config.${section} of type []v1.${GO_TYPE[section]}`)
    }
    for (const entry of entries as Record<string, unknown>[]) {
      const name = String(entry?.['name'] ?? '')
      config[section].set(name, { ...(entry?.[MEMBER[section]] as object) } as never)
    }
  }
  for (const context of config.contexts.values()) {
    context.cluster ??= ''
    context.user ??= ''
  }
  if (typeof document['current-context'] === 'string') config.currentContext = document['current-context']
  if (document['extensions'] !== undefined) config.extensions = document['extensions']
  return config
}

/** The file's form: entries sorted by name, empty sections null. */
export const kubeconfigObject = (config: Kubeconfig): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: named(config.clusters, 'cluster'),
  contexts: named(config.contexts, 'context'),
  'current-context': config.currentContext,
  users: named(config.users, 'user'),
  ...(config.extensions === undefined ? {} : { extensions: config.extensions }),
})

export const writeKubeconfig = (files: Files, path: string, config: Kubeconfig): void => {
  files.mkdir(path.slice(0, Math.max(1, path.lastIndexOf('/'))), { recursive: true })
  files.write(path, writeYaml(kubeconfigObject(config)), { mode: 0o600 })
}

const named = (entries: ReadonlyMap<string, object>, member: string): unknown[] | null => {
  if (entries.size === 0) return null
  return [...entries.keys()].sort(byCodePoint).map(name => ({ [member]: clean(entries.get(name)!), name }))
}

/** Empty strings and false are not written (omitempty), but for server, cluster and user. */
const clean = (entry: object): object => {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(entry)) {
    const needed = key === 'server' || key === 'cluster' || key === 'user'
    if (value === undefined || value === null || value === false || (value === '' && !needed)) continue
    kept[key] = value
  }
  return kept
}
