/** kubectl port-forward and proxy. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { attachablePod, namedObject } from '../containers/pod-for.ts'
import { KubectlError, usageError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const portForward: Verb = { path: 'port-forward', run }

interface Pair { readonly local: number; readonly remote: string }

const FIRST_FREE_PORT = 40_000

/** Upstream: `kubectl/pkg/cmd/portforward/portforward.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { args } = session
  if (args.length < 2) throw usageError('port-forward', 'TYPE/NAME and list of ports are required for port-forward')
  const word = args[0]!
  const { object, mapping } = namedObject(session, word)
  const pod = mapping.kind.kind === 'Pod' ? object : attachablePod(session, word)
  const pairs = args.slice(1).map(parsePair)
  const ports = pairs.map(pair => ({ local: pair.local, remote: remotePort(pair.remote, object, pod, mapping.kind.kind) }))
  const phase = pod['status']?.phase
  if (phase !== 'Running') throw new KubectlError(`unable to forward port because pod is not running. Current status=${phase}`)
  const { forward } = session.cluster
  const none = new KubectlError(`unable to listen on any of the requested ports: [{${ports.map(p => `${p.local} ${p.remote}`).join('} {')}}]`)
  if (!forward) throw none
  const { namespace = '', name } = pod.metadata
  const stops: (() => void)[] = []
  try {
    for (const { local, remote } of ports) {
      const port = local === 0 ? FIRST_FREE_PORT + Math.floor(session.cluster.random() * 10_000) : local
      const stop = forward(port, { namespace, pod: name }, remote, () => session.print(`Handling connection for ${port}\n`))
      if (typeof stop === 'string') {
        session.warn(`${stop}\n`)
        continue
      }
      stops.push(stop)
      session.print(`Forwarding from 127.0.0.1:${port} -> ${remote}\nForwarding from [::1]:${port} -> ${remote}\n`)
    }
    if (stops.length === 0) throw none
    for (;;) yield { for: 'change' }
  } finally {
    for (const stop of stops) stop()
  }
}

const parsePair = (text: string): Pair => {
  const parts = text.split(':')
  if (parts.length > 2) throw new KubectlError(`invalid port format '${text}'`)
  const [first = '', second] = parts
  const remote = second ?? first
  const local = first === '' ? 0 : /^\d+$/.test(first) ? Number(first) : second === undefined ? Number.NaN : -1
  if (local === -1 || remote === '' || remote === '0') throw new KubectlError(`error parsing remote port '${text}'`)
  return { local, remote }
}

/** A port's name or a Service's port becomes the container's port. */
const remotePort = (text: string, object: AnyObj, pod: AnyObj, kind: string): number => {
  const containerPort = (name: string): number | undefined =>
    (pod['spec']?.containers ?? []).flatMap((c: any) => c.ports ?? []).find((p: any) => p.name === name)?.containerPort
  if (kind === 'Service') {
    const ports: any[] = object['spec']?.ports ?? []
    const port = ports.find(p => String(p.port) === text || p.name === text)
    if (!port) throw new KubectlError(`Service ${object.metadata.name} does not have a service port ${text}`)
    const target = port.targetPort ?? port.port
    return typeof target === 'number' ? target : containerPort(target) ?? port.port
  }
  if (/^\d+$/.test(text)) return Number(text)
  const named = containerPort(text)
  if (named === undefined) throw new KubectlError(`Pod '${pod.metadata.name}' does not have a named port '${text}'`)
  return named
}

/** The API over plain HTTP needs a real socket; `kubedrill serve` has one. */
export const proxy: Verb = {
  path: 'proxy',
  run: session => {
    const port = session.flags.int('port')
    throw new KubectlError(`listen tcp ${session.flags.string('address')}:${port}: bind: permission denied`)
  },
}
