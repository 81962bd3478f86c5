/** kubectl config set-cluster, set-credentials, set, unset. */
import type { Section, UserEntry } from '../config/kubeconfig.ts'
import { KubectlError } from '../errors.ts'
import { absolute } from '../paths.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { helpAndFail, setCurrent, sourceFor } from './config-contexts.ts'
import { readFile } from './config-view.ts'

const embedded = (session: Session, path: string): string => Buffer.from(readFile(session, path)).toString('base64')

/** Upstream: `kubectl/pkg/cmd/config/set_cluster.go`. */
export const configSetCluster: Verb = {
  path: 'config set-cluster',
  run: session => {
    const { flags, args } = session
    if (args.length !== 1) helpAndFail(session, `Unexpected args: [${args.join(' ')}]`)
    const name = args[0]!
    const ca = flags.string('certificate-authority')
    if (flags.bool('embed-certs') && ca === '') throw new KubectlError('you must specify a --certificate-authority to embed')
    if (flags.bool('insecure-skip-tls-verify') && ca !== '') {
      throw new KubectlError('you cannot specify a certificate authority and insecure mode at the same time')
    }
    const source = sourceFor(session, 'clusters', name)
    const cluster = source.config.clusters.get(name) ?? { server: '' }
    if (flags.changed('server')) cluster.server = flags.string('server').replace(/(.)\/$/, '$1')
    if (flags.changed('tls-server-name')) cluster['tls-server-name'] = flags.string('tls-server-name')
    if (flags.changed('proxy-url')) cluster['proxy-url'] = flags.string('proxy-url')
    if (flags.changed('insecure-skip-tls-verify')) {
      cluster['insecure-skip-tls-verify'] = flags.bool('insecure-skip-tls-verify')
      if (flags.bool('insecure-skip-tls-verify')) {
        delete cluster['certificate-authority']
        delete cluster['certificate-authority-data']
      }
    }
    if (flags.changed('certificate-authority')) {
      delete cluster['insecure-skip-tls-verify']
      if (flags.bool('embed-certs')) {
        cluster['certificate-authority-data'] = embedded(session, ca)
        delete cluster['certificate-authority']
      } else {
        cluster['certificate-authority'] = relative(session, source.path, ca)
        delete cluster['certificate-authority-data']
      }
    }
    source.config.clusters.set(name, cluster)
    session.config.save(source)
    session.print(`Cluster "${name}" set.\n`)
    return 0
  },
}

/** Paths in a kubeconfig are kept relative to it where they lie below it. */
const relative = (session: Session, config: string, path: string): string => {
  const at = absolute(path, session.io.cwd)
  const directory = config.slice(0, config.lastIndexOf('/') + 1)
  return at.startsWith(directory) ? at.slice(directory.length) : at
}

/** Upstream: `kubectl/pkg/cmd/config/set_credentials.go`. */
export const configSetCredentials: Verb = {
  path: 'config set-credentials',
  run: session => {
    const { flags, args } = session
    if (args.length !== 1) helpAndFail(session, `unexpected args: [${args.join(' ')}]`)
    const name = args[0]!
    const basic = flags.changed('username') || flags.changed('password')
    if (flags.string('token') !== '' && basic) {
      throw new KubectlError('you cannot specify more than one authentication method at the same time: --token, --username/--password')
    }
    const source = sourceFor(session, 'users', name)
    const user: UserEntry = source.config.users.get(name) ?? {}
    setCertificate(session, user, source.path, 'client-certificate')
    setCertificate(session, user, source.path, 'client-key')
    if (flags.changed('token')) user.token = flags.string('token')
    if (flags.changed('username')) user.username = flags.string('username')
    if (flags.changed('password')) user.password = flags.string('password')
    if (flags.string('token') !== '') {
      delete user.username
      delete user.password
    }
    if (basic) delete user.token
    source.config.users.set(name, user)
    session.config.save(source)
    session.print(`User "${name}" set.\n`)
    return 0
  },
}

const setCertificate = (
  session: Session, user: UserEntry, config: string, key: 'client-certificate' | 'client-key',
): void => {
  const path = session.flags.string(key)
  if (!session.flags.changed(key)) return
  if (session.flags.bool('embed-certs')) {
    user[`${key}-data`] = embedded(session, path)
    delete user[key]
  } else {
    user[key] = relative(session, config, path)
    delete user[`${key}-data`]
  }
}

const BYTES = new Set(['certificate-authority-data', 'client-certificate-data', 'client-key-data'])
const BOOLS = new Set(['insecure-skip-tls-verify', 'disable-compression'])

/** Upstream: `kubectl/pkg/cmd/config/set.go`. */
export const configSet: Verb = {
  path: 'config set',
  run: session => {
    if (session.args.length !== 2) helpAndFail(session, `Unexpected args: [${session.args.join(' ')}]`)
    const [property, value] = session.args as [string, string]
    if (property === 'current-context') setCurrent(session, value)
    else {
      const { section, name, field } = parse(property)
      if (field === undefined) throw new KubectlError(`unable to parse ${property} after [] at api.Config`)
      const source = sourceFor(session, section, name)
      const entry = (source.config[section].get(name) ?? blank(section)) as Record<string, unknown>
      entry[field] = converted(session, field, value)
      source.config[section].set(name, entry as never)
      session.config.save(source)
    }
    session.print(`Property "${property}" set.\n`)
    return 0
  },
}

const blank = (section: Section): object =>
  section === 'contexts' ? { cluster: '', user: '' } : section === 'clusters' ? { server: '' } : {}

const converted = (session: Session, field: string, value: string): unknown => {
  if (BOOLS.has(field)) {
    if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true
    if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false
    throw new KubectlError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`)
  }
  if (!BYTES.has(field)) return value
  if (session.flags.bool('set-raw-bytes')) return Buffer.from(value).toString('base64')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) {
    throw new KubectlError('error decoding base64 value: illegal base64 data at input byte ' +
      `${Math.max(0, value.search(/[^A-Za-z0-9+/=]/))}`)
  }
  return value
}

const parse = (property: string): { section: Section; name: string; field: string | undefined } => {
  const parts = property.split('.')
  const section = parts[0]
  if (section !== 'clusters' && section !== 'contexts' && section !== 'users') {
    throw new KubectlError(`unable to parse ${property} after [] at api.Config`)
  }
  const field = parts.length > 2 ? parts.at(-1) : undefined
  return { section, name: parts.slice(1, field === undefined ? undefined : -1).join('.'), field }
}

export const configUnset: Verb = {
  path: 'config unset',
  run: session => {
    if (session.args.length !== 1) helpAndFail(session, `Unexpected args: [${session.args.join(' ')}]`)
    const property = session.args[0]!
    if (property === 'current-context') {
      for (const source of session.config.sources) {
        if (source.config.currentContext === '') continue
        source.config.currentContext = ''
        session.config.save(source)
        break
      }
    } else {
      const { section, name, field } = parse(property)
      const source = sourceFor(session, section, name)
      if (field === undefined) source.config[section].delete(name)
      else delete (source.config[section].get(name) as Record<string, unknown> | undefined)?.[field]
      session.config.save(source)
    }
    session.print(`Property "${property}" unset.\n`)
    return 0
  },
}
