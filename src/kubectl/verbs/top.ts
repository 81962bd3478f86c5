/** kubectl top node and pod. */
import type { AnyObj } from '../../kinds/object.ts'
import { TABLE_LAYOUT, alignLines } from '../../lib/tabwriter.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { KubectlError, usageError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

const METRICS = 'metrics.k8s.io'

interface Usage { readonly name: string; readonly cells: readonly string[]; readonly cpu: number; readonly memory: number }

/** Upstream: `kubectl/pkg/cmd/top/top_node.go`. */
export const topNode: Verb = {
  path: 'top node',
  run: session => {
    const { flags } = session
    validate(session, 'node')
    const items = metrics(session, 'nodes', undefined)
    const nodes = new Map((session.client.request({ ...requestTo(builtInMapping('v1', 'Node')!), verb: 'list' })
      .body as any).items.map((node: AnyObj) => [node.metadata.name, node] as const)) as Map<string, AnyObj>
    const rows = items.map((item): Usage => {
      const { cpu, memory } = usage([item])
      const capacity = nodes.get(item.metadata.name)?.['status']?.[flags.bool('show-capacity') ? 'capacity' : 'allocatable'] ?? {}
      return {
        name: item.metadata.name, cpu, memory,
        cells: [
          item.metadata.name, `${cpu}m`, percent(cpu, parseQuantity(capacity.cpu ?? '0').milliValue()),
          mebibytes(memory), percent(memory, parseQuantity(capacity.memory ?? '0').value()),
        ],
      }
    })
    const header = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)']
    return show(session, header, sorted(session, rows))
  },
}

/** Upstream: `kubectl/pkg/cmd/top/top_pod.go`. */
export const topPod: Verb = {
  path: 'top pod',
  run: session => {
    const { flags } = session
    validate(session, 'pod')
    const all = flags.bool('all-namespaces')
    const items = metrics(session, 'pods', all ? undefined : session.namespace)
    if (items.length === 0) {
      session.warn(all ? 'No resources found\n' : `No resources found in ${session.namespace} namespace.\n`)
      return 0
    }
    const perContainer = flags.bool('containers')
    const rows = items.flatMap((item): Usage[] => {
      const before = all ? [item.metadata.namespace ?? ''] : []
      const groups = perContainer ? item['containers'].map((c: any) => [c]) : [item['containers']]
      return groups.map((containers: any[]) => {
        const { cpu, memory } = usage(containers)
        const named = perContainer ? [item.metadata.name, containers[0].name] : [item.metadata.name]
        return { name: item.metadata.name, cpu, memory, cells: [...before, ...named, `${cpu}m`, mebibytes(memory)] }
      })
    })
    const header = [
      ...(all ? ['NAMESPACE'] : []), ...(perContainer ? ['POD', 'NAME'] : ['NAME']), 'CPU(cores)', 'MEMORY(bytes)',
    ]
    return show(session, header, sorted(session, rows))
  },
}

const validate = ({ args, flags, path }: Session, noun: string): void => {
  if (args.length > 1) throw usageError(path, `${noun} [NAME | -l label]`)
  if (!['', 'cpu', 'memory'].includes(flags.string('sort-by'))) throw new KubectlError('--sort-by accepts only cpu or memory')
}

const metrics = (session: Session, resource: string, namespace: string | undefined): readonly AnyObj[] => {
  const { args, flags } = session
  const kind = session.client.kinds.byPlural(METRICS, resource)
  if (!kind) throw new KubectlError('Metrics API not available')
  const at = { group: METRICS, version: kind.version, resource, ...(namespace === undefined ? {} : { namespace }) }
  if (args.length > 0) return [session.client.object({ ...at, verb: 'get', name: args[0]! })]
  const selector = flags.string('selector')
  const { body } = session.client.request({ ...at, verb: 'list', options: selector === '' ? {} : { labelSelector: selector } })
  return (body as any).items
}

const usage = (parts: readonly any[]): { cpu: number; memory: number } => ({
  cpu: parts.reduce((sum, part) => sum + parseQuantity(part.usage?.cpu ?? '0').milliValue(), 0),
  memory: parts.reduce((sum, part) => sum + parseQuantity(part.usage?.memory ?? '0').value(), 0),
})

const percent = (part: number, whole: number): string => whole === 0 ? '<unknown>' : `${Math.trunc(part / whole * 100)}%`

const mebibytes = (bytes: number): string => `${Math.trunc(bytes / 1024 / 1024)}Mi`

const sorted = (session: Session, rows: readonly Usage[]): readonly Usage[] => {
  const by = session.flags.string('sort-by')
  if (by === 'cpu') return [...rows].sort((a, b) => b.cpu - a.cpu)
  if (by === 'memory') return [...rows].sort((a, b) => b.memory - a.memory)
  return rows
}

const show = (session: Session, header: readonly string[], rows: readonly Usage[]): number => {
  const lines = rows.map(row => row.cells)
  session.print(alignLines(session.flags.bool('no-headers') ? lines : [header, ...lines], TABLE_LAYOUT))
  return 0
}
