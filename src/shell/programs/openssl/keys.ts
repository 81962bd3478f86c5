/** openssl genrsa, genpkey, ecparam, rsa, ec, pkey: keys made, converted and shown. */
import { bytesHex, children, read } from '../../../pki/der.ts'
import type { Io } from '../../../lib/process.ts'
import type { PrivateKey, PublicKey } from '../../../pki/key.ts'
import { generateEcKey, generateRsaKey, parsePrivateKey, parsePublicKey, privateKeyPem, publicKeyPem, traditionalPem } from '../../../pki/key.ts'
import { parsePem } from '../../../pki/pem.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import type { Arguments } from './arguments.ts'
import { OpensslError, asText, readArguments, readSource, writeTarget } from './arguments.ts'
import { keyNumbers } from './text.ts'

const MODE = 0o600

export const drawFrom = (context: NetworkPrograms) => (length: number): Uint8Array => context.random.bytes(length)

/** The bits of a key that is to be made; openssl refuses fewer than 512. */
function sizeOf(text: string | undefined): number {
  const size = Number(text ?? 2048)
  if (!Number.isInteger(size) || size < 512 || size > 8192) throw new OpensslError(`Error generating RSA key\n80DBA7E2B47F0000:error:0200007D:rsa routines:rsa_keygen:key size too small\n`)
  return size
}

export function* genrsa(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('genrsa', args, 'out passout writerand', 'traditional verbose quiet aes256 des3 F4 3')
  const key = generateRsaKey(drawFrom(context), sizeOf(options.rest[0]))
  writeTarget(io, options.value('out'), options.has('traditional') ? traditionalPem(key) : privateKeyPem(key), MODE)
  return 0
}

export function* genpkey(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('genpkey', args, 'out algorithm pkeyopt outform paramfile pass', 'text quiet')
  const algorithm = (options.value('algorithm') ?? '').toUpperCase()
  const setting = (name: string): string | undefined => options.given.find(([n, v]) => n === 'pkeyopt' && v.startsWith(`${name}:`))?.[1].slice(name.length + 1)
  if (algorithm !== 'RSA' && algorithm !== 'EC') throw new OpensslError(`genpkey: Error initializing ${algorithm} context\n`)
  const key = algorithm === 'RSA' ? generateRsaKey(drawFrom(context), sizeOf(setting('rsa_keygen_bits'))) : generateEcKey(drawFrom(context))
  writeTarget(io, options.value('out'), privateKeyPem(key), MODE)
  return 0
}

const EC_PARAMETERS = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n'

export function* ecparam(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('ecparam', args, 'name out in param_enc outform', 'genkey noout text list_curves')
  const name = options.value('name') ?? ''
  if (options.has('list_curves')) {
    io.stdout.write('  prime256v1: X9.62/SECG curve over a 256 bit prime field\n')
    return 0
  }
  if (name !== 'prime256v1' && name !== 'P-256' && name !== 'secp256r1') throw new OpensslError(`unknown curve name (${name})\n`)
  const parameters = options.has('noout') ? '' : EC_PARAMETERS
  const key = options.has('genkey') ? traditionalPem(generateEcKey(drawFrom(context))) : ''
  writeTarget(io, options.value('out'), parameters + key, MODE)
  return 0
}

/** rsa, ec and pkey differ in the form that they write. */
export const keyCommand = (command: 'rsa' | 'ec' | 'pkey') => function* run(args: readonly string[], io: Io): Work<number> {
  const options = readArguments(command, args, 'in out inform outform passin passout', 'pubin pubout noout text modulus check traditional nocrypt topk8')
  const path = options.value('in')
  const text = asText(yield* readSource(io, path, options.has('pubin') ? 'public key' : 'private key'))
  const key = options.has('pubin') ? undefined : parsePrivateKey(text)
  const spki = parsePem(text).find((b) => b.label === 'PUBLIC KEY')
  const publicKey = key?.publicKey ?? (spki === undefined ? undefined : parsePublicKey(spki.der))
  if (publicKey === undefined) throw new OpensslError(`Could not read ${options.has('pubin') ? 'public' : 'private'} key from ${path ?? '<stdin>'}\n`)
  if (options.has('text')) io.stdout.write(key === undefined ? keyNumbers(publicKey, '') : privateText(key))
  if (options.has('check')) io.stdout.write(command === 'rsa' ? 'RSA key ok\n' : 'Key is valid\n')
  if (options.has('modulus')) io.stdout.write(`Modulus=${modulus(publicKey)}\n`)
  if (options.has('noout')) return 0
  if (command !== 'pkey') io.stderr.write(command === 'rsa' ? 'writing RSA key\n' : 'read EC key\nwriting EC key\n')
  writeTarget(io, options.value('out'), pemOf(key, publicKey, command, options))
  return 0
}

function pemOf(key: PrivateKey | undefined, publicKey: PublicKey, command: string, options: Arguments): string {
  if (key === undefined || options.has('pubout')) return publicKeyPem(publicKey)
  return command === 'ec' || options.has('traditional') ? traditionalPem(key) : privateKeyPem(key)
}

function modulus(key: PublicKey): string {
  const bits = children(read(key.spki))[1]!.content.subarray(1)
  return bytesHex(children(read(bits))[0]!.content).toUpperCase().replace(/^00/, '')
}

function privateText(key: PrivateKey): string {
  const lines = (bytes: Uint8Array): string => (bytesHex(bytes).match(/(..){1,15}/g) ?? []).map((l) => `    ${l.match(/../g)!.join(':')}`).join(':\n')
  const parts = children(read(key.traditional))
  if (key.publicKey.type === 'EC') {
    return `Private-Key: (256 bit)\npriv:\n${lines(parts[1]!.content)}\n${keyNumbers(key.publicKey, '').replace(/^Public-Key.*\n/, '')}`
  }
  const names = ['modulus', 'publicExponent', 'privateExponent', 'prime1', 'prime2', 'exponent1', 'exponent2', 'coefficient']
  return `Private-Key: (${key.publicKey.bits} bit, 2 primes)\n${names.map((name, i) => {
    const content = parts[i + 1]!.content
    return name === 'publicExponent' ? `${name}: 65537 (0x10001)\n` : `${name}:\n${lines(content)}\n`
  }).join('')}`
}

