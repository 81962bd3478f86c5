/** A container's variables and its command line, as the kubelet works them out. */
import { ConfigMap } from '../../kinds/core/config-map.ts'
import { Node } from '../../kinds/core/node.ts'
import { Secret } from '../../kinds/core/secret.ts'
import { Service } from '../../kinds/core/service.ts'
import type { Image } from '../../images/image.ts'
import type { Container, EnvVar, Pod, Service as ServiceObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { fieldValue } from './downward.ts'

/** Why a container cannot be configured: the text of CreateContainerConfigError. */
export class ConfigError extends Error {}

/** pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables */
export function environmentOf(pod: Pod, container: Container, image: Image, podIP: string, cluster: Reader): Map<string, string> {
  const env = new Map(Object.entries(image.env ?? {}))
  if (!env.has('PATH')) env.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin')
  env.set('HOSTNAME', pod.spec.hostNetwork === true ? pod.spec.nodeName! : pod.spec.hostname ?? pod.metadata.name)
  const services = serviceVariables(pod, cluster)
  for (const [name, value] of services) env.set(name, value)
  for (const source of container.envFrom ?? []) {
    for (const [key, value] of bulk(source, pod, cluster)) env.set(`${source.prefix ?? ''}${key}`, value)
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(variable, pod, container, podIP, cluster, env)
    if (value !== undefined) env.set(variable.name, value)
  }
  return env
}

function bulk({ configMapRef, secretRef }: NonNullable<Container['envFrom']>[number], pod: Pod, cluster: Reader): [string, string][] {
  const { namespace } = pod.metadata
  if (configMapRef !== undefined) {
    const map = cluster.get(ConfigMap, namespace, configMapRef.name ?? '')
    if (map !== undefined) return Object.entries(map.data ?? {})
    if (configMapRef.optional === true) return []
    throw new ConfigError(`configmap "${configMapRef.name}" not found`)
  }
  const secret = cluster.get(Secret, namespace, secretRef?.name ?? '')
  if (secret !== undefined) return Object.entries(secret.data ?? {}).map(([key, value]) => [key, decoded(value)])
  if (secretRef?.optional === true) return []
  throw new ConfigError(`secret "${secretRef?.name}" not found`)
}

function valueOf(
  { name: _, value, valueFrom }: EnvVar, pod: Pod, container: Container, podIP: string, cluster: Reader, env: ReadonlyMap<string, string>,
): string | undefined {
  if (valueFrom === undefined) return expand(value ?? '', env)
  const { namespace } = pod.metadata
  const { configMapKeyRef: map, secretKeyRef: secret, fieldRef, resourceFieldRef } = valueFrom
  if (fieldRef !== undefined) return fieldValue(fieldRef.fieldPath, pod, podIP, cluster)
  if (resourceFieldRef !== undefined) {
    const of = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((c) => c.name === resourceFieldRef.containerName) ?? container
    return resourceValue(resourceFieldRef.resource, resourceFieldRef.divisor, of, pod, cluster)
  }
  if (map !== undefined) {
    const found = cluster.get(ConfigMap, namespace, map.name ?? '')
    const text = found?.data?.[map.key]
    if (text !== undefined || map.optional === true) return text
    throw new ConfigError(found === undefined ? `configmap "${map.name}" not found` : `couldn't find key ${map.key} in ConfigMap ${namespace}/${map.name}`)
  }
  if (secret !== undefined) {
    const found = cluster.get(Secret, namespace, secret.name ?? '')
    const text = found?.data?.[secret.key]
    if (text !== undefined) return decoded(text)
    if (secret.optional === true) return undefined
    throw new ConfigError(found === undefined ? `secret "${secret.name}" not found` : `couldn't find key ${secret.key} in Secret ${namespace}/${secret.name}`)
  }
  return undefined
}

/** pkg/api/v1/resource/helpers.go: limits that are not set are those of the node. */
export function resourceValue(resource: string, divisor: string | number | undefined, container: Container, pod: Pod, cluster: Reader): string {
  const [list, name] = resource.split(/\.(.*)/s) as ['limits' | 'requests', string]
  const own = container.resources?.[list]?.[name]
  const node = cluster.get(Node, undefined, pod.spec.nodeName ?? '')?.status?.allocatable?.[name]
  const quantity = own ?? (list === 'limits' ? node : undefined) ?? '0'
  const by = divisor === undefined || parseQuantity(divisor).isZero() ? '1' : divisor
  return String(Math.ceil(parseQuantity(quantity).asNumber() / parseQuantity(by).asNumber()))
}

/** `$(NAME)` is a variable, `$$(NAME)` is not, an unknown one stays (third_party/forked/golang/expansion). */
const expand = (text: string, env: ReadonlyMap<string, string>): string =>
  text.includes('$') ? text.replace(/\$\$|\$\(([^)]*)\)/g, (all, name: string | undefined) =>
    name === undefined ? '$' : env.get(name) ?? all) : text

/** The pod's command replaces entrypoint and arguments, its args only the arguments. */
export function commandOf({ command = [], args = [] }: Container, image: Image, env: ReadonlyMap<string, string>): string[] {
  const own = [...command, ...args].map((word) => expand(word, env))
  if (command.length > 0) return own
  return [...(image.entrypoint ?? []), ...(args.length > 0 ? own : image.command ?? [])]
}

/** WEB_SERVICE_HOST and its kin (pkg/kubelet/envvars/envvars.go). */
function serviceVariables(pod: Pod, cluster: Reader): [string, string][] {
  const own = pod.spec.enableServiceLinks === false ? [] : cluster.list(Service, pod.metadata.namespace)
  const master = cluster.get(Service, 'default', 'kubernetes')
  const services = [...own.filter((s) => s.metadata.name !== 'kubernetes' || s.metadata.namespace !== 'default'), ...(master === undefined ? [] : [master])]
  return services.flatMap((service) => variablesOf(service))
}

const known = new WeakMap<ServiceObject, [string, string][]>()

function variablesOf(service: ServiceObject): [string, string][] {
  const before = known.get(service)
  if (before !== undefined) return before
  const { clusterIP, ports = [] } = service.spec
  if (clusterIP === undefined || clusterIP === '' || clusterIP === 'None' || ports.length === 0) return []
  const prefix = variableName(service.metadata.name)
  const first = ports[0]!
  const variables: [string, string][] = [[`${prefix}_SERVICE_HOST`, clusterIP], [`${prefix}_SERVICE_PORT`, String(first.port)]]
  for (const port of ports) if (port.name !== undefined && port.name !== '') variables.push([`${prefix}_SERVICE_PORT_${variableName(port.name)}`, String(port.port)])
  variables.push([`${prefix}_PORT`, `${(first.protocol ?? 'TCP').toLowerCase()}://${clusterIP}:${first.port}`])
  for (const port of ports) {
    const protocol = port.protocol ?? 'TCP'
    const base = `${prefix}_PORT_${port.port}_${protocol}`
    variables.push([base, `${protocol.toLowerCase()}://${clusterIP}:${port.port}`], [`${base}_PROTO`, protocol.toLowerCase()],
      [`${base}_PORT`, String(port.port)], [`${base}_ADDR`, clusterIP])
  }
  known.set(service, variables)
  return variables
}

const variableName = (name: string): string => name.toUpperCase().replaceAll('-', '_')

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8')
