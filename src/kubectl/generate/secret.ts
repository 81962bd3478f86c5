/** kubectl create secret generic, tls, docker-registry. */
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { FileError } from '../../lib/files.ts'
import { writeJson } from '../../lib/json.ts'
import { KubectlError } from '../errors.ts'
import { absolute } from '../paths.ts'
import type { Session } from '../session.ts'
import type { Generator } from './generator.ts'
import { nameHash } from './hash.ts'
import { addSources, base64, configKeyComplaint } from './sources.ts'

/** Upstream: `kubectl/pkg/cmd/create/create_secret.go`. */
export const secretGeneric: Generator = {
  path: 'create secret generic', apiVersion: 'v1', kind: 'Secret', failure: 'failed to create secret ',
  build(session, name) {
    const type = session.flags.string('type')
    return secret(session, name, type, gather(session))
  },
}

/** Upstream: `kubectl/pkg/cmd/create/create_secret_tls.go`. */
export const secretTls: Generator = {
  path: 'create secret tls', apiVersion: 'v1', kind: 'Secret', failure: 'failed to create secret ',
  build(session, name) {
    const { flags } = session
    if (flags.string('key') === '' || flags.string('cert') === '') throw new KubectlError('key and cert must be specified')
    const cert = readPem(session, flags.string('cert'))
    const key = readPem(session, flags.string('key'))
    checkPair(cert, key)
    const data = { 'tls.crt': Buffer.from(cert).toString('base64'), 'tls.key': Buffer.from(key).toString('base64') }
    return secret(session, name, 'kubernetes.io/tls', data)
  },
}

/** Upstream: `kubectl/pkg/cmd/create/create_secret_docker.go`. */
export const secretDockerRegistry: Generator = {
  path: 'create secret docker-registry', apiVersion: 'v1', kind: 'Secret', failure: 'failed to create secret ',
  build(session, name) {
    const { flags } = session
    const username = flags.string('docker-username')
    const password = flags.string('docker-password')
    const server = flags.string('docker-server')
    const email = flags.string('docker-email')
    const fromFiles = flags.list('from-file').length > 0
    if (!fromFiles && (username === '' || password === '' || server === '')) {
      throw new KubectlError('either --from-file or the combination of --docker-username, --docker-password and ' +
        '--docker-server is required')
    }
    const data = fromFiles ? gather(session, '.dockerconfigjson') : {
      '.dockerconfigjson': Buffer.from(dockerConfig(server, username, password, email)).toString('base64'),
    }
    return secret(session, name, 'kubernetes.io/dockerconfigjson', data)
  },
}

const dockerConfig = (server: string, username: string, password: string, email: string): string => {
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  const entry = { username, password, ...(email === '' ? {} : { email }), auth }
  return JSON.stringify({ auths: { [server]: entry } }).replace(/[<>&]/g, char =>
    `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const secret = (session: Session, name: string, type: string, data: Record<string, string>): Record<string, unknown> => {
  const body = {
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(type === '' ? {} : { type }),
  }
  if (!session.flags.bool('append-hash')) return body
  const hash = nameHash(writeJson({ kind: 'Secret', type, name, data }))
  return { ...body, metadata: { name: `${name}-${hash}` } }
}

const gather = (session: Session, onlyKey?: string): Record<string, string> => {
  const data: Record<string, string> = {}
  const add = (given: string, bytes: Uint8Array): void => {
    const key = onlyKey !== undefined && session.flags.list('from-file').every(source => !source.includes('=')) ? onlyKey : given
    const complaint = configKeyComplaint(key)
    if (complaint !== undefined) throw new KubectlError(`"${key}" is not valid key name for a Secret ${complaint}`)
    if (Object.hasOwn(data, key)) throw new KubectlError(`cannot add key ${key}, another key by that name already exists`)
    data[key] = base64(bytes)
  }
  addSources(session, add)
  return data
}

const readPem = (session: Session, path: string): string => {
  try {
    return session.io.files.readText(absolute(path, session.io.cwd))
  } catch (error) {
    if (error instanceof FileError) {
      throw new KubectlError(`Cannot read file ${path}, open ${path}: ${error.text.toLowerCase()}`)
    }
    throw error
  }
}

/** Go's tls.X509KeyPair. */
const checkPair = (cert: string, key: string): void => {
  if (!/-----BEGIN CERTIFICATE-----/.test(cert)) {
    throw new KubectlError(/-----BEGIN /.test(cert)
      ? 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
      : 'tls: failed to find any PEM data in certificate input')
  }
  if (!/-----BEGIN (.* )?PRIVATE KEY-----/.test(key)) {
    throw new KubectlError(/-----BEGIN CERTIFICATE/.test(key)
      ? 'tls: found a certificate rather than a key in the PEM for the private key'
      : 'tls: failed to find any PEM data in key input')
  }
  let matches: boolean
  try {
    matches = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    throw new KubectlError('tls: failed to parse private key')
  }
  if (!matches) throw new KubectlError('tls: private key does not match public key')
}
