/** openssl 3.0: its commands, one line each. */
import { createHash, createHmac } from 'node:crypto'
import { apr1 } from '../../../lib/password-hash.ts'
import type { Io, Program, Running } from '../../../lib/process.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import { readInput } from '../network-context.ts'
import { DIGESTS, OpensslError, digestName, readArguments, readSource, writeTarget } from './arguments.ts'
import { ecparam, genpkey, genrsa, keyCommand } from './keys.ts'
import { req } from './req.ts'
import { sClient } from './s-client.ts'
import { verify } from './verify.ts'
import { x509 } from './x509.ts'

type Command = (args: readonly string[], io: Io, context: NetworkPrograms) => Work<number>

const VERSION = 'OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)\n'

const commands: Readonly<Record<string, Command>> = {
  base64, dgst, ec: keyCommand('ec'), ecparam, enc: base64, genpkey, genrsa, passwd, pkey: keyCommand('pkey'), rand, req, rsa: keyCommand('rsa'),
  s_client: sClient, verify, x509,
  * version(_, io) {
    io.stdout.write(VERSION)
    return 0
  },
}

export const openssl = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const [name = '', ...rest] = args
  const command = DIGESTS.has(name) ? dgst : commands[name]
  if (command === undefined) {
    io.stderr.write(name === '' ? 'help:\n\nStandard commands\nbase64 dgst ec ecparam enc genpkey genrsa passwd pkey rand req rsa s_client verify version x509\n' : `Invalid command '${name}'; type "help" for a list.\n`)
    return name === '' ? 0 : 1
  }
  try {
    return yield* command(DIGESTS.has(name) ? [`-${name}`, ...rest] : rest, io, context)
  } catch (error) {
    if (!(error instanceof OpensslError)) throw error
    io.stderr.write(error.message)
    return 1
  }
}

function* dgst(args: readonly string[], io: Io): Work<number> {
  const options = readArguments('dgst', args, 'out hmac sign verify signature prverify', 'hex binary r c')
  const digest = digestName(options, 'sha256')
  for (const path of options.rest.length === 0 ? [undefined] : options.rest) {
    const bytes = yield* readSource(io, path, 'file')
    const secret = options.value('hmac')
    const hash = secret === undefined ? createHash(digest).update(bytes).digest() : createHmac(digest, secret).update(bytes).digest()
    if (options.has('binary')) writeTarget(io, options.value('out'), new Uint8Array(hash))
    else {
      const label = secret === undefined ? digest.toUpperCase().replace('SHA', 'SHA2-').replace('SHA2-1', 'SHA1') : `HMAC-${digest.toUpperCase()}`
      const text = options.has('r') ? `${hash.toString('hex')} *${path ?? 'stdin'}\n` : `${label}(${path ?? 'stdin'})= ${hash.toString('hex')}\n`
      writeTarget(io, options.value('out'), text)
    }
  }
  return 0
}

function* rand(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('rand', args, 'out', 'hex base64')
  const bytes = Buffer.from(context.random.bytes(Number(options.rest[0] ?? 0)))
  const text = options.has('hex') ? `${bytes.toString('hex')}\n` : options.has('base64') ? `${bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n` : undefined
  writeTarget(io, options.value('out'), text ?? new Uint8Array(bytes))
  return 0
}

function* base64(args: readonly string[], io: Io): Work<number> {
  const options = readArguments('enc', args, 'in out', 'd e A base64 a')
  const bytes = yield* readSource(io, options.value('in'), 'file')
  if (options.has('d')) writeTarget(io, options.value('out'), new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')))
  else {
    const text = Buffer.from(bytes).toString('base64')
    writeTarget(io, options.value('out'), options.has('A') ? text : `${text.replace(/.{64}(?=.)/g, '$&\n')}\n`)
  }
  return 0
}

function* passwd(args: readonly string[], io: Io, context: NetworkPrograms): Work<number> {
  const options = readArguments('passwd', args, 'salt in', 'apr1 1 5 6 stdin quiet table')
  const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const salt = options.value('salt') ?? Array.from(context.random.bytes(8), (b) => ALPHABET[b & 63]).join('')
  const passwords = options.has('stdin') ? (yield* readInput(io)).split('\n').filter((l) => l !== '') : options.rest
  if (options.has('5') || options.has('6')) throw new OpensslError('passwd: Unsupported algorithm\n')
  for (const password of passwords) io.stdout.write(`${apr1(password, salt.slice(0, 8), options.has('apr1') ? '$apr1$' : '$1$')}\n`)
  return 0
}

