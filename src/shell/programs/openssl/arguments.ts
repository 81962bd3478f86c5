/** Options as openssl takes them: one dash, a value behind those that need one; and its files. */
import { decodeBytes, encodeText } from '../../../lib/bytes.ts'
import { FileError } from '../../../lib/files.ts'
import type { Io } from '../../../lib/process.ts'
import type { Work } from '../network-context.ts'
import { absolute, readInput } from '../network-context.ts'

export interface Arguments {
  /** In the order given; flags have the value ''. */
  readonly given: readonly (readonly [name: string, value: string])[]
  readonly rest: readonly string[]
  has(name: string): boolean
  value(name: string): string | undefined
}

/** A complaint ends the command with status 1. */
export class OpensslError extends Error {}

export function readArguments(command: string, args: readonly string[], valued: string, flags: string): Arguments {
  const takes = new Set(valued.split(' '))
  const known = new Set(flags.split(' '))
  const given: [string, string][] = []
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    const name = arg.replace(/^--?/, '')
    if (!arg.startsWith('-') || arg === '-') rest.push(arg)
    else if (takes.has(name)) {
      const value = args[++i]
      if (value === undefined) throw new OpensslError(`${command}: Option -${name} needs a value\n${command}: Use -help for summary.\n`)
      given.push([name, value])
    } else if (known.has(name) || DIGESTS.has(name)) given.push([name, ''])
    else throw new OpensslError(`${command}: Unknown option: ${arg}\n${command}: Use -help for summary.\n`)
  }
  return {
    given, rest,
    has: (name) => given.some(([n]) => n === name),
    value: (name) => given.findLast(([n]) => n === name)?.[1],
  }
}

export const DIGESTS: ReadonlySet<string> = new Set(['sha256', 'sha1', 'sha384', 'sha512', 'md5', 'sha224'])

/** The digest option given last, or the usual one. */
export const digestName = ({ given }: Arguments, usual: string): string => given.findLast(([n]) => DIGESTS.has(n))?.[0] ?? usual

/** Bytes of a file, or of standard input where none is named. */
export function* readSource(io: Io, path: string | undefined, what: string): Work<Uint8Array> {
  if (path === undefined || path === '-' || path === '/dev/stdin') return encodeText(yield* readInput(io))
  try {
    return io.files.readBytes(absolute(io, path))
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    throw new OpensslError(`Could not open file or uri for loading ${what} from ${path}\n` +
      `80DBA7E2B47F0000:error:16000069:STORE routines:ossl_store_get0_loader_int:unregistered scheme:../crypto/store/store_register.c:237:scheme=file\n` +
      `80DBA7E2B47F0000:error:80000002:system library:file_open:${thrown.text}:../providers/implementations/storemgmt/file_store.c:267:calling stat(${path})\n`)
  }
}

export function writeTarget(io: Io, path: string | undefined, content: Uint8Array | string, mode?: number): void {
  if (path === undefined || path === '-') io.stdout.write(typeof content === 'string' ? content : decodeBytes(content))
  else io.files.write(absolute(io, path), content, mode === undefined ? {} : { mode })
}

export const asText = (bytes: Uint8Array): string => decodeBytes(bytes)
