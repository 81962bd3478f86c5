/** What curl sends: -d and its relatives joined, -F as a multipart form, -T from a file. */
import { FileError } from '../../../lib/files.ts'
import type { Io } from '../../../lib/process.ts'
import type { Work } from '../network-context.ts'
import { absolute, readInput } from '../network-context.ts'
import type { CurlOptions } from './options.ts'

const DATA = new Set(['data', 'data-ascii', 'data-binary', 'data-raw', 'data-urlencode', 'json'])
const BOUNDARY = '------------------------6b1a7c2e94d05f38'

export interface CurlBody {
  readonly text: string | undefined
  readonly contentType?: string
}

export function* bodyOf(options: CurlOptions, io: Io): Work<CurlBody> {
  const parts: string[] = []
  const forms: string[] = []
  let json = false
  for (const [name, value] of options.given) {
    if (DATA.has(name)) {
      json ||= name === 'json'
      parts.push(yield* dataOf(name, value, io))
    } else if (name === 'form') forms.push(yield* formPart(value, io))
    else if (name === 'upload-file') return { text: yield* fileText(value, io) }
  }
  if (forms.length > 0) {
    return { text: `${forms.join('')}--${BOUNDARY}--\r\n`, contentType: `multipart/form-data; boundary=${BOUNDARY}` }
  }
  return { text: parts.length === 0 ? undefined : parts.join(json ? '' : '&') }
}

function* dataOf(kind: string, value: string, io: Io): Work<string> {
  if (kind === 'data-raw') return value
  if (kind === 'data-urlencode') {
    const at = /^([^=@]*)([=@])(.*)$/s.exec(value)
    if (at === null) return encodeURIComponent(value)
    const [, name, sign, rest] = at
    const text = sign === '@' ? yield* fileText(rest!, io) : rest!
    return `${name === '' ? '' : `${name}=`}${encodeURIComponent(text)}`
  }
  if (!value.startsWith('@')) return value
  const text = yield* fileText(value.slice(1), io)
  return kind === 'data-binary' || kind === 'json' ? text : text.replace(/[\r\n]/g, '')
}

function* fileText(path: string, io: Io): Work<string> {
  if (path === '-' || path === '.') return yield* readInput(io)
  try {
    return io.files.readText(absolute(io, path))
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    io.stderr.write(`Warning: Couldn't read data from file "${path}", this makes an empty POST.\n`)
    return ''
  }
}

function* formPart(value: string, io: Io): Work<string> {
  const at = value.indexOf('=')
  const [name, rest] = [value.slice(0, at), value.slice(at + 1)]
  const [content = '', ...extra] = rest.split(';')
  const type = extra.find((e) => e.startsWith('type='))?.slice(5)
  const isFile = content.startsWith('@')
  const text = isFile || content.startsWith('<') ? yield* fileText(content.slice(1), io) : content
  const file = isFile ? `; filename="${content.slice(content.lastIndexOf('/') + 1).replace(/^@/, '')}"` : ''
  const kind = type ?? (isFile ? 'application/octet-stream' : undefined)
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${kind === undefined ? '' : `Content-Type: ${kind}\r\n`}\r\n${text}\r\n`
}
