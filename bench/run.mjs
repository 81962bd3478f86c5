// Measures what users feel, as ratios to a bare `node -e 0` taken in the same run. `npm run bench` prints a line a figure and ends with 1
// when one misses its target. `--only WORD` runs the figures whose name holds the word.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import path from 'node:path'

const root = path.dirname(path.dirname(new URL(import.meta.url).pathname))
const bin = path.join(root, 'dist/kubedrill.js')
const only = process.argv[process.argv.indexOf('--only') + 1]
const RUNS = 9
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1]
const timed = work => { const start = performance.now(); work(); return performance.now() - start }
const processMs = args => median(Array.from({ length: RUNS }, () => timed(() => {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
})))

/** A conversation with `exec --ndjson`. */
function converse() {
  const child = spawn(process.execPath, [bin, 'exec', '--ndjson'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = []
  createInterface({ input: child.stdout }).on('line', line => waiting.shift()(JSON.parse(line)))
  const ask = request => new Promise(resolve => { waiting.push(resolve); child.stdin.write(`${JSON.stringify(request)}\n`) })
  return { ask, child, end: () => child.stdin.end() }
}

async function readyMs(replicas) {
  const lab = converse()
  await lab.ask({ run: 'true' })
  // two nodes hold 110 pods each: more are needed, and larger ones
  for (let i = 0; i < Math.ceil(replicas / 1000); i++) await lab.ask({ write: { path: `/tmp/n${i}.yaml`, content: node(`big${i}`) } })
  for (let i = 0; i < Math.ceil(replicas / 1000); i++) await lab.ask({ run: `kubectl create -f /tmp/n${i}.yaml` })
  const start = performance.now()
  await lab.ask({ run: `kubectl create deployment web --image=nginx --replicas=${replicas}` })
  await lab.ask({ settle: true })
  const ms = performance.now() - start
  const { stdout } = await lab.ask({ run: "kubectl get deployment web -o jsonpath='{.status.readyReplicas}'" })
  lab.end()
  if (stdout !== String(replicas)) throw new Error(`only ${stdout || 0} of ${replicas} are Ready`)
  return ms
}
const node = name => JSON.stringify({
  apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name } }, spec: {},
  status: { capacity: { cpu: '400', memory: '4000Gi', pods: '2000' }, allocatable: { cpu: '400', memory: '4000Gi', pods: '2000' }, conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }] },
})

const bare = processMs(['-e', '0'])
let ready1000
const figures = [
  { name: 'exec -c "kubectl get pods", whole process', target: '< 2.5 × bare node', measure: () => ratio(processMs([bin, 'exec', '-c', 'kubectl get pods']), 2.5) },
  { name: 'grade critical-space, whole process', target: '< 2.5 × bare node', measure: () => ratio(processMs([bin, 'grade', 'critical-space', 'scenarios/critical-space/solutions/patch.sh']), 2.5) },
  { name: 'prompt ready', target: '< 4 × bare node', measure: async () => ratio(await promptMs(), 4) },
  { name: 'warm kubectl get pods', target: '< 1 ms', measure: warm },
  { name: '1,000 pods Ready', target: '< 300 ms', measure: async () => { ready1000 = median([await readyMs(1000), await readyMs(1000), await readyMs(1000)]); return { value: `${ready1000.toFixed(0)} ms`, ok: ready1000 < 300 } } },
  { name: '10,000 pods Ready', target: '< 12 × 1,000 pods', measure: async () => { const ms = await readyMs(10_000); return { value: `${ms.toFixed(0)} ms = ${(ms / ready1000).toFixed(1)} ×`, ok: ms / ready1000 < 12 } } },
  { name: 'memory of an open lab', target: '< 150 MB', measure: memory },
]

const ratio = (ms, limit) => ({ value: `${ms.toFixed(0)} ms = ${(ms / bare).toFixed(2)} × bare node`, ok: ms / bare < limit })

async function warm() {
  const lab = converse()
  await lab.ask({ run: 'kubectl create deployment web --image=nginx --replicas=3' })
  for (let i = 0; i < 300; i++) await lab.ask({ run: 'kubectl get pods' })
  const times = []
  for (let i = 0; i < 300; i++) { const start = performance.now(); await lab.ask({ run: 'kubectl get pods' }); times.push(performance.now() - start) }
  lab.end()
  return { value: `${median(times).toFixed(2)} ms`, ok: median(times) < 1 }
}

/** From the start of the process until the prompt stands on a terminal; `script` lends one. */
async function promptMs() {
  const once = () => new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn('script', ['-qec', `${process.execPath} ${bin} start critical-space`, '/dev/null'], { cwd: root, env: { ...process.env, TERM: 'xterm-256color', COLUMNS: '120', LINES: '40', XDG_STATE_HOME: '/tmp/kubedrill-bench' } })
    let seen = ''
    child.stdout.on('data', data => { seen += data; if (seen.includes('➜')) { resolve(performance.now() - start); child.kill('SIGTERM') } })
    child.on('close', () => reject(new Error('the terminal ended without a prompt')))
  })
  const times = []
  for (let i = 0; i < 5; i++) times.push(await once())
  return median(times)
}

async function memory() {
  const lab = converse()
  await lab.ask({ reset: true, lab: 'critical-space', seed: 1 })
  await lab.ask({ run: 'kubectl get all -A' })
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(lab.child.pid)], { encoding: 'utf8' })
  lab.end()
  const mb = Number(stdout) / 1024
  return { value: `${mb.toFixed(0)} MB`, ok: mb < 150 }
}

console.log(`bare node: ${bare.toFixed(0)} ms`)
let missed = 0
for (const { name, target, measure } of figures) {
  if (only && process.argv.includes('--only') && !name.includes(only)) continue
  try {
    const { value, ok } = await measure()
    if (!ok) missed++
    console.log(`${ok ? '✔' : '✘'} ${name}: ${value} (target ${target})`)
  } catch (error) {
    missed++
    console.log(`✘ ${name}: ${error.message}`)
  }
}
process.exit(missed > 0 ? 1 : 0)
