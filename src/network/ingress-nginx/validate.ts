/** ingress-nginx' admission webhook (internal/ingress/controller/controller.go, CheckIngress and checkOverlap). */
import type { Ingress } from '../../kinds/generated/api-types.ts'
import type { NetworkContext } from '../packet.ts'
import { refusalOf, servedIngresses } from './class.ts'
import { buildConfig } from './config.ts'
import { runningControllers } from './controllers.ts'
import { optionsOf } from './options.ts'
import { CATCH_ALL } from './servers.ts'

/** Why the webhook denies an Ingress; undefined: it may pass. */
export function checkIngress(ingress: Ingress, net: NetworkContext): string | undefined {
  const container = runningControllers(net)[0]
  if (container === undefined) return undefined
  const { cluster } = net
  const options = optionsOf(container, cluster)
  if (refusalOf(ingress, options, cluster) !== undefined) return undefined
  if (options.config['strict-validate-path-type'] !== 'false') {
    const bad = badPaths(ingress)
    if (bad.length > 0) return `ingress contains invalid paths: ${bad.join('\n')}`
  }
  for (const key of Object.keys(ingress.metadata.annotations ?? {})) {
    if (options.config['allow-snippet-annotations'] !== 'true' && key.endsWith('-snippet')) {
      return `${key} annotation cannot be used. Snippet directives are disabled by the Ingress administrator`
    }
  }
  const hosts = new Set(hostsOf(ingress))
  const others = servedIngresses(options, cluster)
    .filter((i) => (i.metadata.namespace !== ingress.metadata.namespace || i.metadata.name !== ingress.metadata.name) && hostsOf(i).some((h) => hosts.has(h)))
  return overlap(ingress, buildConfig(options, cluster, others), options.annotationsPrefix)
}

const hostsOf = (ingress: Ingress): readonly string[] => (ingress.spec.rules ?? []).map((r) => r.host || CATCH_ALL)

/** internal/ingress/inspector: letters, digits and a few signs, unless the type is ImplementationSpecific. */
const PLAIN_PATH = /^\/[a-z0-9._\-/]*$/i

const badPaths = (ingress: Ingress): string[] => (ingress.spec.rules ?? []).flatMap((rule) => (rule.http?.paths ?? [])
  .filter((p) => (p.path ?? '') !== '' && p.pathType !== 'ImplementationSpecific' && !PLAIN_PATH.test(p.path!))
  .map((p) => `path ${p.path} cannot be used with pathType ${p.pathType}`))

function overlap(ingress: Ingress, config: ReturnType<typeof buildConfig>, prefix: string): string | undefined {
  const canaryOf = (i: Ingress): string | undefined => i.metadata.annotations?.[`${prefix}/canary`]
  for (const rule of ingress.spec.rules ?? []) {
    const host = rule.host || CATCH_ALL
    for (const p of rule.http?.paths ?? []) {
      const path = p.path || '/'
      const existing = (config.servers.get(host)?.locations ?? [])
        .filter((l) => !l.isDefault && l.ingress !== undefined && originalPath(l.ingress, host, l.path) === path).map((l) => l.ingress!)
      for (const other of existing) {
        const both = canaryOf(ingress) === 'true' && canaryOf(other) === 'true'
        if (!both && (canaryOf(ingress) !== undefined || canaryOf(other) !== undefined)) continue
        return `host "${host}" and path "${path}" is already defined in ingress ${other.metadata.namespace}/${other.metadata.name}`
      }
    }
  }
  return undefined
}

/** The rule's path that became a location: Prefix paths got a slash at their end. */
function originalPath(ingress: Ingress, host: string, path: string): string {
  const rules = (ingress.spec.rules ?? []).filter((r) => (r.host || CATCH_ALL) === host)
  const paths = rules.flatMap((r) => (r.http?.paths ?? []).map((p) => p.path || '/'))
  return paths.find((p) => p === path) ?? paths.find((p) => `${p}/` === path) ?? path
}
