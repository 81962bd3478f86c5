/** kubectl create ingress. */
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Generator } from './generator.ts'

const RULE = /^[\w*\-.]*\/.*=[\w-]+:[\w-]+(,tls=?([\w-]+)?)?/

/** Upstream: `kubectl/pkg/cmd/create/create_ingress.go`. */
export const ingress: Generator = {
  path: 'create ingress', apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', failure: 'failed to create ingress: ',
  build(session) {
    const { flags } = session
    validate(session)
    const rules = flags.list('rule')
    const backend = flags.string('default-backend')
    const annotations = Object.fromEntries(flags.list('annotation').map(text => {
      const equals = text.indexOf('=')
      return [text.slice(0, equals), text.slice(equals + 1)]
    }))
    const tls = tlsOf(rules)
    return {
      metadata: Object.keys(annotations).length > 0 ? { annotations } : {},
      spec: {
        ...(flags.string('class') === '' ? {} : { ingressClassName: flags.string('class') }),
        ...(backend === '' ? {} : { defaultBackend: backendOf(backend) }),
        ...(tls.length > 0 ? { tls } : {}),
        ...(rules.length > 0 ? { rules: rulesOf(rules) } : {}),
      },
      status: { loadBalancer: {} },
    }
  },
}

const validate = ({ flags }: Session): void => {
  const rules = flags.list('rule')
  const backend = flags.string('default-backend')
  if (backend === '' && rules.length === 0) {
    throw new KubectlError('not enough information provided: every ingress has to either specify a default-backend ' +
      '(which catches all traffic) or a list of rules (which catch specific paths)')
  }
  for (const rule of rules) {
    if (RULE.test(rule)) continue
    throw new KubectlError(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`)
  }
  for (const annotation of flags.list('annotation')) {
    if (annotation.includes('=')) continue
    throw new KubectlError(`annotation ${annotation} is invalid and should be in format key=[value]`)
  }
  if (backend !== '' && backend.split(':').length !== 2) {
    throw new KubectlError('default-backend should be in format servicename:serviceport')
  }
}

interface Tls { hosts?: string[]; secretName?: string }

/** Hosts with the same secret share an entry; a host counts once. */
const tlsOf = (rules: readonly string[]): Tls[] => {
  const entries: Tls[] = []
  const seen = new Set<string>()
  for (const rule of rules) {
    const parts = rule.split(',')
    if (parts.length !== 2) continue
    const host = rule.slice(0, rule.indexOf('/'))
    const secretName = parts[1]!.split('=')[1] ?? ''
    if (seen.has(host)) continue
    seen.add(host)
    const same = entries.find(entry => (entry.secretName ?? '') === secretName)
    if (same) same.hosts = [...(same.hosts ?? []), host]
    else if (host !== '' || secretName !== '') {
      entries.push({ ...(host === '' ? {} : { hosts: [host] }), ...(secretName === '' ? {} : { secretName }) })
    }
  }
  return entries
}

interface Rule { host?: string; http: { paths: object[] } }

const rulesOf = (rules: readonly string[]): Rule[] => {
  const found: Rule[] = []
  for (const rule of rules) {
    const slash = rule.indexOf('/')
    const host = rule.slice(0, slash)
    const path = pathOf(rule.slice(slash + 1))
    const same = found.find(other => (other.host ?? '') === host)
    if (same) same.http.paths.push(path)
    else found.push({ ...(host === '' ? {} : { host }), http: { paths: [path] } })
  }
  return found
}

const pathOf = (text: string): object => {
  const [before = '', service = ''] = text.split('=')
  const path = `/${before}`
  const prefix = path.endsWith('*')
  return {
    path: prefix ? path.slice(0, -1) : path, pathType: prefix ? 'Prefix' : 'Exact', backend: backendOf(service),
  }
}

const backendOf = (text: string): object => {
  const [name, rest = ''] = text.split(':')
  const port = rest.split(',')[0]!
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } }
}
