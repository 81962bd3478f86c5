/** The server and credentials that kubeconfig and flags come down to. */
import { flagSpecsOf } from '../arguments/flag-specs.ts'
import type { Target } from '../cluster.ts'
import type { ClusterEntry, ContextEntry, UserEntry } from '../config/kubeconfig.ts'
import { KubectlError } from '../errors.ts'
import { absolute } from '../paths.ts'
import type { Session } from '../session.ts'

const NOWHERE = 'http://localhost:8080'

/** Upstream: `client-go/tools/clientcmd/client_config.go`. */
export const targetOf = (session: Session): Target => {
  const { flags } = session
  const { merged } = session.config
  const contextName = flags.string('context') || merged.currentContext
  const context = merged.contexts.get(contextName)
  if (!context && flags.string('context') !== '') {
    throw new KubectlError(`context "${contextName}" does not exist`)
  }
  const cluster = clusterOf(session, context)
  const user = userOf(session, context)
  const server = global(session, 'server') || cluster.server || NOWHERE
  return {
    server,
    insecure: flags.bool('insecure-skip-tls-verify') || cluster['insecure-skip-tls-verify'] === true,
    ...pem(session, 'certificateAuthority', cluster['certificate-authority-data'],
      flags.string('certificate-authority') || cluster['certificate-authority']),
    ...pem(session, 'clientCertificate', user['client-certificate-data'],
      flags.string('client-certificate') || user['client-certificate']),
    ...pem(session, 'clientKey', user['client-key-data'], flags.string('client-key') || user['client-key']),
    ...given('token', global(session, 'token') || user.token || tokenFrom(session, user.tokenFile)),
    ...given('username', global(session, 'username') || user.username),
    ...given('password', global(session, 'password') || user.password),
  }
}

/** A flag of this name that the command has for itself says nothing about the connection. */
const global = (session: Session, name: string): string =>
  flagSpecsOf(session.path).get(name) === flagSpecsOf('').get(name) ? session.flags.string(name) : ''

const clusterOf = (session: Session, context: ContextEntry | undefined): ClusterEntry => {
  const { clusters } = session.config.merged
  const asked = global(session, 'cluster')
  const name = asked || context?.cluster || ''
  const cluster = clusters.get(name)
  if (!cluster && asked !== '') throw new KubectlError(`cluster "${asked}" does not exist`)
  return cluster ?? {}
}

const userOf = (session: Session, context: ContextEntry | undefined): UserEntry => {
  const asked = global(session, 'user')
  const user = session.config.merged.users.get(asked || context?.user || '')
  if (!user && asked !== '') throw new KubectlError(`auth info "${asked}" does not exist`)
  return user ?? {}
}

const given = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [P in K]?: string }

/** Embedded data wins over a file's name. */
const pem = <K extends string>(
  session: Session, key: K, data: string | undefined, file: string | undefined,
): { [P in K]?: string } => {
  if (data) return given(key, Buffer.from(data, 'base64').toString('utf8'))
  if (!file) return {}
  return given(key, readOrFail(session, file))
}

const tokenFrom = (session: Session, file: string | undefined): string | undefined =>
  file ? readOrFail(session, file).trim() : undefined

const readOrFail = (session: Session, file: string): string => {
  const path = absolute(file, session.io.cwd)
  if (session.io.files.exists(path)) return session.io.files.readText(path)
  throw new KubectlError(`unable to read ${file}: open ${file}: no such file or directory`)
}
