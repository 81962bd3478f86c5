/** cert URL|secret/NAME|FILE: what a browser's certificate viewer shows, in the terminal or as an HTML page. */
import { FileError } from '../../lib/files.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import { parseUrl } from '../../lib/url.ts'
import { Secret } from '../../kinds/core/secret.ts'
import { decodeBase64 } from '../../network/mounts.ts'
import type { Certificate } from '../../pki/certificate.ts'
import { certificateFingerprint, parseCertificates, publicKeyFingerprint } from '../../pki/certificate.ts'
import { opensslCoversHost } from '../../pki/hostname.ts'
import type { Name } from '../../pki/name.ts'
import { commonName } from '../../pki/name.ts'
import type { Verdict } from '../../pki/verify.ts'
import { verifyChain } from '../../pki/verify.ts'
import { certPage } from './cert-page.ts'
import type { NetworkPrograms, Work } from './network-context.ts'
import { absolute, resolverFiles, selfOf, trustedCertificates, wait } from './network-context.ts'

const USAGE = 'usage: cert [-n NAMESPACE] [--connect ADDRESS] [--cacert FILE] [--html FILE] URL | secret/NAME | FILE\n'

interface Check {
  readonly what: string
  readonly ok: boolean
  readonly because: string
}

export interface Viewed {
  readonly source: string
  readonly leaf: Certificate
  readonly chain: readonly Certificate[]
  readonly checks: readonly Check[]
}

export const cert = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const value = (...names: string[]): string | undefined => args.find((_, i) => names.includes(args[i - 1] ?? ''))
  const valued = new Set(['-n', '--namespace', '--connect', '--cacert', '--html'])
  const target = args.find((a, i) => !a.startsWith('-') && !valued.has(args[i - 1] ?? ''))
  if (target === undefined) {
    io.stderr.write(USAGE)
    return 2
  }
  const found = yield* chainOf(target, value('-n', '--namespace') ?? 'default', value('--connect'), context, io)
  if (typeof found === 'string') {
    io.stderr.write(`cert: ${found}\n`)
    return 1
  }
  const caFile = value('--cacert')
  const trusted = [...trustedCertificates(io), ...(caFile === undefined ? [] : parseCertificates(readText(io, caFile) ?? ''))]
  const viewed = view(found.source, found.chain, found.host, trusted, context.now())
  const page = value('--html')
  if (page === undefined) io.stdout.write(cardText(viewed))
  else {
    io.files.write(absolute(io, page), certPage(viewed))
    io.stdout.write(`wrote ${page}\n`)
  }
  return viewed.checks.every((c) => c.ok) ? 0 : 1
}

interface Source {
  readonly source: string
  readonly chain: readonly Certificate[]
  readonly host: string | undefined
}

function* chainOf(target: string, namespace: string, connect: string | undefined, context: NetworkPrograms, io: Io): Work<Source | string> {
  if (target.startsWith('secret/')) {
    const name = target.slice('secret/'.length)
    const secret = context.network.context.cluster.get(Secret, namespace, name)
    if (secret === undefined) return `secrets "${name}" not found in namespace "${namespace}"`
    const chain = parseCertificates(decodeBase64(secret.data?.['tls.crt'] ?? ''))
    return chain.length === 0 ? `tls.crt of Secret ${namespace}/${name} holds no certificate` : { source: `Secret ${namespace}/${name}`, chain, host: undefined }
  }
  const text = target.startsWith('https://') ? undefined : readText(io, target)
  if (text !== undefined) {
    const chain = parseCertificates(text)
    return chain.length === 0 ? `${target} holds no certificate` : { source: target, chain, host: undefined }
  }
  return yield* fromWire(target.includes('://') ? target : `https://${target}`, connect, context, io)
}

