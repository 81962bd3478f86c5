/** A container's variables in descriptions. */
import { sortedEntries } from '../../lib/json.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import type { Container, EnvVar, Pod, ResourceFieldSelector } from '../generated/api-types.ts'

/** Upstream: `describe.go`, describeContainerEnvFrom. */
export function environmentFromRows({ envFrom = [] }: Container): Row[] {
  if (envFrom.length === 0) return []
  return [
    row(2, 'Environment Variables from:'),
    ...envFrom.map(({ configMapRef, secretRef, prefix }) => {
      const ref = configMapRef ?? secretRef
      const from = configMapRef ? 'ConfigMap' : secretRef ? 'Secret' : ''
      const how = prefix ? `${from} with prefix '${prefix}'` : from
      return row(3, ref?.name ?? '', how, `Optional: ${ref?.optional ?? false}`)
    }),
  ]
}

/** Upstream: `describe.go`, describeContainerEnvVars. */
export function environmentRows(container: Container, pod: Pod | undefined): Row[] {
  const { env = [] } = container
  if (env.length === 0) return [row(2, 'Environment:', '<none>')]
  return [row(2, 'Environment:'), ...env.flatMap((variable) => variableRows(variable, container, pod))]
}

function variableRows(variable: EnvVar, container: Container, pod: Pod | undefined): Row[] {
  const name = `${variable.name}:`
  const from = variable.valueFrom
  if (!from) {
    return (variable.value ?? '').split('\n').map((line, i) => row(3, i === 0 ? name : '', line))
  }
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = from
  if (fieldRef) {
    const value = pod ? fieldOf(pod, fieldRef.fieldPath) : ''
    return [row(3, name, `${value} (${fieldRef.apiVersion ?? ''}:${fieldRef.fieldPath})`)]
  }
  if (resourceFieldRef) {
    const { resource } = resourceFieldRef
    const amount = resourceOf(container, resourceFieldRef)
    const whole = amount === '0' && (resource === 'limits.cpu' || resource === 'limits.memory')
    return [row(3, name, `${whole ? 'node allocatable' : amount} (${resource})`)]
  }
  if (secretKeyRef) {
    const text = `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>`
    return [row(3, name, text, `Optional: ${secretKeyRef.optional ?? false}`)]
  }
  if (configMapKeyRef) {
    const { key, name: map = '', optional = false } = configMapKeyRef
    return [row(3, name, `<set to the key '${key}' of config map '${map}'>`, `Optional: ${optional}`)]
  }
  return []
}

/** Upstream: `staging/src/k8s.io/kubectl/pkg/util/fieldpath/fieldpath.go`; what it does not know is ''. */
function fieldOf({ metadata }: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path)
  if (keyed) return metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2]!] ?? ''
  switch (path) {
    case 'metadata.name': return metadata.name
    case 'metadata.namespace': return metadata.namespace ?? ''
    case 'metadata.uid': return metadata.uid
    case 'metadata.labels': return mapText(metadata.labels)
    case 'metadata.annotations': return mapText(metadata.annotations)
    default: return ''
  }
}

const mapText = (map: { [key: string]: string } | undefined): string =>
  sortedEntries(map ?? {}).map(([key, value]) => `${key}=${goQuote(value as string)}`).join('\n')

/** Upstream: `staging/src/k8s.io/kubectl/pkg/util/resource/resource.go`, ExtractContainerResourceValue. */
function resourceOf({ resources }: Container, { resource, divisor }: ResourceFieldSelector): string {
  const [list, name = ''] = resource.split(/\.(.*)/)
  const amounts = list === 'limits' ? resources?.limits : resources?.requests
  const amount = parseQuantity(amounts?.[name] ?? '0')
  const by = parseQuantity(divisor ?? '0')
  const unit = by.isZero() ? 1_000_000_000n : by.nano
  return String((amount.nano + unit - 1n) / unit)
}
