/** Our openssl against the real one, on the same files: the whole output must be equal. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFiles } from '../../src/lib/memory-files.ts'
import type { Io } from '../../src/lib/process.ts'
import { createRandom } from '../../src/lib/random.ts'
import type { Network } from '../../src/network/network.ts'
import { runSync } from '../../src/shell/drive.ts'
import { createNetworkPrograms } from '../../src/shell/programs/network-programs.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'openssl-'))
const files = createFiles({ now: Date.now })
files.mkdir(dir, { recursive: true })

function ours(line: string): { status: number; stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' }
  const io: Io = {
    stdin: { read: () => undefined }, stdout: { write: (t) => void (said.stdout += t) }, stderr: { write: (t) => void (said.stderr += t) },
    files, env: new Map(), cwd: dir, run: () => { throw new Error('nothing to run') },
  }
  const programs = createNetworkPrograms({ network: {} as Network, place: () => ({ node: 'controlplane' }), now: Date.now, random: createRandom(4) })
  const running = programs.get('openssl')!(line.split(' ').slice(1), io)
  const status = typeof running === 'number' ? running : runSync(running, {})
  return { status, ...said }
}

function real(line: string): { status: number; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('openssl', line.split(' ').slice(1), { cwd: dir, encoding: 'utf8', input: '' })
  return { status: status ?? -1, stdout, stderr }
}

/** Makes files with the real tool and shows them to both. */
function make(line: string, ...made: string[]): void {
  const result = spawnSync('openssl', line.split(' ').slice(1), { cwd: dir, encoding: 'utf8' })
  expect(result.status, result.stderr).toBe(0)
  for (const name of made) files.write(path.join(dir, name), readFileSync(path.join(dir, name)))
}

make('openssl ecparam -name prime256v1 -genkey -noout -out ca.key', 'ca.key')
make('openssl req -x509 -new -key ca.key -subj /O=Lab/CN=Root -days 30 -out ca.crt', 'ca.crt')
make('openssl genrsa -out leaf.key 2048', 'leaf.key')
make('openssl req -new -key leaf.key -subj /C=DE/O=Acme,\\x20Inc./CN=a.test -addext subjectAltName=DNS:a.test,IP:10.0.0.1 -out leaf.csr'.replace('\\x20', ''), 'leaf.csr')
writeFileSync(path.join(dir, 'ext.cnf'), 'subjectAltName=DNS:a.test,DNS:*.b.test\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n')
files.write(path.join(dir, 'ext.cnf'), readFileSync(path.join(dir, 'ext.cnf')))
make('openssl x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 10 -extfile ext.cnf -out leaf.crt', 'leaf.crt')

describe('openssl', () => {
  it.each([
    'openssl x509 -in leaf.crt -noout -text',
    'openssl x509 -in ca.crt -noout -text',
    'openssl x509 -in leaf.crt -noout -subject -issuer -dates -serial',
    'openssl x509 -in leaf.crt -noout -enddate -startdate -fingerprint',
    'openssl x509 -in leaf.crt -noout -fingerprint -sha256 -ext subjectAltName,extendedKeyUsage',
    'openssl x509 -in leaf.crt -noout -checkend 86400',
    'openssl x509 -in leaf.crt -noout -checkend 8640000',
    'openssl x509 -in leaf.crt -noout -checkhost x.b.test',
    'openssl x509 -in leaf.crt -noout -checkip 10.0.0.9',
    'openssl x509 -in leaf.crt -noout -pubkey',
    'openssl x509 -in leaf.crt -noout -modulus',
    'openssl x509 -in leaf.crt',
    'openssl req -in leaf.csr -noout -text',
    'openssl req -in leaf.csr -noout -subject',
    'openssl verify -CAfile ca.crt leaf.crt',
    'openssl verify leaf.crt',
    'openssl verify ca.crt',
    'openssl rsa -in leaf.key -pubout',
    'openssl rsa -in leaf.key -noout -modulus',
    'openssl pkey -in ca.key',
    'openssl ec -in ca.key -pubout',
    'openssl dgst -sha256 ca.crt',
    'openssl base64 -in ca.crt',
    'openssl passwd -apr1 -salt abcdefgh secret',
  ])('%s', (line) => {
    expect(ours(line)).toEqual(real(line))
  })
  it('makes a chain that the real one accepts', () => {
    expect(ours('openssl genrsa -out mine.key 2048').status).toBe(0)
    expect(ours('openssl req -new -key mine.key -subj /CN=mine.test -addext subjectAltName=DNS:mine.test -out mine.csr').status).toBe(0)
    expect(ours('openssl x509 -req -in mine.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 5 -extfile ext.cnf -out mine.crt').stderr)
      .toBe('Certificate request self-signature ok\nsubject=CN = mine.test\n')
    for (const name of ['mine.key', 'mine.csr', 'mine.crt']) writeFileSync(path.join(dir, name), files.readBytes(path.join(dir, name)))
    expect(real('openssl verify -CAfile ca.crt mine.crt').stdout).toBe('mine.crt: OK\n')
    expect(real('openssl req -in mine.csr -noout -verify -subject').stdout).toBe('subject=CN = mine.test\n')
    expect(real('openssl pkey -in mine.key -check -noout').stdout).toBe('Key is valid\n')
  })
})
