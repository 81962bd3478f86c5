/** Node ports of Services: 30000 to 32767, of which the first 86 are only given to those who ask for them. */
import { Service } from '../../kinds/core/service.ts'
import { needsHealthCheckPort, needsNodePorts, nodePortsOf } from '../../kinds/core/service.fields.ts'
import { invalid } from '../../kinds/field-error.ts'
import type { Service as ServiceObject } from '../../kinds/generated/api-types.ts'
import type { ServerContext } from '../context.ts'
import { invalidError } from '../errors.ts'

const FIRST = 30_000
const FIRST_DYNAMIC = 30_086
const LAST = 32_767

/** initNodePorts and updateNodePorts of pkg/registry/core/service/storage/alloc.go. */
export function allocateNodePorts(service: ServiceObject, before: ServiceObject | undefined, server: ServerContext): void {
  const own = new Set(before === undefined ? [] : nodePortsOf(before))
  const used = new Set(server.reader.list(Service).flatMap(nodePortsOf))
  const next = (): number => {
    let port: number
    do port = FIRST_DYNAMIC + server.random.integer(LAST - FIRST_DYNAMIC + 1)
    while (used.has(port))
    used.add(port)
    return port
  }
  if (needsNodePorts(service)) givePorts(service, own, used, next)
  const spec = service.spec!
  if (needsHealthCheckPort(service) && !spec.healthCheckNodePort) spec.healthCheckNodePort = next()
}

function givePorts(service: ServiceObject, own: ReadonlySet<number>, used: Set<number>, next: () => number): void {
  /** The same port number over TCP and UDP shares one node port. */
  const byPort = new Map<number, number>()
  const ports = service.spec!.ports ?? []
  ports.forEach((port, i) => {
    const shared = byPort.get(port.port)
    const asked = port.nodePort || (shared === undefined ? ports.slice(i).find((p) => p.port === port.port && p.nodePort)?.nodePort : shared)
    if (asked === shared && shared !== undefined) {
      port.nodePort = shared
      return
    }
    if (!asked) port.nodePort = next()
    else {
      if (!own.has(asked)) take(service, asked, i, used)
      port.nodePort = asked
    }
    byPort.set(port.port, port.nodePort)
  })
}

function take(service: ServiceObject, port: number, index: number, used: Set<number>): void {
  const refuse = (why: string): Error =>
    invalidError('', 'Service', service.metadata.name, [invalid(`spec.ports[${index}].nodePort`, port, why)])
  if (port < FIRST || port > LAST) throw refuse(`provided port is not in the valid range. The range of valid ports is ${FIRST}-${LAST}`)
  if (used.has(port)) throw refuse('provided port is already allocated')
  used.add(port)
}
