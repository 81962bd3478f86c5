/** openssl s_client: a TLS handshake, what the server showed in it, and how its chain was judged. */
import type { Io } from '../../../lib/process.ts'
import type { Certificate } from '../../../pki/certificate.ts'
import { certificatePem, parseCertificates } from '../../../pki/certificate.ts'
import { onelineName } from '../../../pki/name.ts'
import { VERDICTS, verifyChain } from '../../../pki/verify.ts'
import { isAddress } from '../../../network/address.ts'
import type { Target } from '../../../network/packet.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import { readInput, resolverFiles, selfOf, trustedCertificates, wait } from '../network-context.ts'
import { OpensslError, asText, readArguments, readSource } from './arguments.ts'
import { opensslTime, signatureName } from './text.ts'

const SYN_TIMEOUT_MS = 130_000

export function* sClient(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('s_client', args, 'connect servername CAfile CApath cert key verify host port alpn tls1_2x starttls verify_hostname ciphers',
    'noservername showcerts quiet brief tls1_2 tls1_3 ign_eof no_ign_eof prexit crlf state debug msg verify_return_error verify_quiet 4 6 no_tls1_3')
  const destination = options.value('connect') ?? options.rest[0] ?? `${options.value('host') ?? 'localhost'}:${options.value('port') ?? '4433'}`
  const colon = destination.lastIndexOf(':')
  const host = colon < 0 ? destination : destination.slice(0, colon)
  const port = colon < 0 ? 443 : Number(destination.slice(colon + 1))
  const caFile = options.value('CAfile')
  const trusted = caFile === undefined ? trustedCertificates(io) : parseCertificates(asText(yield* readSource(io, caFile, 'trusted certificates')))
  const opened = yield* open(host, port, io, context)
  io.stdout.write('CONNECTED(00000003)\n')
  const serverName = options.has('noservername') ? undefined : options.value('servername') ?? (isAddress(host) ? undefined : host)
  const shaken = context.network.handshake(opened, serverName)
  if ('failed' in shaken) {
    io.stderr.write(shaken.failed === 'not-tls'
      ? '80DBA7E2B47F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/record/ssl3_record.c:354:\n'
      : '80DBA7E2B47F0000:error:0A000126:SSL routines:ssl3_read_n:unexpected eof while reading:../ssl/record/rec_layer_s3.c:317:\n')
    io.stdout.write(NOTHING)
    return 1
  }
  const { chain } = shaken.presented
  const judged = judge(chain, trusted, context.now())
  if (!options.has('quiet') || !options.has('verify_quiet')) io.stderr.write(judged.log)
  if (options.has('brief')) io.stderr.write(`CONNECTION ESTABLISHED\nProtocol version: TLSv1.3\nCiphersuite: TLS_AES_256_GCM_SHA384\nPeer certificate: ${onelineName(chain[0]!.subject)}\nVerification${judged.code === 0 ? ': OK' : ` error: ${VERDICTS[judged.code]}`}\n`)
  else if (!options.has('quiet')) io.stdout.write(report(chain, judged.code, options.has('showcerts')))
  yield* talk(opened, port, options.has('quiet'), serverName, io, context)
  return 0
}

function* open(host: string, port: number, io: Io, context: NetworkPrograms): Work<Target> {
  const resolved = context.network.resolve(selfOf(context), host, resolverFiles(io, context))
  yield* wait(resolved.ms)
  if (!('addresses' in resolved)) {
    throw new OpensslError(`80DBA7E2B47F0000:error:10080002:BIO routines:BIO_lookup_ex:system lib:../crypto/bio/bio_addr.c:738:Name or service not known\nconnect:errno=${resolved.failed === 'NXDOMAIN' ? 22 : 11}\n`)
  }
  const connected = context.network.connect(selfOf(context), resolved.addresses[0]!, port)
  if ('failed' in connected) {
    const timeout = connected.failed === 'timeout'
    if (timeout) yield* wait(SYN_TIMEOUT_MS)
    const [code, number, text] = timeout ? ['8000006E', 110, 'Connection timed out'] : ['8000006F', 111, 'Connection refused']
    throw new OpensslError(`80DBA7E2B47F0000:error:${code}:system library:BIO_connect:${text}:../crypto/bio/bio_sock2.c:116:calling connect()\n` +
      `80DBA7E2B47F0000:error:10000067:BIO routines:BIO_connect:connect error:../crypto/bio/bio_sock2.c:118:\nconnect:errno=${number}\n`)
  }
  return connected.target
}

