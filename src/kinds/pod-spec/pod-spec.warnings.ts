/** What the API server warns about in pods and templates (pkg/api/pod/warnings.go). */
import type { Container, PodSpec, PodTemplateSpec, Volume } from '../generated/api-types.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { parseQuantity } from '../../lib/quantity.ts'

const OLD_ANNOTATIONS = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
} as const

/** pkg/api/node/util.go, GetNodeLabelDeprecatedMessage. */
const OLD_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}

const OLD_VOLUMES: readonly (readonly [field: keyof Volume & string, text: string])[] = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'], ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'], ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+'], ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'], ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
]

interface Warned {
  readonly metadata?: { readonly annotations?: { readonly [key: string]: string } }
  readonly spec?: PodSpec
}

/** `prefix` is '' for pods, `spec.template.` for templates. */
export function podWarnings(pod: Warned, prefix = ''): string[] {
  const spec = pod.spec
  if (spec === undefined) return []
  const at = `${prefix}spec`
  const annotations = pod.metadata?.annotations ?? {}
  return [
    ...labelWarnings(spec, at),
    ...spreadWarnings(spec, at),
    ...Object.entries(OLD_ANNOTATIONS).filter(([key]) => annotations[key] !== undefined)
      .map(([key, text]) => `${prefix}metadata.annotations[${key}]: ${text}`),
    ...volumeWarnings(spec, at),
    ...duplicateNames(spec, at),
    ...fractions(spec.overhead, `${at}.overhead`),
    ...eachContainer(spec, at).flatMap(([container, path]) => containerWarnings(container, path)),
    ...portWarnings(spec, at),
    ...graceWarnings(spec, at),
    ...affinityWarnings(spec, at),
  ]
}

export const templateWarnings = (template: PodTemplateSpec | undefined, prefix = 'spec.template.'): string[] =>
  template === undefined ? [] : podWarnings(template, prefix)

function eachContainer(spec: PodSpec, at: string): (readonly [Container, string])[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((field) =>
    ((spec[field] ?? []) as Container[]).map((container, i) => [container, `${at}.${field}[${i}]`] as const))
}

function labelWarnings(spec: PodSpec, at: string): string[] {
  const found = Object.keys(spec.nodeSelector ?? {}).sort().filter((key) => OLD_LABELS[key] !== undefined)
    .map((key) => `${at}.nodeSelector[${key}]: ${OLD_LABELS[key]}`)
  const node = spec.affinity?.nodeAffinity
  const terms = [
    ...(node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).map((term, i) =>
      [term, `${at}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${i}]`] as const),
    ...(node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((weighted, i) =>
      [weighted.preference, `${at}.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[${i}].preference`] as const),
  ]
  for (const [term, path] of terms) {
    ;(term?.matchExpressions ?? []).forEach(({ key }, i) => {
      if (OLD_LABELS[key] !== undefined) found.push(`${path}.matchExpressions[${i}].key: ${key} is ${OLD_LABELS[key]}`)
    })
  }
  return found
}

function spreadWarnings(spec: PodSpec, at: string): string[] {
  return (spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, i) => {
    const path = `${at}.topologySpreadConstraints[${i}]`
    return [
      ...(OLD_LABELS[topologyKey] === undefined ? [] : [`${path}.topologyKey: ${topologyKey} is ${OLD_LABELS[topologyKey]}`]),
      ...(labelSelector === undefined ? [`${path}.labelSelector: a null labelSelector results in matching no pod`] : []),
    ]
  })
}

function volumeWarnings(spec: PodSpec, at: string): string[] {
  return (spec.volumes ?? []).flatMap((volume, i) => OLD_VOLUMES.filter(([field]) => volume[field] !== undefined)
    .map(([field, text]) => `${at}.volumes[${i}].${field === 'storageos' ? 'storageOS' : field}: ${text}`))
}