function* fromWire(text: string, connect: string | undefined, context: NetworkPrograms, io: Io): Work<Source | string> {
  const url = parseUrl(text)
  if ('code' in url) return url.message
  const resolved = context.network.resolve(selfOf(context), connect ?? url.host, resolverFiles(io, context))
  yield* wait(resolved.ms)
  if (!('addresses' in resolved)) return `could not resolve host ${connect ?? url.host}`
  const port = url.explicitPort ? url.port : 443
  const connected = context.network.connect(selfOf(context), resolved.addresses[0]!, port)
  if ('failed' in connected) return `could not connect to ${resolved.addresses[0]}:${port}: ${connected.because}`
  const shaken = context.network.handshake(connected.target, url.host)
  if ('failed' in shaken) return `${url.host}:${port} does not speak TLS`
  return { source: `${url.host}:${port}`, chain: shaken.presented.chain, host: url.host }
}

function readText(io: Io, path: string): string | undefined {
  try {
    return io.files.readText(absolute(io, path))
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    return undefined
  }
}

function view(source: string, chain: readonly Certificate[], host: string | undefined, trusted: readonly Certificate[], now: number): Viewed {
  const [leaf, ...others] = chain as [Certificate, ...Certificate[]]
  const verdict = verifyChain(leaf, others, trusted, now)
  return { source, leaf, chain: verdict.chain, checks: [...(host === undefined ? [] : [nameCheck(leaf, host)]), trustCheck(verdict), dateCheck(leaf, now)] }
}

function nameCheck(leaf: Certificate, host: string): Check {
  const matched = opensslCoversHost(leaf, host)
  const names = leaf.names.dns.length > 0 ? leaf.names.dns.join(', ') : commonName(leaf.subject) ?? 'nobody'
  return { what: 'name', ok: matched !== undefined, because: matched === undefined ? `${host} is not among ${names}` : `${host} matches ${matched}` }
}

function trustCheck(verdict: Verdict): Check {
  const dates = verdict.code === 9 || verdict.code === 10
  const root = verdict.chain.at(-1)
  return verdict.code === 0 || dates
    ? { what: 'trust', ok: true, because: `the chain ends at ${shortName(root?.subject ?? [])}, which the trust store holds` }
    : { what: 'trust', ok: false, because: verdict.text }
}

function dateCheck(leaf: Certificate, now: number): Check {
  const days = Math.floor((leaf.notAfter - now) / 86_400_000)
  if (now < leaf.notBefore) return { what: 'dates', ok: false, because: 'it is not valid yet' }
  return now > leaf.notAfter ? { what: 'dates', ok: false, because: `it expired ${-days} days ago` } : { what: 'dates', ok: true, because: `it is valid for ${days} more days` }
}

export const shortName = (name: Name): string => commonName(name) ?? name.find((a) => a.type === 'O')?.value ?? '<no name>'
const part = (name: Name, type: string): string => name.find((a) => a.type === type)?.value ?? '<not part of certificate>'
const day = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** The fields of the viewer, in its order and words. */
export function fields({ leaf }: Viewed): readonly (readonly [title: string, rows: readonly (readonly [label: string, value: string])[]])[] {
  const who = (name: Name) => [['Common Name (CN)', part(name, 'CN')], ['Organization (O)', part(name, 'O')], ['Organizational Unit (OU)', part(name, 'OU')]] as const
  return [
    ['Issued To', [...who(leaf.subject), ['Names', leaf.names.dns.join(', ') || '<none>']]],
    ['Issued By', who(leaf.issuer)],
    ['Validity Period', [['Issued On', day(leaf.notBefore)], ['Expires On', day(leaf.notAfter)]]],
    ['SHA-256 Fingerprints', [['Certificate', plainHex(certificateFingerprint(leaf))], ['Public Key', plainHex(publicKeyFingerprint(leaf))]]],
  ]
}

const plainHex = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase()

function cardText(viewed: Viewed): string {
  const blocks = fields(viewed).map(([title, rows]) => `${title}\n${rows.map(([label, value]) => `    ${label.padEnd(26)}${value}\n`).join('')}`)
  const tree = [...viewed.chain].reverse().map((c, i) => `    ${i === 0 ? '' : `${'   '.repeat(i - 1)}└─ `}${shortName(c.subject)}\n`).join('')
  const checks = viewed.checks.map((c) => `    ${c.ok ? '✓' : '✗'} ${c.what.padEnd(6)} ${c.because}\n`).join('')
  return `${viewed.source}\n\n${blocks.join('\n')}\nCertificate Chain\n${tree}\nChecks\n${checks}`
}
