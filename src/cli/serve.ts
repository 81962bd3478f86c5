/** kubedrill serve: the world behind real sockets, for a real kubectl. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { LAG_MS } from '../http/clock.ts'
import { appendTo, beginJournal, readJournal, replayJournal } from '../http/journal.ts'
import { serve } from '../http/serve.ts'
import { credentials } from '../lab/generated/credentials.ts'
import { kubeconfigText } from '../lab/kubeconfig.ts'
import { loadLab } from '../lab/scenario/load.ts'
import { openSession } from '../lab/session.ts'
import { Complaint, parseFlags, wholeNumber } from './complaint.ts'

const USAGE = 'kubedrill serve [LAB] [--api-port N] [--kubeconfig FILE] [--http-port N] [--https-port N] [--pace real|settle] [--resume]'
/** Open sockets get this long to close. */
const EXIT_MS = 300
const DEFAULT_KUBECONFIG = 'kubedrill.kubeconfig'

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    'api-port': { type: 'string' }, kubeconfig: { type: 'string' }, 'http-port': { type: 'string' }, 'https-port': { type: 'string' },
    pace: { type: 'string' }, seed: { type: 'string' }, addons: { type: 'string' }, resume: { type: 'boolean' },
  }, USAGE)
  if (positionals.length > 1) throw new Complaint(`serve takes one lab, not ${positionals.length}`, `Usage: ${USAGE}`, 2)
  const pace = values.pace ?? 'real'
  if (pace !== 'real' && pace !== 'settle') throw new Complaint(`--pace is "real" or "settle", not "${pace}"`, `Usage: ${USAGE}`, 2)
  const port = (name: 'api-port' | 'http-port' | 'https-port'): number => wholeNumber(`--${name}`, values[name] ?? '0')
  const file = path.resolve(values.kubeconfig ?? DEFAULT_KUBECONFIG)
  const begun = values.resume ? readJournal(`${file}.journal`) : undefined
  if (values.resume && begun === undefined) throw new Complaint(`there is no journal at ${file}.journal`, 'Serve once without --resume.', 2)
  const start = begun?.start ?? {
    ...(positionals[0] === undefined ? {} : { lab: positionals[0] }), pace,
    seed: wholeNumber('--seed', values.seed ?? '1'), addons: values.addons?.split(',').filter((name) => name !== '') ?? [],
    startMs: Date.now() - LAG_MS[pace],
  }
  const session = await openSession({
    ...(start.lab === undefined ? {} : { lab: loadLab(start.lab) }), seed: start.seed, addons: start.addons, startMs: start.startMs,
  })
  session.world.settle()
  if (begun !== undefined) replayJournal(session.world, begun.entries, start.pace)
  const { authority, serving } = credentials
  const door = await serve({
    world: session.world, apiPort: port('api-port'), httpPort: port('http-port'), httpsPort: port('https-port'), pace: start.pace,
    keys: { authorityPem: authority.certificatePem, certificatePem: serving.certificatePem, keyPem: serving.keyPem },
    journal: begun === undefined ? beginJournal(`${file}.journal`, start) : appendTo(`${file}.journal`),
  })
  writeFileSync(file, kubeconfigText(door.apiUrl), { mode: 0o600 })
  process.stdout.write(`${JSON.stringify({ ready: true, api: door.apiUrl, kubeconfig: file, ingress: { http: door.httpUrl, https: door.httpsUrl } })}\n`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  door.close()
  setTimeout(() => process.exit(0), EXIT_MS).unref()
  return 0
}
