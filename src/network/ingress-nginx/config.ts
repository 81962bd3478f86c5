/** The configuration that one controller has built: made again when an object behind it changed. */
import { ConfigMap } from '../../kinds/core/config-map.ts'
import { Secret } from '../../kinds/core/secret.ts'
import type { Ingress as IngressObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { IngressClass } from '../../kinds/networking/ingress-class.ts'
import { Ingress } from '../../kinds/networking/ingress.ts'
import { commonNameCovers, coversHost } from '../../pki/hostname.ts'
import type { Presented } from '../certificates.ts'
import { fakeCertificate, pairOf } from '../certificates.ts'
import type { NetworkContext, RunningContainer } from '../packet.ts'
import { settingsOf } from './annotations.ts'
import { refusalOf, servedIngresses } from './class.ts'
import type { Server } from './location.ts'
import type { ControllerOptions } from './options.ts'
import { optionsOf } from './options.ts'
import { buildServers, CATCH_ALL } from './servers.ts'

export interface NginxConfig {
  readonly options: ControllerOptions
  readonly servers: ReadonlyMap<string, Server>
  /** Ingresses that exist and are not served, for the explanation of a 404. */
  readonly ignored: readonly { readonly name: string; readonly because: string }[]
}

interface Kept {
  readonly config: NginxConfig
  readonly seen: readonly unknown[]
}

export function nginxConfigOf(container: RunningContainer, net: NetworkContext): NginxConfig {
  const { cluster } = net
  const seen = [container.argv, ...[Ingress, IngressClass, ConfigMap, Secret].map((kind) => cluster.list(kind as typeof Ingress))]
  const key = `nginx ${container.pod.metadata.uid} ${container.name}`
  const kept = net.memory.get(key) as Kept | undefined
  if (kept?.seen.every((list, i) => list === seen[i])) return kept.config
  const config = buildConfig(optionsOf(container, cluster), cluster)
  net.memory.set(key, { config, seen } satisfies Kept)
  return config
}

export function buildConfig(options: ControllerOptions, cluster: Reader, ingresses = servedIngresses(options, cluster)): NginxConfig {
  const parsed = ingresses.map((ingress) => ({ ingress, settings: settingsOf(ingress, options, cluster) }))
  return {
    options,
    servers: buildServers(parsed, (host, ingress) => secretNameFor(host, ingress, cluster)),
    ignored: cluster.list(Ingress).flatMap((ingress) => {
      const because = refusalOf(ingress, options, cluster)
      return because === undefined ? [] : [{ name: `${ingress.metadata.namespace}/${ingress.metadata.name}`, because }]
    }),
  }
}

/** controller.go, extractTLSSecretName: by the listed hosts, else by the names in the certificates. */
function secretNameFor(host: string, ingress: IngressObject, cluster: Reader): string {
  const entries = ingress.spec.tls ?? []
  const listed = entries.find((t) => (t.hosts ?? []).some((h) => h.toLowerCase() === host.toLowerCase()))
  if (listed !== undefined) return listed.secretName ?? ''
  const fitting = entries.find((t) => {
    const pair = (t.secretName ?? '') === '' ? undefined : pairOf(cluster, ingress.metadata.namespace ?? '', t.secretName!)
    return pair !== undefined && 'presented' in pair && coversHost(pair.presented.chain[0]!, host)
  })
  return fitting?.secretName ?? ''
}

/** rootfs/etc/nginx/lua/certificate.lua: a host has a certificate when its server, or its wildcard's, was given one. */
export function certificateConfigured(config: NginxConfig, host: string): boolean {
  const own = config.servers.get(host)
  if (host !== CATCH_ALL && own?.tls !== undefined) return true
  const dot = host.indexOf('.')
  return dot > 0 && config.servers.get(`*${host.slice(dot)}`)?.tls !== undefined
}

export interface Choice {
  readonly presented: Presented
  readonly because: string
  readonly object?: string
  readonly namespace?: string
}

/** Which certificate a client is shown that asks for this name, and why. */
export function certificateFor(container: RunningContainer, serverName: string | undefined, net: NetworkContext): Choice {
  const config = nginxConfigOf(container, net)
  const fallback = (because: string): Choice => {
    const [namespace, name] = (config.options.defaultCertificate ?? '').split('/')
    const given = name === undefined ? undefined : pairOf(net.cluster, namespace ?? '', name)
    if (given !== undefined && 'presented' in given) return { presented: given.presented, because: `${because}, so the default certificate is shown` }
    return { presented: fakeCertificate(container, net), because: `${because}, so the controller's fake certificate is shown` }
  }
  if (serverName === undefined || serverName === '') return fallback('the client names no server')
  const name = serverName.toLowerCase().replace(/\.$/, '')
  const dot = name.indexOf('.')
  const server = [config.servers.get(name), dot > 0 ? config.servers.get(`*${name.slice(dot)}`) : undefined].find((s) => s?.tls !== undefined)
  if (server?.tls === undefined) return fallback(`no Ingress has a TLS section for ${name}`)
  const { ingress, secretName } = server.tls
  const namespace = ingress.metadata.namespace ?? ''
  if (secretName === '') return fallback(`Ingress ${ingress.metadata.name} names no Secret for ${name}`)
  const pair = pairOf(net.cluster, namespace, secretName)
  if ('because' in pair) return fallback(pair.because)
  const leaf = pair.presented.chain[0]!
  if (!coversHost(leaf, server.hostname) && !commonNameCovers(leaf, server.hostname) && !namesWildcard(leaf.names.dns, server.hostname)) {
    return fallback(`the certificate in Secret ${secretName} does not cover ${server.hostname}`)
  }
  return {
    presented: pair.presented, because: `Ingress ${ingress.metadata.name} gives ${name} the certificate of Secret ${secretName}`,
    object: `secret/${secretName}`, namespace,
  }
}

const namesWildcard = (names: readonly string[], hostname: string): boolean => hostname.startsWith('*.') && names.includes(hostname)
