/** openssl x509: shows and checks certificates, converts them, signs requests. */
import { createHash } from 'node:crypto'
import type { Io } from '../../../lib/process.ts'
import type { Certificate } from '../../../pki/certificate.ts'
import { certificatePem, fingerprint, parseCertificate, parseCertificates, serialHex } from '../../../pki/certificate.ts'
import { bytesHex, children, hexBytes, read } from '../../../pki/der.ts'
import type { Extension } from '../../../pki/extensions.ts'
import { opensslCoversHost } from '../../../pki/hostname.ts'
import { randomSerial, signCertificate } from '../../../pki/issue.ts'
import { parsePrivateKey, publicKeyPem } from '../../../pki/key.ts'
import type { Name } from '../../../pki/name.ts'
import { onelineName, rfc2253Name } from '../../../pki/name.ts'
import { parseRequest } from '../../../pki/request.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import type { Arguments } from './arguments.ts'
import { OpensslError, asText, digestName, readArguments, readSource, writeTarget } from './arguments.ts'
import { extensionsFromConfig, readConfig } from './config.ts'
import { EXTENSION_NAMES, certificateText, extensionText, opensslTime } from './text.ts'

const VALUED = 'in out inform outform ext checkend checkhost checkip checkemail days CA CAkey CAserial extfile extensions set_serial signkey key nameopt certopt subj passin CAform CAkeyform dateopt not_before not_after'
const FLAGS = 'noout text subject issuer dates startdate enddate serial fingerprint pubkey modulus email hash subject_hash issuer_hash purpose req CAcreateserial trustout ocsp_uri new copy_extensions clrext help alias nocert'
const DAY_MS = 86_400_000

export function* x509(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('x509', args, VALUED, FLAGS)
  const certificate = options.has('req') ? yield* signRequest(options, io, context) : yield* load(options, io)
  for (const [name, value] of options.given) show(name, value, certificate, options, io)
  const limit = options.value('checkend')
  if (limit !== undefined) {
    const expires = certificate.notAfter < context.now() + Number(limit) * 1000
    io.stdout.write(expires ? 'Certificate will expire\n' : 'Certificate will not expire\n')
    return expires ? 1 : 0
  }
  checkNames(certificate, options, io)
  if (options.has('noout')) return 0
  const der = options.value('outform')?.toUpperCase() === 'DER'
  writeTarget(io, options.value('out'), der ? certificate.der : certificatePem(certificate))
  return 0
}

function* load(options: Arguments, io: Io): Work<Certificate> {
  const path = options.value('in')
  const bytes = yield* readSource(io, path, 'certificate')
  const [first] = parseCertificates(asText(bytes))
  if (first !== undefined) return first
  try {
    return parseCertificate(bytes)
  } catch {
    throw new OpensslError(`Could not read certificate from ${path ?? '<stdin>'}\nUnable to load certificate\n`)
  }
}

function show(name: string, value: string, c: Certificate, options: Arguments, io: Io): void {
  const out = (text: string): void => io.stdout.write(`${text}\n`)
  const shown = (n: Name): string => (options.value('nameopt')?.toUpperCase() === 'RFC2253' ? rfc2253Name(n) : onelineName(n))
  switch (name) {
    case 'subject': return out(`subject=${shown(c.subject)}`)
    case 'issuer': return out(`issuer=${shown(c.issuer)}`)
    case 'startdate': return out(`notBefore=${opensslTime(c.notBefore)}`)
    case 'enddate': return out(`notAfter=${opensslTime(c.notAfter)}`)
    case 'dates': return out(`notBefore=${opensslTime(c.notBefore)}\nnotAfter=${opensslTime(c.notAfter)}`)
    case 'serial': return out(`serial=${serialHex(c)}`)
    case 'text': return io.stdout.write(certificateText(c))
    case 'pubkey': return io.stdout.write(publicKeyPem(c.publicKey))
    case 'email': return c.names.emails.forEach(out)
    case 'modulus': return out(`Modulus=${modulusOf(c)}`)
    case 'hash': case 'subject_hash': return out(nameHash(c.subjectDer))
    case 'issuer_hash': return out(nameHash(c.issuerDer))
    case 'ext': return showExtensions(value, c, io)
    case 'fingerprint': {
      const digest = digestName(options, '')
      return out(`${digest === '' ? 'SHA1' : digest} Fingerprint=${fingerprint(c.der, (digest === '' ? 'sha1' : digest) as 'sha256')}`)
    }
    default:
  }
}

