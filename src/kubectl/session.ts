/** One call of kubectl: its arguments, its surroundings, and the way to the cluster. */
import type { Io } from '../lib/process.ts'
import type { Flags } from './arguments/flags.ts'
import { Client, connect } from './client/client.ts'
import { type Discovery, Mapper } from './client/mapper.ts'
import type { Cluster } from './cluster.ts'
import { type ConfigAccess, openConfig } from './config/config-access.ts'

export interface Session {
  /** "get", "create deployment" */
  readonly path: string
  readonly args: readonly string[]
  readonly flags: Flags
  /** How many arguments stand before `--`; -1 when there is none. */
  readonly dash: number
  /** The words behind the command's name, as they were given. */
  readonly words: readonly string[]
  readonly io: Io
  readonly cluster: Cluster
  /** What this kubectl knows of custom resources from earlier calls. */
  readonly discovery: Discovery
  readonly config: ConfigAccess
  /** The namespace in force. */
  readonly namespace: string
  /** It was asked for on the command line. */
  readonly namespaceGiven: boolean
  readonly client: Client
  readonly mapper: Mapper
  print(text: string): void
  warn(text: string): void
}

export const openSession = (
  parts: Pick<Session, 'path' | 'args' | 'flags' | 'dash' | 'words' | 'io' | 'cluster' | 'discovery'>,
): Session => {
  let config: ConfigAccess | undefined
  let client: Client | undefined
  let mapper: Mapper | undefined
  return {
    ...parts,
    get config() {
      config ??= openConfig(parts.io, parts.flags.string('kubeconfig'))
      return config
    },
    get namespace() {
      if (parts.flags.string('namespace') !== '') return parts.flags.string('namespace')
      const { merged } = this.config
      const name = parts.flags.string('context') || merged.currentContext
      return merged.contexts.get(name)?.namespace || 'default'
    },
    get namespaceGiven() {
      return parts.flags.string('namespace') !== ''
    },
    get client() {
      client ??= new Client(connect(this), this)
      return client
    },
    get mapper() {
      mapper ??= new Mapper(this.client.kinds, parts.discovery, text => this.client.printWarnings([text]))
      return mapper
    },
    print: text => parts.io.stdout.write(text),
    warn: text => parts.io.stderr.write(text),
  }
}
