/** The certificates, keys and requests of src/pki before the judge that counts: the real openssl. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/lib/random.ts'
import { certificateFingerprint, parseCertificates, serialHex } from '../../src/pki/certificate.ts'
import { subjectAltName } from '../../src/pki/extensions.ts'
import { authorityOf, createCertificateAuthority, selfSigned } from '../../src/pki/issue.ts'
import { generateEcKey, generateRsaKey, parsePrivateKey, privateKeyPem, sameKey, traditionalPem } from '../../src/pki/key.ts'
import { createRequest, parseRequest, requestPem } from '../../src/pki/request.ts'
import { verifyChain } from '../../src/pki/verify.ts'
import { opensslCoversHost } from '../../src/pki/hostname.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2031, 0, 15)
const dir = mkdtempSync(path.join(tmpdir(), 'pki-'))
const file = (name: string, content: string): string => {
  const at = path.join(dir, name)
  writeFileSync(at, content)
  return at
}
const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

function hierarchy() {
  const draw = createRandom(7).bytes
  const root = createCertificateAuthority({
    subject: [{ type: 'O', value: 'Lab, Inc.' }, { type: 'CN', value: 'Lab Root' }], notBefore: NOW - DAY, notAfter: NOW + 3650 * DAY, random: draw,
  })
  const middle = authorityOf(root.issue({ subject: [{ type: 'CN', value: 'Lab E1' }], ca: true, pathLength: 0, notBefore: NOW - DAY, notAfter: NOW + 900 * DAY }), draw)
  const leaf = middle.issue({
    subject: [{ type: 'CN', value: 'shop.example.com' }], hosts: ['shop.example.com', '*.shop.example.com', '10.0.0.7'],
    notBefore: NOW, notAfter: NOW + 90 * DAY, extendedUsages: ['serverAuth'],
  })
  return { root, middle, leaf }
}

describe('certificates', () => {
  it('form a chain that openssl accepts, at their time and not after it', () => {
    const { root, middle, leaf } = hierarchy()
    const ca = file('root.pem', root.certificatePem)
    const between = file('middle.pem', middle.certificatePem)
    const end = file('leaf.pem', leaf.certificatePem)
    const at = (ms: number) => spawnSync('openssl', ['verify', '-attime', String(ms / 1000), '-CAfile', ca, '-untrusted', between, end], { encoding: 'utf8' })
    expect(at(NOW + DAY).stdout).toBe(`${end}: OK\n`)
    expect(at(NOW + 91 * DAY).stderr).toContain('error 10 at 0 depth lookup: certificate has expired')
    const ours = (now: number) => verifyChain(leaf.certificate, [middle.certificate], [root.certificate], now)
    expect(ours(NOW + DAY)).toMatchObject({ code: 0, text: 'ok' })
    expect(ours(NOW + 91 * DAY)).toMatchObject({ code: 10, depth: 0, text: 'certificate has expired' })
    expect(verifyChain(leaf.certificate, [middle.certificate], [], NOW + DAY)).toMatchObject({ code: 20, depth: 1 })
    expect(verifyChain(root.certificate, [], [], NOW)).toMatchObject({ code: 18, depth: 0 })
  })
  it('are byte for byte the same for the same seed', () => {
    expect(hierarchy().leaf.certificatePem).toBe(hierarchy().leaf.certificatePem)
  })
  it('read as openssl reads them', () => {
    const { leaf } = hierarchy()
    const end = file('read.pem', leaf.certificatePem)
    expect(openssl('x509', '-in', end, '-noout', '-fingerprint', '-sha256', '-serial', '-ext', 'subjectAltName')).toBe(
      `sha256 Fingerprint=${certificateFingerprint(leaf.certificate)}\nserial=${serialHex(leaf.certificate)}\n` +
      'X509v3 Subject Alternative Name: \n    DNS:shop.example.com, DNS:*.shop.example.com, IP Address:10.0.0.7\n')
    expect(opensslCoversHost(leaf.certificate, 'a.shop.example.com')).toBe('*.shop.example.com')
    expect(opensslCoversHost(leaf.certificate, 'a.b.shop.example.com')).toBeUndefined()
  })
  it('made by openssl are read', () => {
    const key = path.join(dir, 'o.key')
    const cert = path.join(dir, 'o.crt')
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-subj', '/C=DE/O=x/CN=y', '-addext', 'subjectAltName=DNS:y', '-days', '3')
    const pem = openssl('x509', '-in', cert)
    const [certificate] = parseCertificates(pem)
    expect(certificate!.subject).toEqual([{ type: 'C', value: 'DE' }, { type: 'O', value: 'x' }, { type: 'CN', value: 'y' }])
    expect(certificate).toMatchObject({ isCA: true, names: { dns: ['y'] }, publicKey: { type: 'RSA', bits: 2048 } })
    const read = parsePrivateKey(openssl('pkey', '-in', key))
    expect(sameKey(read!.publicKey, certificate!.publicKey)).toBe(true)
  })
})

describe('keys and requests', () => {
  it('are accepted by openssl in both PEM forms', () => {
    const draw = createRandom(9).bytes
    for (const key of [generateEcKey(draw), generateRsaKey(draw)]) {
      for (const pem of [privateKeyPem(key), traditionalPem(key)]) {
        expect(openssl('pkey', '-in', file('k.pem', pem))).toBe(privateKeyPem(key))
        expect(privateKeyPem(parsePrivateKey(pem)!)).toBe(privateKeyPem(key))
      }
      const checked = spawnSync('openssl', ['pkey', '-check', '-noout', '-in', file('k.pem', privateKeyPem(key))], { encoding: 'utf8' })
      expect(checked.stdout).toBe('Key is valid\n')
    }
  })
  it('carry names through a signing request', () => {
    const key = generateEcKey(createRandom(3).bytes)
    const der = createRequest([{ type: 'CN', value: 'jane' }, { type: 'O', value: 'developers' }], key, [subjectAltName(['jane.test'])])
    const verified = spawnSync('openssl', ['req', '-verify', '-noout', '-subject', '-in', file('r.csr', requestPem(der))], { encoding: 'utf8' })
    expect(verified.stdout).toBe('subject=CN = jane, O = developers\n')
    expect(parseRequest(requestPem(der))).toMatchObject({ verified: true, names: { dns: ['jane.test'] } })
  })
  it('self-signed certificates verify themselves', () => {
    const made = selfSigned({ subject: [{ type: 'CN', value: 'x' }], hosts: ['x'], notBefore: NOW, notAfter: NOW + DAY }, createRandom(1).bytes)
    expect(verifyChain(made.certificate, [], [made.certificate], NOW)).toMatchObject({ code: 0 })
  })
})
