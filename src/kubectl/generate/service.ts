/** kubectl create service clusterip, nodeport, loadbalancer, externalname. */
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Generator } from './generator.ts'

const serviceGenerator = (
  command: string, type: string, spec: (session: Session) => Record<string, unknown>, required?: readonly string[],
): Generator => ({
  path: `create service ${command}`, apiVersion: 'v1', kind: 'Service', failure: `failed to create ${type} service: `,
  ...(required ? { required } : {}),
  build(session, name) {
    const labels = { app: name }
    const own = spec(session)
    const ports = portsOf(session, own['nodePort'] as number | undefined)
    delete own['nodePort']
    return {
      metadata: { labels },
      spec: { ...(ports.length > 0 ? { ports } : {}), selector: labels, type, ...own },
      status: { loadBalancer: {} },
    }
  },
})

/** Upstream: `kubectl/pkg/cmd/create/create_service.go`. */
export const serviceClusterIp = serviceGenerator('clusterip', 'ClusterIP', session => {
  const clusterIP = session.flags.string('clusterip')
  if (clusterIP === 'None' && session.flags.list('tcp').length === 0) return { clusterIP }
  needPorts(session)
  return clusterIP === '' ? {} : { clusterIP }
})

export const serviceNodePort = serviceGenerator('nodeport', 'NodePort', session => {
  needPorts(session)
  const nodePort = session.flags.int('node-port')
  return nodePort === 0 ? {} : { nodePort }
})

export const serviceLoadBalancer = serviceGenerator('loadbalancer', 'LoadBalancer', session => {
  needPorts(session)
  return {}
})

export const serviceExternalName = serviceGenerator('externalname', 'ExternalName', session =>
  ({ externalName: session.flags.string('external-name') }), ['external-name'])

const needPorts = (session: Session): void => {
  if (session.flags.list('tcp').length === 0) throw new KubectlError('at least one tcp port specifier must be provided')
}

const portsOf = (session: Session, nodePort?: number): object[] =>
  session.flags.list('tcp').map(text => {
    const { port, targetPort } = parsePort(text)
    return {
      name: text.replaceAll(':', '-'), port, targetPort, protocol: 'TCP', ...(nodePort === undefined ? {} : { nodePort }),
    }
  })

const parsePort = (text: string): { port: number; targetPort: number | string } => {
  const [first = '', second = ''] = text.split(':')
  const port = portNumber(first)
  if (second === '') return { port, targetPort: port }
  if (/^\d+$/.test(second)) {
    const targetPort = Number(second)
    if (targetPort < 1 || targetPort > 65535) throw new KubectlError('must be between 1 and 65535, inclusive')
    return { port, targetPort }
  }
  const complaint = portNameComplaint(second)
  if (complaint !== undefined) throw new KubectlError(complaint)
  return { port, targetPort: second }
}

/** Upstream: `apimachinery/pkg/util/validation/validation.go` IsValidPortName. */
const portNameComplaint = (name: string): string | undefined => {
  if (name.length > 15) return 'must be no more than 15 characters'
  if (!/^[-a-z0-9]+$/.test(name)) return 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'
  if (!/[a-z]/.test(name)) return 'must contain at least one letter (a-z)'
  if (name.includes('--')) return 'must not contain consecutive hyphens'
  return name.startsWith('-') || name.endsWith('-') ? 'must not begin or end with a hyphen' : undefined
}

const portNumber = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new KubectlError(`strconv.ParseUint: parsing "${text}": invalid syntax`)
  const port = Number(text)
  if (port > 65535) throw new KubectlError(`strconv.ParseUint: parsing "${text}": value out of range`)
  return port
}
