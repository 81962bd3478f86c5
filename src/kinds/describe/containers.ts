/** Containers of pods and pod templates in descriptions. */
import { goQuote } from '../../lib/go-quote.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import type {
  Container, ContainerPort, ContainerStatus, Pod, ResourceRequirements, SeccompProfile,
} from '../generated/api-types.ts'
import { sortedEntries } from '../../lib/json.ts'
import { environmentFromRows, environmentRows } from './environment.ts'
import { probeText } from './probe.ts'
import { stateRows } from './container-state.ts'

interface Context {
  /** "Containers", "Init Containers" … */
  readonly label: string
  readonly containers: readonly Container[]
  readonly statuses?: readonly ContainerStatus[] | undefined
  /** The pod whose fields its variables take; a template has none. */
  readonly pod?: Pod
}

/** Upstream: `describe.go`, describeContainers. Templates stand one blank further in. */
export function containerRows({ label, containers, statuses = [], pod }: Context): Row[] {
  const space = pod ? '' : '  '
  const rows = [row(0, `${space}${label}:${containers.length === 0 ? ' <none>' : ''}`)]
  for (const container of containers) {
    const status = statuses.find((s) => s.name === container.name)
    rows.push(
      row(1, `${pod ? '' : ' '}${container.name}:`),
      ...imageRows(container, status),
      ...portRows(container.ports ?? []),
      ...seccompRows(2, container.securityContext?.seccompProfile),
      ...linesRows('Command', container.command),
      ...linesRows('Args', container.args),
      ...(status ? stateRows(status) : []),
      ...resourceRows(2, container.resources),
      ...probeRows(container),
      ...environmentFromRows(container),
      ...environmentRows(container, pod),
      ...mountRows(container),
    )
  }
  return rows
}

const imageRows = (container: Container, status: ContainerStatus | undefined): Row[] => [
  ...(status ? [row(2, 'Container ID:', status.containerID ?? '')] : []),
  row(2, 'Image:', container.image ?? ''),
  ...(status ? [row(2, 'Image ID:', status.imageID)] : []),
]

function portRows(ports: readonly ContainerPort[]): Row[] {
  const list = (portOf: (port: ContainerPort) => number): string =>
    ports.map((p) => `${portOf(p)}/${p.protocol ?? ''}${p.name ? ` (${p.name})` : ''}`).join(', ')
  const s = ports.length > 1 ? 's' : ''
  return [
    row(2, `Port${s}:`, list((p) => p.containerPort) || '<none>'),
    row(2, `Host Port${s}:`, list((p) => p.hostPort ?? 0) || '<none>'),
  ]
}

export function seccompRows(level: number, profile: SeccompProfile | undefined): Row[] {
  if (!profile) return []
  const rows = [row(level, 'SeccompProfile:', profile.type)]
  if (profile.type === 'Localhost') {
    rows.push(row(level === 0 ? 0 : level + 1, 'LocalhostProfile:', profile.localhostProfile ?? ''))
  }
  return rows
}

function linesRows(title: string, words: readonly string[] | undefined): Row[] {
  if (!words?.length) return []
  const lines = words.flatMap((word) => word.split('\n'))
  return [row(2, `${title}:`), ...lines.map((line) => row(3, line))]
}

export function resourceRows(level: number, resources: ResourceRequirements | undefined): Row[] {
  const list = (title: string, amounts: { [name: string]: string | number } | undefined): Row[] => {
    const entries = sortedEntries(amounts ?? {})
    if (entries.length === 0) return []
    return [
      row(level, `${title}:`),
      ...entries.map(([name, amount]) =>
        row(level + 1, `${name}:`, parseQuantity(amount as string).toString())),
    ]
  }
  return [...list('Limits', resources?.limits), ...list('Requests', resources?.requests)]
}

function probeRows(container: Container): Row[] {
  const { livenessProbe, readinessProbe, startupProbe } = container
  return [
    ...(livenessProbe ? [row(2, 'Liveness:', probeText(livenessProbe))] : []),
    ...(readinessProbe ? [row(2, 'Readiness:', probeText(readinessProbe))] : []),
    ...(startupProbe ? [row(2, 'Startup:', probeText(startupProbe))] : []),
  ]
}

function mountRows({ volumeMounts = [], volumeDevices = [] }: Container): Row[] {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  const mounts = [...volumeMounts].sort((a, b) => order(a.mountPath, b.mountPath))
  const devices = [...volumeDevices].sort((a, b) => order(a.devicePath, b.devicePath))
  const rows = mounts.length === 0 ? [row(2, 'Mounts:', '<none>')] : [row(2, 'Mounts:')]
  for (const mount of mounts) {
    const path = mount.subPath ? `,path=${goQuote(mount.subPath)}` : ''
    const access = mount.readOnly ? 'ro' : 'rw'
    rows.push(row(3, `${mount.mountPath} from ${mount.name} (${access}${path})`))
  }
  if (devices.length > 0) {
    rows.push(mounts.length === 0 ? row(2, 'Devices:', '<none>') : row(2, 'Devices:'))
  }
  for (const device of devices) rows.push(row(3, `${device.devicePath} from ${device.name}`))
  return rows
}
