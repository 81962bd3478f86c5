/** Reads manifests from files, directories and standard input. */
import { FileError } from '../../lib/files.ts'
import { YamlError, readYaml, splitYamlDocuments } from '../../lib/yaml-read.ts'
import { KubectlError, PlainError } from '../errors.ts'
import { absolute, joined } from '../paths.ts'
import type { Session } from '../session.ts'

/** One document and where it stands: a path as given, or "STDIN". */
export interface Document {
  readonly source: string
  readonly value: unknown
}

const EXTENSIONS = ['.json', '.yaml', '.yml']

/** Upstream: `cli-runtime/pkg/resource/builder.go` Path and `visitor.go`. `stdin` is what arrived there. */
export const readManifests = (
  session: Session, paths: readonly string[], recursive: boolean, stdin: string,
): (Document | { readonly error: Error })[] => {
  const found: (Document | { readonly error: Error })[] = []
  for (const path of paths) {
    if (path === '-') found.push(...parseManifest(stdin, 'STDIN'))
    else if (/^https?:\/\//.test(path)) {
      throw unreachable(path)
    } else {
      for (const file of expand(session, path, recursive)) {
        found.push(...parseManifest(session.io.files.readText(absolute(file, session.io.cwd)), file))
      }
    }
  }
  return found
}

/** Nothing outside the lab can be read. */
const unreachable = (url: string): PlainError => {
  const host = url.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  return new PlainError(/^[\d.]+(:\d+)?$|^localhost/.test(host)
    ? `The connection to the server ${host} was refused - did you specify the right host or port?`
    : `Unable to connect to the server: dial tcp: lookup ${host.replace(/:\d+$/, '')}: no such host`)
}

/** Files for one -f: itself, a pattern's matches, or a directory's manifests. */
const expand = (session: Session, path: string, recursive: boolean): string[] => {
  const { files, cwd } = session.io
  const at = absolute(path, cwd)
  if (!files.exists(at)) {
    const matches = /[*?[]/.test(path) ? globbed(session, path) : []
    if (matches.length > 0) return matches
    throw new KubectlError(`the path "${path}" does not exist`)
  }
  if (files.stat(at).type !== 'directory') return [path]
  const inside = directoryFiles(session, path, recursive)
  if (inside.length === 0) {
    throw new KubectlError(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(' ')}]`)
  }
  return inside
}

const directoryFiles = (session: Session, directory: string, recursive: boolean): string[] => {
  const { files, cwd } = session.io
  const found: string[] = []
  for (const name of files.list(absolute(directory, cwd))) {
    const path = joined(directory, name)
    const isDirectory = files.stat(absolute(path, cwd)).type === 'directory'
    if (isDirectory && recursive) found.push(...directoryFiles(session, path, recursive))
    else if (!isDirectory && EXTENSIONS.some(extension => name.endsWith(extension))) found.push(path)
  }
  return found
}

const globbed = (session: Session, pattern: string): string[] => {
  const slash = pattern.lastIndexOf('/')
  const directory = slash < 0 ? '.' : pattern.slice(0, slash)
  const at = absolute(directory, session.io.cwd)
  if (!session.io.files.exists(at)) return []
  const regex = new RegExp(`^${pattern.slice(slash + 1)
    .replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`)
  return session.io.files.list(at).filter(name => regex.test(name)).map(name => joined(directory, name))
}

/** The documents of one text; an error ends it. */
const parseManifest = (text: string, source: string): (Document | { readonly error: Error })[] => {
  const found: (Document | { readonly error: Error })[] = []
  try {
    const documents = text.trimStart().startsWith('{') ? [text] : splitYamlDocuments(text)
    for (const document of documents) {
      const value = decodeDocument(document)
      if (value !== undefined && value !== null) found.push({ source, value })
    }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    found.push({ error: new KubectlError(`error parsing ${source}: ${error.message}`) })
  }
  return found
}

/** JSON when it begins like JSON and is some, YAML otherwise; YamlError's message says what went wrong. */
const decodeDocument = (text: string): unknown => {
  const looksLikeJson = text.trimStart().startsWith('{')
  let complaint: string | undefined
  if (looksLikeJson) {
    try {
      return JSON.parse(text)
    } catch {
      complaint = jsonComplaint(text)
    }
  }
  try {
    return looksLikeJson ? yamlStream(text) : readYaml(text)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new YamlError(complaint ?? `error converting YAML to JSON: yaml: ${error.message}`)
  }
}

const yamlStream = (text: string): unknown => {
  for (const document of splitYamlDocuments(text)) {
    const value = readYaml(document)
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

/** Go's encoding/json complaint; the offset counts the bytes read, the offending one included. */
const jsonComplaint = (text: string): string => {
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    const message = (error as Error).message
    const position = /position (\d+)/.exec(message)?.[1]
    if (position === undefined) return `json: offset ${text.length}: unexpected end of JSON input`
    const at = Number(position)
    const char = text[at]
    if (char === undefined) return `json: offset ${at}: unexpected end of JSON input`
    return `json: offset ${at + 1}: invalid character '${char === "'" ? "\\'" : char}' ${jsonContext(text, at)}`
  }
}

const jsonContext = (text: string, at: number): string => {
  const before = text.slice(0, at).trimEnd()
  const last = before.at(-1) ?? ''
  if (last === ':') return 'looking for beginning of value'
  if (last === '{') return 'looking for beginning of object key string'
  if (last === ',') return 'looking for beginning of object key string'
  if (last === '[') return 'looking for beginning of value'
  return /"[^"]*"$/.test(before) && /[{,]\s*"[^"]*"$/.test(before) ? 'after object key' : 'after object key:value pair'
}

/** All that standard input holds; waits for it to end. */
export function* readAll(session: Session): Generator<{ readonly for: 'input' }, string, unknown> {
  let text = ''
  for (;;) {
    const piece = session.io.stdin.read()
    if (piece === undefined) return text
    if (piece === '') yield { for: 'input' }
    else text += piece
  }
}

/** A file that a flag names. */
export const readFileFlag = (session: Session, path: string, before = ''): string => {
  try {
    return session.io.files.readText(absolute(path, session.io.cwd))
  } catch (error) {
    if (error instanceof FileError) throw new KubectlError(`${before}open ${path}: ${error.text.toLowerCase()}`)
    throw error
  }
}