/** The callback lets every error pass, so the last one is the verdict (apps/lib/s_cb.c, verify_callback). */
function judge(chain: readonly Certificate[], trusted: readonly Certificate[], now: number): { code: number; log: string } {
  const [leaf, ...others] = chain
  const verdict = verifyChain(leaf!, others, trusted, now)
  const names = verdict.chain
  let log = ''
  let code = 0
  const fail = (number: number, depth: number): void => {
    code = number
    log += `depth=${depth} ${onelineName(names[depth]!.subject)}\nverify error:num=${number}:${VERDICTS[number]}\nverify return:1\n`
  }
  const structural = [18, 19, 20].includes(verdict.code)
  if (structural) {
    fail(verdict.code, verdict.depth)
    if (verdict.code === 20 && names.length === 1) fail(21, 0)
  } else if (![0, 9, 10].includes(verdict.code)) fail(verdict.code, verdict.depth)
  for (let depth = names.length - 1; depth >= 0; depth--) {
    const c = names[depth]!
    if (now < c.notBefore) fail(9, depth)
    else if (now > c.notAfter) fail(10, depth)
    else log += `depth=${depth} ${onelineName(c.subject)}\nverify return:1\n`
  }
  return { code, log }
}

const keyName = (c: Certificate): string => (c.publicKey.type === 'EC' ? 'id-ecPublicKey' : 'rsaEncryption')

function report(chain: readonly Certificate[], code: number, showAll: boolean): string {
  const leaf = chain[0]!
  const lines = chain.map((c, i) => ` ${i} s:${onelineName(c.subject)}\n   i:${onelineName(c.issuer)}\n` +
    `   a:PKEY: ${keyName(c)}, ${c.publicKey.bits} (bit); sigalg: ${sigalg(c)}\n   v:NotBefore: ${opensslTime(c.notBefore)}; NotAfter: ${opensslTime(c.notAfter)}\n` +
    (showAll ? certificatePem(c) : '')).join('')
  const ec = leaf.publicKey.type === 'EC'
  const size = chain.reduce((n, c) => n + c.der.length + 5, 350)
  const verdict = VERDICTS[code]
  return `---\nCertificate chain\n${lines}---\nServer certificate\n${certificatePem(leaf)}subject=${onelineName(leaf.subject)}\nissuer=${onelineName(leaf.issuer)}\n---\n` +
    `No client certificate CA names sent\nPeer signing digest: SHA256\nPeer signature type: ${ec ? 'ECDSA' : 'RSA-PSS'}\nServer Temp Key: X25519, 253 bits\n---\n` +
    `SSL handshake has read ${size} bytes and written 376 bytes\n${code === 0 ? 'Verification: OK' : `Verification error: ${verdict}`}\n---\n` +
    `New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\nServer public key is ${leaf.publicKey.bits} bit\nSecure Renegotiation IS NOT supported\nCompression: NONE\nExpansion: NONE\n` +
    `No ALPN negotiated\nEarly data was not sent\nVerify return code: ${code} (${verdict})\n---\n`
}

const sigalg = (c: Certificate): string => {
  const name = signatureName(c.signatureAlgorithm)
  return name.endsWith('WithRSAEncryption') ? `RSA-${name.slice(0, 6).toUpperCase()}` : name
}

const NOTHING = `---
no peer certificate available
---
No client certificate CA names sent
---
SSL handshake has read 5 bytes and written 293 bytes
Verification: OK
---
New, (NONE), Cipher is (NONE)
Secure Renegotiation IS NOT supported
Compression: NONE
Expansion: NONE
No ALPN negotiated
Early data was not sent
Verify return code: 0 (ok)
---
`

/** What stands on the input goes to the server; a request gets its answer. */
function* talk(target: Target, port: number, quiet: boolean, serverName: string | undefined, io: Io, context: NetworkPrograms): Work<void> {
  const text = yield* readInput(io)
  const request = /^([A-Z]+) (\S+) HTTP\/(1\.[01])\r?\n([\s\S]*)$/.exec(text)
  if (request !== null) {
    const headers = request[4]!.split(/\r?\n/).filter((l) => l.includes(':')).map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1).trim()] as const)
    const exchanged = context.network.exchange(target, { method: request[1]!, target: request[2]!, version: request[3] as '1.0' | '1.1', headers, body: '' },
      { from: selfOf(context), dialled: port, dialledAddress: target.address, tls: true, ...(serverName === undefined ? {} : { serverName }) })
    if ('response' in exchanged) {
      const { response } = exchanged
      io.stdout.write(`HTTP/1.1 ${response.status} \r\n${response.headers.map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\n${response.body}`)
    }
  }
  if (!quiet) io.stderr.write('DONE\n')
}

