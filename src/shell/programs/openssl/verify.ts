/** openssl verify: chains of certificate files against trusted ones. */
import { FileError } from '../../../lib/files.ts'
import type { Io } from '../../../lib/process.ts'
import type { Certificate } from '../../../pki/certificate.ts'
import { parseCertificates } from '../../../pki/certificate.ts'
import { opensslCoversHost } from '../../../pki/hostname.ts'
import { onelineName } from '../../../pki/name.ts'
import { verifyChain } from '../../../pki/verify.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import { absolute, readInput, trustedCertificates } from '../network-context.ts'
import { OpensslError, asText, readArguments, readSource } from './arguments.ts'

export function* verify(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('verify', args, 'CAfile CApath untrusted trusted attime verify_hostname verify_ip purpose CRLfile', 'partial_chain show_chain verbose no-CAfile no-CApath no_check_time x509_strict')
  const load = function* (name: string): Work<readonly Certificate[]> {
    const path = options.value(name)
    return path === undefined ? [] : parseCertificates(asText(yield* readSource(io, path, name === 'untrusted' ? 'untrusted certificates' : 'trusted certificates')))
  }
  const trusted = [...(yield* load('CAfile')), ...(yield* load('trusted')), ...(options.has('no-CAfile') ? [] : trustedCertificates(io))]
  const untrusted = yield* load('untrusted')
  const at = options.value('attime')
  const now = at === undefined ? context.now() : Number(at) * 1000
  let status = 0
  for (const path of options.rest.length === 0 ? [undefined] : options.rest) {
    const name = path ?? 'stdin'
    const leaf = parseCertificates(path === undefined ? yield* readInput(io) : readFile(io, path))[0]
    if (leaf === undefined) {
      io.stderr.write(`Could not read certificate file from ${path ?? '<stdin>'}\nUnable to load certificate\n`)
      status = 2
      continue
    }
    const verdict = verifyChain(leaf, untrusted, trusted, now, { partialChain: options.has('partial_chain') })
    const host = options.value('verify_hostname')
    const fault = verdict.code !== 0 ? verdict
      : host !== undefined && opensslCoversHost(leaf, host) === undefined ? { code: 62, depth: 0, text: 'hostname mismatch', chain: verdict.chain } : undefined
    if (fault === undefined) {
      io.stdout.write(`${name}: OK\n`)
      if (options.has('show_chain')) io.stdout.write(`Chain:\n${verdict.chain.map((c, i) => `depth=${i}: ${onelineName(c.subject)}${i === 0 ? ' (untrusted)' : ''}\n`).join('')}`)
      continue
    }
    io.stderr.write(`${onelineName(verdict.chain[fault.depth]?.subject ?? leaf.subject)}\nerror ${fault.code} at ${fault.depth} depth lookup: ${fault.text}\nerror ${name}: verification failed\n`)
    status = 2
  }
  return status
}

function readFile(io: Io, path: string): string {
  try {
    return io.files.readText(absolute(io, path))
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    throw new OpensslError(`Could not open file or uri for loading certificate file from ${path}\n`)
  }
}