function duplicateNames(spec: PodSpec, at: string): string[] {
  const lists = [
    ['hostAliases', 'ip', (spec.hostAliases ?? []).map((a) => a.ip)],
    ['imagePullSecrets', 'name', (spec.imagePullSecrets ?? []).map((s) => s.name ?? '')],
  ] as const
  const twice = lists.flatMap(([field, name, values]) => values.flatMap((value, i) =>
    values.indexOf(value) < i ? [`${at}.${field}[${i}].${name}: duplicate ${name} ${goQuote(value)}`] : []))
  const empty = (spec.imagePullSecrets ?? []).flatMap((secret, i) =>
    secret.name ? [] : [`${at}.imagePullSecrets[${i}].name: invalid empty name ""`])
  return [...twice, ...empty]
}

function fractions(list: { readonly [name: string]: string | number } | undefined, at: string, names = ['memory', 'ephemeral-storage']): string[] {
  return names.flatMap((name) => {
    const text = list?.[name]
    if (text === undefined || parseQuantity(text).nano % 1_000_000_000n === 0n) return []
    return [`${at}[${name}]: fractional byte value ${goQuote(parseQuantity(text).toString())} is invalid, must be an integer`]
  })
}

function containerWarnings(container: Container, at: string): string[] {
  const { limits, requests } = container.resources ?? {}
  const found = ['memory', 'ephemeral-storage'].flatMap((name) => [
    ...fractions(limits, `${at}.resources.limits`, [name]), ...fractions(requests, `${at}.resources.requests`, [name])])
  const seen = new Set<string>()
  ;(container.env ?? []).forEach(({ name, value = '', valueFrom }, i) => {
    const refers = value.includes(`$(${name})`) && value !== `$(${name})` && valueFrom === undefined
    if (seen.has(name) && !refers) {
      found.push(`${at}.env[${i}]: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`)
    }
    seen.add(name)
  })
  return found
}

function portWarnings(spec: PodSpec, at: string): string[] {
  const found: string[] = []
  const known = new Map<string, { path: string; hostIP: string; hostPort: number }[]>()
  for (const [container, path] of eachContainer(spec, at)) {
    ;(container.ports ?? []).forEach((port, i) => {
      const where = `${path}.ports[${i}]`
      const own = { path: where, hostIP: port.hostIP ?? '', hostPort: port.hostPort ?? 0 }
      if (own.hostIP !== '' && own.hostPort === 0) {
        found.push(`${where}: hostIP set without hostPort: {Name:${port.name ?? ''} HostPort:0 ContainerPort:${port.containerPort} Protocol:${port.protocol} HostIP:${own.hostIP}}`)
      }
      const key = `${port.containerPort}/${port.protocol}`
      const others = known.get(key) ?? []
      for (const other of others) {
        if (own.hostIP === other.hostIP && own.hostPort === other.hostPort) {
          found.push(`${where}: duplicate port definition with ${other.path}`)
        } else if (own.hostPort === 0 || other.hostPort === 0) {
          found.push(`${where}: overlapping port definition with ${other.path}`)
        } else if ((own.hostIP === '' || other.hostIP === '' || own.hostIP === other.hostIP) && own.hostPort === other.hostPort) {
          found.push(`${where}: overlapping port definition with ${other.path}`)
        }
      }
      known.set(key, [...others, own])
    })
  }
  return found
}

function graceWarnings(spec: PodSpec, at: string): string[] {
  return (spec.terminationGracePeriodSeconds ?? 0) < 0
    ? [`${at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`] : []
}

/** An absent selector in an affinity term chooses no pod. */
function affinityWarnings(spec: PodSpec, at: string): string[] {
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((field) => {
    const side = spec.affinity?.[field]
    const path = `${at}.affinity.${field}`
    const text = 'a null labelSelector results in matching no pod'
    return [
      ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((term, i) => (term.labelSelector === undefined
        ? [`${path}.requiredDuringSchedulingIgnoredDuringExecution[${i}].labelSelector: ${text}`] : [])),
      ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((weighted, i) => (weighted.podAffinityTerm?.labelSelector === undefined
        ? [`${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}].podAffinityTerm.labelSelector: ${text}`] : [])),
    ]
  })
}

