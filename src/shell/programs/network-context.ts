/** What network programs share: where they stand, the files that steer them, waiting on virtual time. */
import { FileError } from '../../lib/files.ts'
import type { Io, Pause, Place } from '../../lib/process.ts'
import type { ResolverFiles } from '../../network/dns/resolve.ts'
import type { Network } from '../../network/network.ts'
import type { Peer } from '../../network/packet.ts'
import type { Certificate } from '../../pki/certificate.ts'
import { parseCertificates } from '../../pki/certificate.ts'
import { publicAuthorities } from '../../pki/public-authorities.ts'

export interface NetworkPrograms {
  readonly network: Network
  /** Where the programs run. */
  place(): Place
  now(): number
  /** Chance for keys that a program makes. */
  readonly random: { bytes(length: number): Uint8Array }
}

export type Work<T> = Generator<Pause, T, unknown>

const NOWHERE: Peer = { address: '0.0.0.0' }

export const selfOf = ({ network, place }: NetworkPrograms): Peer => network.peerAt(place()) ?? NOWHERE

/** The resolver's files as they stand here: the learner may have changed them. */
export function resolverFiles(io: Io, context: NetworkPrograms): ResolverFiles {
  const usual = context.network.filesAt(selfOf(context))
  return {
    hosts: readOr(io, '/etc/hosts', usual.hosts),
    resolvConf: readOr(io, '/etc/resolv.conf', usual.resolvConf),
  }
}

export function readOr(io: Io, path: string, otherwise: string): string {
  try {
    return io.files.readText(path)
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    return otherwise
  }
}

export const TRUST_STORE = '/etc/ssl/certs/ca-certificates.crt'

export const trustedCertificates = (io: Io): readonly Certificate[] =>
  parseCertificates(readOr(io, TRUST_STORE, publicAuthorities().bundle))

export function* wait(ms: number): Work<void> {
  if (ms > 0) yield { for: 'time', ms }
}

/** All of standard input. */
export function* readInput(io: Io): Work<string> {
  let text = ''
  for (;;) {
    const chunk = io.stdin.read()
    if (chunk === undefined) return text
    if (chunk === '') yield { for: 'input' }
    else text += chunk
  }
}

export const absolute = (io: Io, path: string): string => (path.startsWith('/') ? path : `${io.cwd === '/' ? '' : io.cwd}/${path}`)
