/** kubectl config view. */
import { FileError } from '../../lib/files.ts'
import { type Kubeconfig, type UserEntry, emptyConfig, kubeconfigObject } from '../config/kubeconfig.ts'
import { KubectlError, usageError } from '../errors.ts'
import { absolute } from '../paths.ts'
import { outputOf } from '../printers/printer.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const configView: Verb = { path: 'config view', run }

/** Upstream: `kubectl/pkg/cmd/config/view.go`. */
function run(session: Session): number {
  const { flags, args } = session
  if (args.length > 0) throw usageError('config view', `unexpected arguments: [${args.join(' ')}]`)
  if (!flags.bool('merge') && flags.string('kubeconfig') === '') {
    throw new KubectlError('if merge==false a precise file must be specified')
  }
  const output = outputOf(session)
  let config = copyOf(session.config.merged)
  if (flags.string('context') !== '') config.currentContext = flags.string('context')
  if (flags.bool('minify')) config = minified(config)
  if (flags.bool('flatten')) flatten(session, config)
  else if (!flags.bool('raw')) redact(config)
  const object = ordered(kubeconfigObject(config))
  if (output.form === 'print') session.print(output.print(object, true))
  else session.print('config/<unknown>\n')
  return 0
}

const copyOf = (config: Kubeconfig): Kubeconfig => structuredClone(config)

/** The order of v1.Config's members. */
const ordered = (object: Record<string, unknown>): object => {
  const { kind, apiVersion, clusters, users, contexts, ...rest } = object
  return { kind, apiVersion, clusters: named(clusters), users: named(users), contexts: named(contexts), ...rest }
}

const named = (entries: unknown): unknown =>
  Array.isArray(entries) ? entries.map(({ name, ...rest }) => ({ name, ...rest })) : entries

/** Upstream: `client-go/tools/clientcmd/api/helpers.go` MinifyConfig. */
const minified = (config: Kubeconfig): Kubeconfig => {
  if (config.currentContext === '') throw new KubectlError('current-context must exist in order to minify')
  const context = config.contexts.get(config.currentContext)
  if (!context) throw new KubectlError(`cannot locate context ${config.currentContext}`)
  const small = emptyConfig()
  small.currentContext = config.currentContext
  small.contexts.set(config.currentContext, context)
  if (context.user !== '') {
    const user = config.users.get(context.user)
    if (!user) throw new KubectlError(`cannot locate user ${context.user}`)
    small.users.set(context.user, user)
  }
  if (context.cluster !== '') {
    const cluster = config.clusters.get(context.cluster)
    if (!cluster) throw new KubectlError(`cannot locate cluster ${context.cluster}`)
    small.clusters.set(context.cluster, cluster)
  }
  return small
}

const HIDDEN: readonly (keyof UserEntry)[] = ['client-certificate-data', 'client-key-data']

const redact = (config: Kubeconfig): void => {
  for (const cluster of config.clusters.values()) {
    if (cluster['certificate-authority-data']) cluster['certificate-authority-data'] = 'DATA+OMITTED'
  }
  for (const user of config.users.values() as Iterable<Record<string, unknown>>) {
    for (const key of HIDDEN) if (user[key]) user[key] = 'DATA+OMITTED'
    for (const key of ['token', 'password']) if (user[key]) user[key] = 'REDACTED'
  }
}

/** Files become data. */
const flatten = (session: Session, config: Kubeconfig): void => {
  const embed = (entry: Record<string, unknown>, key: string): void => {
    const path = entry[key]
    if (typeof path !== 'string' || path === '' || entry[`${key}-data`]) return
    entry[`${key}-data`] = Buffer.from(readFile(session, path)).toString('base64')
    delete entry[key]
  }
  for (const cluster of config.clusters.values()) embed(cluster as Record<string, unknown>, 'certificate-authority')
  for (const user of config.users.values()) {
    embed(user as Record<string, unknown>, 'client-certificate')
    embed(user as Record<string, unknown>, 'client-key')
  }
}

export const readFile = (session: Session, path: string): Uint8Array => {
  const at = absolute(path, session.io.cwd)
  try {
    return session.io.files.readBytes(at)
  } catch (error) {
    if (error instanceof FileError) throw new KubectlError(`open ${at}: ${error.text.toLowerCase()}`)
    throw error
  }
}