function modulusOf(c: Certificate): string {
  if (c.publicKey.type !== 'RSA') return 'Wrong Algorithm type'
  const bits = children(read(c.publicKey.spki))[1]!.content.subarray(1)
  return bytesHex(children(read(bits))[0]!.content).toUpperCase().replace(/^00/, '')
}

/** The first four bytes of a SHA-1, little-endian. */
const nameHash = (der: Uint8Array): string => bytesHex(new Uint8Array(createHash('sha1').update(der).digest().subarray(0, 4)).reverse())

function showExtensions(list: string, c: Certificate, io: Io): void {
  const wanted = list.split(',').map((name) => EXTENSION_NAMES[name] ?? name)
  const found = c.extensions.filter((e) => wanted.includes(e.id))
  if (found.length === 0) io.stdout.write('No extensions in certificate\n')
  for (const extension of found) io.stdout.write(extensionText(extension, ''))
}

function checkNames(c: Certificate, options: Arguments, io: Io): void {
  const says = (what: string, value: string, ok: boolean): void => io.stdout.write(`${what} ${value} does${ok ? '' : ' NOT'} match certificate\n`)
  const [host, ip, email] = [options.value('checkhost'), options.value('checkip'), options.value('checkemail')]
  if (host !== undefined) says('Hostname', host, opensslCoversHost(c, host) !== undefined)
  if (email !== undefined) says('Email', email, c.names.emails.includes(email))
  if (ip !== undefined) says('IP', ip, c.names.ips.includes(ip))
}

/** x509 -req: a certificate for a request, signed by -CA and -CAkey, or by the request's own key. */
function* signRequest(options: Arguments, io: Io, context: NetworkPrograms): Work<Certificate> {
  const path = options.value('in')
  const request = parseRequest(asText(yield* readSource(io, path, 'certificate request input')))
  if (request === undefined) throw new OpensslError(`Could not read certificate request input from ${path ?? '<stdin>'}\n`)
  if (!request.verified) throw new OpensslError('Certificate request self-signature did not match the contents\n')
  io.stderr.write(`Certificate request self-signature ok\nsubject=${onelineName(request.subject)}\n`)
  const keyPath = options.value('CAkey') ?? options.value('signkey') ?? options.value('key') ?? options.value('CA')
  if (keyPath === undefined) throw new OpensslError('We need a private key to sign with\n')
  const key = parsePrivateKey(asText(yield* readSource(io, keyPath, 'CA private key')))
  if (key === undefined) throw new OpensslError(`Could not read CA private key from ${keyPath}\n`)
  const caPath = options.value('CA')
  const ca = caPath === undefined ? undefined : parseCertificates(asText(yield* readSource(io, caPath, 'CA certificate')))[0]
  if (caPath !== undefined && ca === undefined) throw new OpensslError(`Could not read CA certificate from ${caPath}\n`)
  const extensions = yield* extensionsOf(options, io, request.extensions)
  const now = Math.floor(context.now() / 1000) * 1000
  const chosen = options.value('set_serial')
  const serial = chosen === undefined ? randomSerial((n) => context.random.bytes(n)) : hexBytes(BigInt(chosen).toString(16).padStart(2, '0').replace(/^(.(..)*)$/, '0$1'))
  if (options.has('CAcreateserial') && caPath !== undefined) {
    writeTarget(io, options.value('CAserial') ?? `${caPath.replace(/\.[^./]*$/, '')}.srl`, `${bytesHex(serial).toUpperCase()}\n`)
  }
  return signCertificate({
    subject: request.subject, publicKey: request.publicKey, serial, notBefore: now,
    notAfter: now + Number(options.value('days') ?? 30) * DAY_MS, extensions,
  }, ca?.subject ?? request.subject, key)
}

function* extensionsOf(options: Arguments, io: Io, requested: readonly Extension[]): Work<readonly Extension[]> {
  const file = options.value('extfile')
  if (file === undefined) return options.has('copy_extensions') ? requested : []
  const config = readConfig(asText(yield* readSource(io, file, 'extension file')))
  return extensionsFromConfig(config, options.value('extensions') ?? (config.get('')?.get('extensions') ?? ''))
}

