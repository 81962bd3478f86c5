/** Completes kubectl: commands, flags and their values, kinds, and the names of what is there. */
import { flagSpecsOf, type FlagSpecs } from '../../kubectl/arguments/flag-specs.ts'
import { findCommand, helpOf, subcommandsOf } from '../../kubectl/help.ts'
import type { Session } from '../../lab/session.ts'
import type { Candidate } from '../../ui/session.ts'
import {
  contextNames,
  kindsNamed,
  kindWords,
  labelPairs,
  namesOf,
  type Scope,
  scopeOf,
} from './cluster-words.ts'
import { files, type Found } from './complete.ts'

/** `parts` is what stands before the word, the program's name left out. Undefined: any file may come. */
export function completeKubectl(
  session: Session,
  parts: readonly string[],
  word: string,
): Found | undefined {
  const typed = readParts(parts)
  const scope = scopeOf(session, typed.flags)
  const assigned = /^(--?[\w-]+)=(.*)$/.exec(word)
  if (assigned)
    return moved(
      values(session, scope, typed, flagName(typed.specs, assigned[1]!), assigned[2]!),
      assigned[1]!.length + 1,
    )
  if (typed.expects !== undefined) return values(session, scope, typed, typed.expects, word)
  if (word.startsWith('-'))
    return { candidates: flags(typed.specs).filter(({ text }) => text.startsWith(word)) }
  if (typed.dash) return undefined
  const commands = subcommandsOf(typed.path)
  if (commands.length > 0 && typed.positionals.length === 0) {
    return begins(word, described(typed.path, commands))
  }
  return positional(session, scope, typed, word)
}

interface Typed {
  readonly path: string
  readonly specs: FlagSpecs
  readonly positionals: readonly string[]
  readonly flags: ReadonlyMap<string, string>
  /** A flag that waits for its value. */
  readonly expects?: string
  readonly dash: boolean
}

function readParts(parts: readonly string[]): Typed {
  let path = ''
  let specs = flagSpecsOf(path)
  let expects: string | undefined
  const positionals: string[] = []
  const flags = new Map<string, string>()
  const dash = parts.indexOf('--')
  for (const part of dash < 0 ? parts : parts.slice(0, dash)) {
    if (expects !== undefined) {
      flags.set(expects, part)
      expects = undefined
    } else if (part.startsWith('-') && part.length > 1) {
      const [name, value] = part.split(/=(.*)/s) as [string, string?]
      const spec = specs.get(name.replace(/^-+/, ''))
      if (value !== undefined) flags.set(flagName(specs, name), value)
      else if (spec && spec.type !== 'bool' && spec.bare === undefined) expects = spec.name
      else if (/^-[a-zA-Z].+/.test(part) && specs.get(part[1]!))
        flags.set(specs.get(part[1]!)!.name, part.slice(2))
      else flags.set(spec?.name ?? name, 'true')
    } else {
      const deeper = positionals.length === 0 ? findCommand(path, part) : undefined
      if (deeper === undefined) positionals.push(part)
      else specs = flagSpecsOf((path = deeper))
    }
  }
  return {
    path,
    specs,
    positionals,
    flags,
    dash: dash >= 0,
    ...(expects === undefined ? {} : { expects }),
  }
}

function flagName(specs: FlagSpecs, name: string): string {
  const bare = name.replace(/^-+/, '')
  return specs.get(bare)?.name ?? bare
}

function flags(specs: FlagSpecs): Candidate[] {
  return [...new Set(specs.values())].map(({ name, bare }) => ({
    text: `--${name}`,
    ...(bare === undefined ? {} : { suffix: '=' }),
  }))
}

function values(session: Session, scope: Scope, typed: Typed, flag: string, word: string): Found {
  const kind = typed.positionals[0]?.split('/')[0] ?? ''
  switch (flag) {
    case 'namespace':
      return begins(word, namesOf(session, { ...scope, namespace: undefined }, 'namespaces'))
    case 'filename':
    case 'kustomize':
      return files(session, word, /\.(ya?ml|json)$/)
    case 'from-file':
    case 'from-env-file':
    case 'patch-file':
    case 'cert':
    case 'key':
    case 'kubeconfig':
      return files(session, word)
    case 'context':
      return begins(word, contextNames(session))
    case 'container':
      return begins(word, containers(session, scope, typed))
    case 'selector':
      return begins(word, labelPairs(session, scope, kindsNamed(session, kind || 'pods')[0]))
    case 'serviceaccount':
      return begins(word, namesOf(session, scope, 'serviceaccounts'))
    default:
      return begins(word, VALUES[flag] ?? (flag === 'output' ? OUTPUTS : []))
  }
}

