/** How the container runtime names the images that a pod asks for. */
import { canonicalName, digestOf, parseReference } from '../../images/reference.ts'

interface Names {
  readonly name: string
  readonly id: string
}

const known = new Map<string, Names>()

/** With registry and tag: docker.io/library/nginx:latest. */
export const imageName = (image: string): string => namesOf(image).name

/** The repository and a digest: docker.io/library/nginx@sha256:… */
export const imageId = (image: string): string => namesOf(image).id

function namesOf(image: string): Names {
  const before = known.get(image)
  if (before !== undefined) return before
  const reference = parseReference(image)
  const names = { name: canonicalName(reference), id: `${reference.registry}/${reference.repository}@${digestOf(reference)}` }
  known.set(image, names)
  return names
}

/** distribution/reference: names that no registry can have; undefined: it can be parsed. */
export function invalidName(image: string): string | undefined {
  const repository = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
  const lower = repository.split('/').length > 1 ? repository.slice(repository.indexOf('/') + 1) : repository
  if (/[A-Z]/.test(lower)) return `invalid reference format: repository name (${lower}) must be lowercase`
  return /^[a-zA-Z0-9.-]*(:\d+)?\/?[a-z0-9]+([._/-]+[a-z0-9]+)*$/.test(repository) && /^[^@]*?(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/.test(image)
    ? undefined : 'invalid reference format'
}
