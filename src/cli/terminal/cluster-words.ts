/** The words of the cluster that Tab offers: kinds, names of objects, labels, contexts. */
import type { Kind } from '../../kinds/kind.ts'
import type { Session } from '../../lab/session.ts'
import { readYaml } from '../../lib/yaml-read.ts'
import type { Candidate } from '../../ui/session.ts'

/** Where kubectl would look, by its flags and its kubeconfig. */
export interface Scope {
  /** Undefined: everywhere. */
  readonly namespace: string | undefined
}

interface Config {
  readonly 'current-context'?: string
  readonly contexts?: readonly {
    readonly name: string
    readonly context?: { readonly namespace?: string }
  }[]
}

export function scopeOf(session: Session, flags: ReadonlyMap<string, string>): Scope {
  if (flags.has('all-namespaces') || flags.has('A')) return { namespace: undefined }
  const given = flags.get('namespace')
  if (given !== undefined) return { namespace: given }
  const config = kubeconfig(session)
  const wanted = flags.get('context') ?? config['current-context']
  return {
    namespace:
      config.contexts?.find(({ name }) => name === wanted)?.context?.namespace ?? 'default',
  }
}

export function contextNames(session: Session): Candidate[] {
  return (kubeconfig(session).contexts ?? []).map(({ name }) => ({ text: name }))
}

/** The kinds that a word means: plural, singular, short name, or one of these with its group. */
export function kindsNamed(session: Session, word: string): Kind[] {
  const lower = word.toLowerCase()
  const fits = (kind: Kind): boolean =>
    kind.plural === lower ||
    kind.singular === lower ||
    kind.short.includes(lower) ||
    `${kind.plural}.${kind.group}` === lower ||
    kind.categories.includes(lower)
  return session.world.kinds.all().filter(fits)
}

/** All kinds by plural name, what they are called in short beside it. */
export function kindWords(session: Session, scalable = false): Candidate[] {
  const seen = new Set<string>()
  return session.world.kinds.all().flatMap(kind => {
    if (seen.has(kind.plural) || (scalable && !SCALABLE.has(kind.plural))) return []
    seen.add(kind.plural)
    return [
      {
        text: kind.plural,
        ...(kind.short.length > 0 ? { description: kind.short.join(', ') } : {}),
      },
    ]
  })
}

export function namesOf(session: Session, scope: Scope, kindWord: string): Candidate[] {
  const { reader } = session.world.server
  const found = kindsNamed(session, kindWord).flatMap(kind =>
    kind.namespaced && scope.namespace !== undefined
      ? reader.list(kind, scope.namespace)
      : reader.list(kind),
  )
  return [...new Set(found.map(object => object.metadata.name))].map(text => ({ text }))
}

export function labelPairs(session: Session, scope: Scope, kind: Kind | undefined): Candidate[] {
  if (!kind) return []
  const objects =
    kind.namespaced && scope.namespace !== undefined
      ? session.world.server.reader.list(kind, scope.namespace)
      : session.world.server.reader.list(kind)
  const pairs = objects.flatMap(object =>
    Object.entries(object.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`),
  )
  return [...new Set(pairs)].map(text => ({ text }))
}

function kubeconfig(session: Session): Config {
  try {
    return (readYaml(session.machine.files.readText('/root/.kube/config')) ?? {}) as Config
  } catch {
    return {}
  }
}

const SCALABLE: ReadonlySet<string> = new Set([
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'replicationcontrollers',
])
