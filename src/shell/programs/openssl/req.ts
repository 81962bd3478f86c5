/** openssl req: makes signing requests and self-signed certificates, shows and verifies requests. */
import type { Io } from '../../../lib/process.ts'
import { certificatePem } from '../../../pki/certificate.ts'
import type { Extension } from '../../../pki/extensions.ts'
import { authorityKeyId, basicConstraints, keyIdFor, subjectKeyId } from '../../../pki/extensions.ts'
import { randomSerial, signCertificate } from '../../../pki/issue.ts'
import type { PrivateKey } from '../../../pki/key.ts'
import { generateEcKey, generateRsaKey, parsePrivateKey, privateKeyPem, publicKeyPem } from '../../../pki/key.ts'
import type { Name } from '../../../pki/name.ts'
import { onelineName, parseSubject } from '../../../pki/name.ts'
import type { CertificateRequest } from '../../../pki/request.ts'
import { createRequest, parseRequest, requestPem } from '../../../pki/request.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import type { Arguments } from './arguments.ts'
import { OpensslError, asText, readArguments, readSource, writeTarget } from './arguments.ts'
import type { Config } from './config.ts'
import { extensionFrom, extensionsFromConfig, readConfig } from './config.ts'
import { drawFrom } from './keys.ts'
import { requestText } from './text.ts'

const DAY_MS = 86_400_000

export function* req(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('req', args, 'in out key keyout newkey subj days config addext inform outform extensions reqexts set_serial pkeyopt passin passout CA CAkey nameopt section',
    'new x509 nodes noenc noout text verify subject pubkey batch utf8 verbose quiet modulus')
  const creates = options.has('new') || options.has('x509') || options.value('newkey') !== undefined
  if (!creates || options.value('in') !== undefined && !options.has('x509')) return yield* inspect(options, io)
  const file = options.value('config')
  const config: Config = file === undefined ? new Map() : readConfig(asText(yield* readSource(io, file, 'config')))
  const key = yield* keyFor(options, io, context)
  const subject = subjectFor(options, config)
  const extensions = wanted(options, config)
  const out = options.value('out')
  if (options.has('x509')) {
    const pem = selfSign(subject, key, extensions, options, context)
    if (!options.has('noout')) writeTarget(io, out, pem)
    return 0
  }
  const der = createRequest(subject, key, extensions)
  const request = parseRequest(requestPem(der))!
  if (options.has('text')) io.stdout.write(requestText(request))
  if (!options.has('noout')) writeTarget(io, out, requestPem(der))
  return 0
}

function* inspect(options: Arguments, io: Io): Work<number> {
  const path = options.value('in')
  const request = parseRequest(asText(yield* readSource(io, path, 'certificate request')))
  if (request === undefined) throw new OpensslError(`Unable to load X509 request from ${path ?? '<stdin>'}\n`)
  if (options.has('verify')) io.stderr.write(request.verified ? 'Certificate request self-signature verify OK\n' : 'Certificate request self-signature verify failure\n')
  showRequest(request, options, io)
  if (!options.has('noout')) writeTarget(io, options.value('out'), requestPem(request.der))
  return options.has('verify') && !request.verified ? 1 : 0
}

function showRequest(request: CertificateRequest, options: Arguments, io: Io): void {
  if (options.has('text')) io.stdout.write(requestText(request))
  if (options.has('subject')) io.stdout.write(`subject=${onelineName(request.subject)}\n`)
  if (options.has('pubkey')) io.stdout.write(publicKeyPem(request.publicKey))
}

function* keyFor(options: Arguments, io: Io, context: NetworkPrograms): Work<PrivateKey> {
  const path = options.value('key')
  if (path !== undefined) {
    const key = parsePrivateKey(asText(yield* readSource(io, path, 'private key')))
    if (key === undefined) throw new OpensslError(`Could not read private key from ${path}\n`)
    return key
  }
  const kind = options.value('newkey') ?? 'rsa:2048'
  const key = kind.startsWith('ec') ? generateEcKey(drawFrom(context)) : generateRsaKey(drawFrom(context), Number(kind.split(':')[1] ?? 2048))
  if (!kind.startsWith('ec')) io.stderr.write('...+......+.....+++++++++++++++++++++++++++++++++++++++*\n-----\n')
  else io.stderr.write('-----\n')
  writeTarget(io, options.value('keyout') ?? 'privkey.pem', privateKeyPem(key), 0o600)
  return key
}

/** -subj, or the distinguished name of the configuration's [req] section. */
function subjectFor(options: Arguments, config: Config): Name {
  const given = options.value('subj')
  if (given !== undefined) {
    const subject = parseSubject(given)
    if (subject === undefined) throw new OpensslError(`req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\. This name is not in that format: '${given}'\n`)
    return subject
  }
  const section = config.get(config.get('req')?.get('distinguished_name') ?? '')
  return section === undefined ? [] : parseSubject([...section].map(([k, v]) => `/${k.replace(/^\d+\./, '')}=${v}`).join('')) ?? []
}

function wanted(options: Arguments, config: Config): Extension[] {
  const section = options.value('extensions') ?? options.value('reqexts') ??
    (options.has('x509') ? config.get('req')?.get('x509_extensions') : undefined) ?? config.get('req')?.get('req_extensions')
  const listed = section === undefined ? [] : extensionsFromConfig(config, section)
  const added = options.given.filter(([n]) => n === 'addext').flatMap(([, v]) => extensionFrom(v.slice(0, v.indexOf('=')).trim(), v.slice(v.indexOf('=') + 1).trim(), config) ?? [])
  return [...listed, ...added]
}

/** The usual configuration makes self-signed certificates authorities, with both key identifiers in front. */
function selfSign(subject: Name, key: PrivateKey, extensions: readonly Extension[], options: Arguments, context: NetworkPrograms): string {
  const now = Math.floor(context.now() / 1000) * 1000
  const id = keyIdFor(key.publicKey)
  const usual = [subjectKeyId(id), authorityKeyId(id), basicConstraints(true)]
  const certificate = signCertificate({
    subject, publicKey: key.publicKey, serial: randomSerial(drawFrom(context)), notBefore: now,
    notAfter: now + Number(options.value('days') ?? 30) * DAY_MS,
    extensions: [...usual.filter((u) => !extensions.some((e) => e.id === u.id)), ...extensions],
  }, subject, key)
  return certificatePem(certificate)
}
