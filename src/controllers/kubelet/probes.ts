/** Probes: asked of the running container itself, by HTTP, TCP, gRPC or a command. */
import type { Container, Pod, Probe } from '../../kinds/generated/api-types.ts'
import type { ContainerRun } from './container-run.ts'
import type { ContainerRuntime } from './runtime.ts'
import type { ProbeState } from './pod-state.ts'

/** A failed probe says why, as the Unhealthy event tells it. */
export type ProbeResult = { readonly ok: true } | { readonly ok: false; readonly output: string }

const OK: ProbeResult = { ok: true }
const STEPS_MAX = 10_000

export function runProbe(probe: Probe, pod: Pod, container: Container, run: ContainerRun, podIP: string, runtime: ContainerRuntime, now: number): ProbeResult {
  if (probe.exec !== undefined) return execProbe(probe, run, runtime)
  if (probe.httpGet !== undefined) return httpProbe(probe, pod, container, podIP, runtime, now)
  if (probe.tcpSocket !== undefined) {
    const { port, host = podIP } = probe.tcpSocket
    const number = portNumber(port, container)
    if (number === undefined) return { ok: false, output: `strconv.Atoi: parsing "${port}": invalid syntax` }
    return listening(pod, number, runtime) ? OK : { ok: false, output: `dial tcp ${host}:${number}: connect: connection refused` }
  }
  if (probe.grpc !== undefined) {
    const { port } = probe.grpc
    if (listening(pod, port, runtime)) return OK
    return { ok: false, output: `timeout: failed to connect service "${podIP}:${port}" within ${probe.timeoutSeconds ?? 1}s: context deadline exceeded` }
  }
  return OK
}

const portNumber = (port: number | string, container: Container): number | undefined =>
  typeof port === 'number' ? port
    : container.ports?.find((p) => p.name === port)?.containerPort ?? (/^\d+$/.test(port) ? Number(port) : undefined)

const listening = (pod: Pod, port: number, runtime: ContainerRuntime): boolean =>
  runtime.running(pod).some((c) => c.listens.some((l) => l.port === port && l.protocol === 'TCP'))

/** pkg/probe/http/http.go */
function httpProbe({ httpGet }: Probe, pod: Pod, container: Container, podIP: string, runtime: ContainerRuntime, now: number): ProbeResult {
  const { path = '/', scheme = 'HTTP', httpHeaders = [], host = podIP, port } = httpGet!
  const number = portNumber(port, container)
  if (number === undefined) return { ok: false, output: `couldn't find port: ${JSON.stringify(port)}` }
  const url = `${scheme.toLowerCase()}://${host}:${number}${path.startsWith('/') ? '' : '/'}${path}`
  for (const running of runtime.running(pod)) {
    const listener = running.listens.find((l) => l.port === number && l.protocol === 'TCP')
    if (listener === undefined) continue
    if (scheme === 'HTTPS' && listener.tls !== true) return { ok: false, output: `Get "${url}": http: server gave HTTP response to HTTPS client` }
    if (typeof listener.serves !== 'function') return OK
    const headers: [string, string][] = [['Host', `${host}:${number}`], ['User-Agent', 'kube-probe/1.36'], ...httpHeaders.map((h): [string, string] => [h.name, h.value])]
    const { response, log } = listener.serves(
      { method: 'GET', target: path, version: '1.1', headers, body: '' },
      {
        pod: pod.metadata.name, namespace: pod.metadata.namespace!, labels: pod.metadata.labels ?? {}, nodeName: pod.spec.nodeName ?? '', podIP,
        port: number, tls: listener.tls === true, from: podIP.replace(/\d+$/, '1'), now,
        argv: running.argv, image: running.image, env: running.env, readFile: running.readFile,
      },
    )
    if (log !== undefined) running.log(log)
    return response.status >= 200 && response.status < 400 ? OK : { ok: false, output: `HTTP probe failed with statuscode: ${response.status}` }
  }
  return { ok: false, output: `Get "${url}": dial tcp ${host}:${number}: connect: connection refused` }
}

/** pkg/probe/exec/exec.go */
function execProbe({ exec, timeoutSeconds = 1 }: Probe, run: ContainerRun, runtime: ContainerRuntime): ProbeResult {
  const { status, output, ms } = runToEnd(run, exec?.command ?? [], runtime, timeoutSeconds * 1000)
  if (ms > timeoutSeconds * 1000) return { ok: false, output: `command timed out: ${JSON.stringify((exec?.command ?? []).join(' '))} timed out after ${timeoutSeconds}s` }
  return status === 0 ? OK : { ok: false, output }
}

/** Runs a command inside a container now, adding up the time that it would have taken. */
export function runToEnd(
  run: ContainerRun, argv: readonly string[], runtime: ContainerRuntime, limitMs: number,
): { status: number; output: string; ms: number } {
  let output = ''
  const collect = { write: (text: string): void => void (output += text) }
  const running = runtime.exec(run, argv, { stdout: collect, stderr: collect })
  if (running === undefined) {
    const name = argv[0] ?? ''
    const why = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'
    return { status: 126, ms: 0, output: `rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: ${JSON.stringify(name)}: ${why}` }
  }
  let ms = 0
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const { done, value } = running.next()
    if (done) return { status: value, output, ms }
    if (value.for === 'time') ms += value.ms
    else if (value.for === 'change') ms += 1_000
    if (ms > limitMs) break
  }
  running.return(137)
  return { status: 137, output, ms: Math.max(ms, limitMs + 1) }
}

export const newProbe = (probe: Probe, startedMs: number): ProbeState =>
  ({ nextMs: startedMs + (probe.initialDelaySeconds ?? 0) * 1000, successes: 0, failures: 0, result: undefined })

/** A server that has answered this often is asked only every so many periods, so that months can pass quickly. */
const STEADY_SUCCESSES = 12
const STEADY_PERIODS = 6

/** Takes a result in; the verdict changes when the threshold is reached (pkg/kubelet/prober/worker.go). */
export function note(state: ProbeState, probe: Probe, ok: boolean, now: number): void {
  const steady = ok && probe.exec === undefined && state.successes >= STEADY_SUCCESSES
  state.nextMs = now + (probe.periodSeconds ?? 10) * 1000 * (steady ? STEADY_PERIODS : 1)
  if (ok) {
    state.successes++
    state.failures = 0
    if (state.successes >= (probe.successThreshold ?? 1)) state.result = true
  } else {
    state.failures++
    state.successes = 0
    if (state.failures >= (probe.failureThreshold ?? 3)) state.result = false
  }
}