function positional(session: Session, scope: Scope, typed: Typed, word: string): Found | undefined {
  const { path, positionals } = typed
  const only = ONLY[path]
  if (only !== undefined) return begins(word, namesOf(session, scope, only), positionals)
  if (PODS.has(path)) {
    if (positionals.length === 0)
      return word.includes('/')
        ? named(session, scope, word)
        : begins(word, namesOf(session, scope, 'pods'))
    return path === 'logs' && positionals.length === 1
      ? begins(word, containers(session, scope, typed))
      : undefined
  }
  if (
    path === 'config use-context' ||
    path === 'config delete-context' ||
    path === 'config rename-context'
  )
    return begins(word, contextNames(session))
  if (path === 'explain') return begins(word, kindWords(session))
  if (!RESOURCES.test(path))
    return path.startsWith('create') || path === 'run' ? { candidates: [] } : undefined
  const first = positionals[0]
  if (word.includes('/')) return named(session, scope, word)
  if (first === undefined) {
    const comma = word.lastIndexOf(',') + 1
    return moved(
      begins(word.slice(comma), kindWords(session, /^(rollout|scale|autoscale)/.test(path))),
      comma,
    )
  }
  if (first.includes('/')) return { candidates: [] }
  return begins(
    word,
    first.split(',').flatMap(kind => namesOf(session, scope, kind)),
    positionals.slice(1),
  )
}

/** `deploy/we…`: the kind stays, the name is completed. */
function named(session: Session, scope: Scope, word: string): Found {
  const slash = word.indexOf('/') + 1
  return moved(begins(word.slice(slash), namesOf(session, scope, word.slice(0, slash - 1))), slash)
}

function containers(session: Session, scope: Scope, typed: Typed): Candidate[] {
  const wanted = typed.positionals
    .find(each => each !== 'pod' && each !== 'pods')
    ?.replace(/^pods?\//, '')
  const kind = kindsNamed(session, 'pods')[0]
  const pod =
    kind && wanted !== undefined
      ? session.world.server.reader.get(kind, scope.namespace, wanted)
      : undefined
  const spec = (
    pod as
      | { spec?: { containers?: { name: string }[]; initContainers?: { name: string }[] } }
      | undefined
  )?.spec
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({ name }) => ({
    text: name,
  }))
}

function described(path: string, commands: readonly string[]): Candidate[] {
  const help = helpOf(path) ?? ''
  const summaries = new Map(
    [...help.matchAll(/^ {2}(\S+)\s{2,}(.+)$/gm)].map(([, name, summary]) => [name, summary]),
  )
  return commands.map(command => {
    const name = command.slice(command.lastIndexOf(' ') + 1)
    const description = summaries.get(name)
    return { text: name, ...(description === undefined ? {} : { description }) }
  })
}

function begins(
  word: string,
  candidates: readonly Candidate[],
  but: readonly string[] = [],
): Found {
  return {
    candidates: candidates.filter(({ text }) => text.startsWith(word) && !but.includes(text)),
  }
}

function moved(found: Found, by: number): Found {
  return { candidates: found.candidates, from: by + (found.from ?? 0) }
}

const words = (text: string): Candidate[] => text.split(' ').map(each => ({ text: each }))

const OUTPUTS: readonly Candidate[] = [
  ...words('json name wide yaml'),
  ...['custom-columns', 'go-template', 'jsonpath'].map(text => ({ text, suffix: '=' })),
]
const VALUES: Readonly<Record<string, readonly Candidate[]>> = {
  'dry-run': words('client none server'),
  cascade: words('background foreground orphan'),
  restart: words('Always Never OnFailure'),
  type: words('ClusterIP ExternalName LoadBalancer NodePort json merge strategic'),
  'sort-by': words('.metadata.creationTimestamp .metadata.name'),
  'field-selector': ['metadata.name', 'metadata.namespace', 'spec.nodeName', 'status.phase'].map(
    text => ({ text, suffix: '=' }),
  ),
  'image-pull-policy': words('Always IfNotPresent Never'),
  for: ['condition', 'delete', 'jsonpath'].map(text => ({
    text,
    suffix: text === 'delete' ? ' ' : '=',
  })),
  verb: words('create delete get list patch update watch'),
  protocol: words('SCTP TCP UDP'),
}
/** Commands whose arguments are names of one kind. */
const ONLY: Readonly<Record<string, string>> = {
  cordon: 'nodes',
  uncordon: 'nodes',
  drain: 'nodes',
  'top node': 'nodes',
  'top pod': 'pods',
  'certificate approve': 'certificatesigningrequests',
  'certificate deny': 'certificatesigningrequests',
  'create token': 'serviceaccounts',
}
const PODS: ReadonlySet<string> = new Set(['logs', 'exec', 'attach', 'port-forward', 'debug', 'cp'])
const RESOURCES =
  /^(?:get|describe|delete|edit|patch|label|annotate|scale|autoscale|expose|taint|wait|rollout \S+|set \S+|auth can-i|events)$/
