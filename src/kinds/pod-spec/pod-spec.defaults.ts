/** What the API server fills into a pod's spec, and into the spec of a pod template. */
import type {
  Container, LifecycleHandler, PodSpec, PodTemplateSpec, Probe, ProjectedVolumeSource, ResourceRequirements, Volume,
} from '../generated/api-types.ts'
import { defaultClaimSpec } from '../core/persistent-volume-claim.defaults.ts'
import { Quantity, parseQuantity } from '../../lib/quantity.ts'
import { imageTag } from './image-name.ts'

/** pkg/apis/core/v1/defaults.go, SetDefaults_PodSpec, and the defaults of what stands inside. */
export function defaultPodSpec(spec: PodSpec): void {
  spec.dnsPolicy ||= 'ClusterFirst'
  spec.restartPolicy ||= 'Always'
  spec.securityContext ??= {}
  spec.terminationGracePeriodSeconds ??= 30
  spec.schedulerName ||= 'default-scheduler'
  // conversion.go: both names are always written
  const account = spec.serviceAccountName || spec.serviceAccount
  if (account) {
    spec.serviceAccountName = account
    spec.serviceAccount = account
  }
  for (const container of spec.initContainers ?? []) defaultContainer(container)
  for (const container of spec.containers ?? []) defaultContainer(container)
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container as unknown as Container)
  for (const volume of spec.volumes ?? []) defaultVolume(volume)
  if (spec.resources !== undefined) roundResources(spec.resources)
}

export function defaultPodTemplate(template: PodTemplateSpec): void {
  template.metadata ??= {} as never
  template.spec ??= {} as never
  defaultPodSpec(template.spec!)
}

function defaultContainer(container: Container): void {
  container.imagePullPolicy ||= imageTag(container.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent'
  container.terminationMessagePath ||= '/dev/termination-log'
  container.terminationMessagePolicy ||= 'File'
  container.resources ??= {}
  roundResources(container.resources)
  for (const port of container.ports ?? []) port.protocol ||= 'TCP'
  for (const env of container.env ?? []) {
    if (env.valueFrom?.fieldRef !== undefined) env.valueFrom.fieldRef.apiVersion ||= 'v1'
    if (env.valueFrom?.fileKeyRef !== undefined) env.valueFrom.fileKeyRef.optional ??= false
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe !== undefined) defaultProbe(probe)
  }
  for (const hook of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (hook !== undefined) defaultHttpGet(hook)
  }
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ||= 1
  probe.periodSeconds ||= 10
  probe.successThreshold ||= 1
  probe.failureThreshold ||= 3
  defaultHttpGet(probe)
  if (probe.grpc !== undefined) probe.grpc.service ??= ''
}

function defaultHttpGet(handler: LifecycleHandler): void {
  if (handler.httpGet === undefined) return
  handler.httpGet.path ||= '/'
  handler.httpGet.scheme ||= 'HTTP'
}

/** SetDefaults_Volume: without a source, a volume is an empty directory. */
function defaultVolume(volume: Volume): void {
  if (!Object.entries(volume).some(([field, source]) => field !== 'name' && source !== undefined)) volume.emptyDir = {}
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source !== undefined) source.defaultMode ??= 0o644
  }
  for (const item of volume.downwardAPI?.items ?? []) if (item.fieldRef !== undefined) item.fieldRef.apiVersion ||= 'v1'
  if (volume.projected !== undefined) defaultProjected(volume.projected)
  if (volume.hostPath !== undefined) volume.hostPath.type ??= ''
  if (volume.iscsi !== undefined) volume.iscsi.iscsiInterface ||= 'default'
  if (volume.rbd !== undefined) {
    volume.rbd.pool ||= 'rbd'
    volume.rbd.user ||= 'admin'
    volume.rbd.keyring ||= '/etc/ceph/keyring'
  }
  if (volume.azureDisk !== undefined) {
    volume.azureDisk.cachingMode ??= 'ReadWrite'
    volume.azureDisk.kind ??= 'Shared'
    volume.azureDisk.fsType ??= 'ext4'
    volume.azureDisk.readOnly ??= false
  }
  if (volume.scaleIO !== undefined) {
    volume.scaleIO.storageMode ||= 'ThinProvisioned'
    volume.scaleIO.fsType ||= 'xfs'
  }
  if (volume.image !== undefined) {
    volume.image.pullPolicy ||= imageTag(volume.image.reference ?? '') === 'latest' ? 'Always' : 'IfNotPresent'
  }
  const template = volume.ephemeral?.volumeClaimTemplate
  if (template !== undefined) defaultClaimSpec(template.spec)
}

function defaultProjected(projected: ProjectedVolumeSource): void {
  for (const source of projected.sources ?? []) {
    if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= 3600
    for (const item of source.downwardAPI?.items ?? []) if (item.fieldRef !== undefined) item.fieldRef.apiVersion ||= 'v1'
  }
}

/** SetDefaults_ResourceList: nothing finer than a thousandth. */
function roundResources(resources: ResourceRequirements): void {
  for (const list of [resources.limits, resources.requests] as (Record<string, string> | undefined)[]) {
    for (const name of Object.keys(list ?? {})) {
      const quantity = parseQuantity(list![name]!)
      if (quantity.nano % 1_000_000n !== 0n) list![name] = new Quantity(BigInt(quantity.milliValue()) * 1_000_000n, quantity.format).toString()
    }
  }
}
