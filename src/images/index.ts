/** The catalogue of images, one line each, and what a registry answers when one is pulled. */
import { acmeSolver, certManager } from './cert-manager.ts'
import { coredns } from './coredns.ts'
import { databases } from './databases.ts'
import { demoServers } from './demo-servers.ts'
import { ecommerce } from './ecommerce.ts'
import { echo } from './echo.ts'
import { gatewayProxy } from './gateway-proxy.ts'
import { httpd } from './httpd.ts'
import type { Image } from './image.ts'
import { ingressNginx } from './ingress-nginx.ts'
import { languages } from './languages.ts'
import { nginx } from './nginx.ts'
import { operatingSystems } from './operating-systems.ts'
import { familiarName, parseReference } from './reference.ts'
import { stress, stressEntrypoint } from './stress.ts'
import { systemImages } from './system.ts'
import { looksReleased } from './tags.ts'

const catalogue: readonly Image[] = [
  nginx, httpd, echo, ecommerce, stress, stressEntrypoint, coredns, ingressNginx, acmeSolver, gatewayProxy,
  ...certManager, ...operatingSystems, ...languages, ...databases, ...demoServers, ...systemImages,
]

const byName = new Map(catalogue.flatMap((image) => image.names.map((name) => [name, image] as const)))

/** An image nobody described: it starts and runs for ever, and listens on the ports that its pod declares. */
const unknownImage: Image = {
  names: [],
  sizeBytes: 48_217_600,
  tools: 'busybox',
  entrypoint: ['/docker-entrypoint.sh'],
  start: ({ argv, ports }) => argv[0] !== '/docker-entrypoint.sh' ? undefined : {
    logs: [],
    listens: ports.map((p) => ({ port: p.containerPort, protocol: p.protocol === 'UDP' ? 'UDP' : 'TCP', serves: null })),
  },
}

export type Pull =
  | { readonly image: Image }
  /** What containerd reports after `failed to pull and unpack image "…": `. */
  | { readonly error: string; readonly code: 'NotFound' | 'Unknown' }

/**
 * What the registry answers. Docker Hub's official names are a closed list, so that a misspelt one is refused;
 * anybody's other repositories are taken to exist. A tag must look like one that somebody published.
 */
export function pull(name: string): Pull {
  const reference = parseReference(name)
  const familiar = familiarName(reference)
  const full = `${reference.registry}/${reference.repository}`
  const image = byName.get(familiar)
  if (image === undefined && reference.registry === 'docker.io' && reference.repository.startsWith('library/')) {
    return {
      code: 'Unknown',
      error: 'failed to resolve image: pull access denied, repository does not exist or may require authorization: ' +
        'server message: insufficient_scope: authorization failed',
    }
  }
  const tagged = image?.tagged ?? looksReleased
  const tag = reference.tag ?? 'latest'
  if (reference.digest === undefined && tag !== 'latest' && !tagged(tag)) {
    return { code: 'NotFound', error: `failed to resolve image: ${full}:${tag}: not found` }
  }
  return { image: image ?? unknownImage }
}
