/** Image references: "nginx:1.27" is docker.io/library/nginx with tag 1.27 (distribution/reference/normalize.go). */
import { createHash } from 'node:crypto'

export interface ImageReference {
  readonly registry: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

export function parseReference(image: string): ImageReference {
  const [rest = '', digest] = image.split('@')
  const slash = rest.indexOf('/')
  const first = slash < 0 ? '' : rest.slice(0, slash)
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost'
  const registry = hasRegistry ? first : 'docker.io'
  const remainder = hasRegistry ? rest.slice(slash + 1) : rest
  const colon = remainder.lastIndexOf(':')
  const path = colon < 0 ? remainder : remainder.slice(0, colon)
  const tag = colon < 0 ? undefined : remainder.slice(colon + 1)
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  return {
    registry, repository,
    ...(digest === undefined ? { tag: tag ?? 'latest' } : tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** The full name that containerd reports: "docker.io/library/nginx:latest". */
export function canonicalName(reference: ImageReference): string {
  const name = `${reference.registry}/${reference.repository}`
  return reference.digest !== undefined ? `${name}@${reference.digest}` : `${name}:${reference.tag ?? 'latest'}`
}

/** The short name of the catalogue: Docker Hub's registry and "library/" left out. */
export function familiarName({ registry, repository }: ImageReference): string {
  if (registry !== 'docker.io') return `${registry}/${repository}`
  return repository.startsWith('library/') ? repository.slice('library/'.length) : repository
}

/** A digest that stays the same for the same reference, as content addresses do. */
export function digestOf(reference: ImageReference): string {
  return reference.digest ?? `sha256:${createHash('sha256').update(canonicalName(reference)).digest('hex')}`
}
