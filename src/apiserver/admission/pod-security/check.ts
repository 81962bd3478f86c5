/** What one check of the Pod Security Standards is, and how its findings are worded. */
import type { Container, ObjectMeta, PodSpec } from '../../../kinds/generated/api-types.ts'

export interface Finding {
  readonly reason: string
  readonly detail: string
}

/** Undefined: the pod is in order. */
export type Check = (spec: PodSpec, metadata: Pick<ObjectMeta, 'annotations'>) => Finding | undefined

export const containersOf = (spec: PodSpec): readonly Container[] => [
  ...(spec.initContainers ?? []), ...(spec.containers ?? []), ...((spec.ephemeralContainers ?? []) as readonly Container[]),
]

export const quoted = (names: readonly string[]): string => names.map((n) => JSON.stringify(n)).join(', ')

/** `container "a"`, `containers "a", "b"`. */
export const named = (what: string, names: readonly string[]): string =>
  `${what}${names.length === 1 ? '' : 's'} ${quoted(names)}`

export const plural = (names: readonly unknown[], one: string, many: string): string => (names.length === 1 ? one : many)

export const sortedSet = (values: Iterable<string>): string[] => [...new Set(values)].sort()

/** A finding about the containers that the test holds of; none, no finding. */
export function aboutContainers(
  reason: string, wrong: (container: Container) => boolean, detail: (containers: string) => string,
): Check {
  return (spec) => {
    const names = containersOf(spec).filter(wrong).map((c) => c.name)
    return names.length === 0 ? undefined : { reason, detail: detail(named('container', names)) }
  }
}
