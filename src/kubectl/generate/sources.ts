/** --from-literal, --from-file and --from-env-file of ConfigMaps and Secrets. */
import { FileError } from '../../lib/files.ts'
import { KubectlError } from '../errors.ts'
import { absolute, baseName, joined } from '../paths.ts'
import type { Session } from '../session.ts'

/** Called for every key in the order of the sources. */
export type Add = (key: string, value: Uint8Array) => void

const encoder = new TextEncoder()

/** Upstream: `kubectl/pkg/cmd/create/create_configmap.go`, `kubectl/pkg/util/util.go`. */
export const addSources = (session: Session, add: Add): void => {
  const { flags } = session
  const files = flags.list('from-file')
  const literals = flags.has('from-literal') ? flags.list('from-literal') : []
  const envFiles = flags.has('from-env-file') ? flags.list('from-env-file') : []
  if (envFiles.length > 0 && (files.length > 0 || literals.length > 0)) {
    throw new KubectlError('from-env-file cannot be combined with from-file or from-literal')
  }
  for (const source of files) addFile(session, source, add)
  for (const source of literals) {
    const equals = source.indexOf('=')
    if (equals <= 0) throw new KubectlError(`invalid literal source ${source}, expected key=value`)
    add(source.slice(0, equals), encoder.encode(source.slice(equals + 1)))
  }
  for (const source of envFiles) addEnvFile(session, source, add)
}

const addFile = (session: Session, source: string, add: Add): void => {
  const { key, path } = parseSource(source)
  const { files, cwd } = session.io
  const at = absolute(path, cwd)
  if (!files.exists(at)) throw new KubectlError(`error reading ${path}: no such file or directory`)
  if (files.stat(at).type !== 'directory') {
    add(key, read(session, path))
    return
  }
  if (source.includes('=')) throw new KubectlError('cannot give a key name for a directory path')
  for (const name of files.list(at)) {
    const inside = joined(path, name)
    if (files.stat(absolute(inside, cwd)).type === 'file') add(name, read(session, inside))
  }
}

const parseSource = (source: string): { key: string; path: string } => {
  const parts = source.split('=')
  if (parts.length === 1) return { key: baseName(source), path: source }
  if (source.startsWith('=')) throw new KubectlError(`key name for file path ${source.slice(1)} missing`)
  if (source.endsWith('=')) throw new KubectlError(`file path for key name ${source.slice(0, -1)} missing`)
  if (parts.length > 2) throw new KubectlError('key names or file paths cannot contain \'=\'')
  return { key: parts[0]!, path: parts[1]! }
}

const addEnvFile = (session: Session, path: string, add: Add): void => {
  const at = absolute(path, session.io.cwd)
  if (!session.io.files.exists(at)) throw new KubectlError(`error reading ${path}: no such file or directory`)
  if (session.io.files.stat(at).type === 'directory') throw new KubectlError(`env config file cannot be a directory`)
  const text = new TextDecoder().decode(read(session, path))
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    const content = line.replace(/^[ \t]+/, '').replace(/\r$/, '')
    if (content === '' || content.startsWith('#')) continue
    const equals = content.indexOf('=')
    const key = equals < 0 ? content : content.slice(0, equals)
    const complaint = environmentNameComplaint(key)
    if (complaint !== undefined) {
      throw new KubectlError(`"${key}" is not a valid key name: ${complaint}`)
    }
    add(key, encoder.encode(equals < 0 ? session.io.env.get(key) ?? '' : content.slice(equals + 1)))
  }
}

/** Upstream: `apimachinery/pkg/util/validation/validation.go` IsEnvVarName. */
export const environmentNameComplaint = (name: string): string | undefined => {
  if (name === '.') return "must not be '.'"
  if (name === '..') return "must not be '..'"
  if (name.startsWith('..')) return "must not start with '..'"
  if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) return undefined
  return "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must " +
    "not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is " +
    "'[-._a-zA-Z][-._a-zA-Z0-9]*')"
}

const KEY_MAX = 253

/** Upstream: IsConfigMapKey. */
export const configKeyComplaint = (key: string): string | undefined => {
  const complaints: string[] = []
  if (key.length > KEY_MAX) complaints.push(`must be no more than ${KEY_MAX} characters`)
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
    complaints.push("a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or " +
      "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")
  } else if (key === '.' || key === '..') complaints.push(`must not be '${key}'`)
  else if (key.startsWith('..')) complaints.push("must not start with '..'")
  return complaints.length === 0 ? undefined : complaints.join(';')
}

const read = (session: Session, path: string): Uint8Array => {
  try {
    return session.io.files.readBytes(absolute(path, session.io.cwd))
  } catch (error) {
    if (error instanceof FileError) throw new KubectlError(`open ${path}: ${error.text.toLowerCase()}`)
    throw error
  }
}

/** The text, or undefined when the bytes are no UTF-8. */
export const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
