/** What the API schema does not say about the Go types behind it: values or pointers, named strings. */
import { apiSchema } from './generated/schema.ts'
import type { FieldSchema } from './schema.ts'

export interface GoField extends FieldSchema {
  /** A struct that is no pointer: always written, `{}` at least. */
  readonly value?: boolean
  /** A scalar with omitempty and no pointer: not written when it is zero. */
  readonly zeroDropped?: boolean
  /** No omitempty: written even when nobody set it. */
  readonly always?: boolean
  /** Its type as Go prints it: `[]v1.Container`, `int32`, `v1.RestartPolicy`. */
  readonly goType: string
}

const cache = new Map<string, { readonly [field: string]: GoField } | undefined>()

/** The fields of a schema type with what is known about them in Go; undefined for free-form types. */
export function goFields(type: string): { readonly [field: string]: GoField } | undefined {
  if (cache.has(type)) return cache.get(type)
  const fields = apiSchema.types[type]?.fields
  const found = fields === undefined ? undefined : Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, goField(type, name, field)]))
  cache.set(type, found)
  return found
}

/** `Container` of `io.k8s.api.core.v1.Container`. */
export const goStructName = (type: string): string => type.slice(type.lastIndexOf('.') + 1)

function goField(type: string, name: string, field: FieldSchema): GoField {
  const struct = goStructName(type)
  const scalar = field.type?.split(':')[0]
  const isKind = apiSchema.types[type]?.gvk !== undefined
  const value = (isKind && OF_EVERY_KIND.has(name)) || VALUE_STRUCTS[struct]?.includes(name) === true
  const listed = (table: Readonly<Record<string, string>>): boolean =>
    table[struct]?.split(' ').includes(name) === true
  const zeroDropped =
    scalar === 'string' ? !listed(POINTER_STRINGS)
    : scalar === 'boolean' ? listed(VALUE_BOOLEANS) || name === 'readOnly'
    : scalar === 'integer' ? listed(VALUE_INTEGERS) || struct.endsWith('Status')
    : false
  return {
    ...field,
    goType: goTypeOf(struct, name, field),
    ...(value ? { value } : {}),
    ...(field.required === true || listed(ALWAYS) ? { always: true } : zeroDropped ? { zeroDropped } : {}),
  }
}

const OF_EVERY_KIND = new Set(['metadata', 'spec', 'status'])

/** `v1.Container` of `io.k8s.api.core.v1.Container`. */
const qualified = (type: string): string => {
  const parts = type.split('.')
  return parts.slice(-2).join('.')
}

function elementType(type: string): string {
  if (type.startsWith('array:')) return `[]${elementType(type.slice(6))}`
  const [name, format] = type.split(':') as [string, string | undefined]
  if (name === 'string') return format === 'byte' ? '[]uint8' : 'string'
  if (name === 'boolean') return 'bool'
  if (name === 'integer') return format ?? 'int32'
  if (name === 'number') return 'float64'
  return qualified(type)
}

function goTypeOf(struct: string, name: string, field: FieldSchema): string {
  const named = NAMED_STRINGS[`${struct}.${name}`] ?? NAMED_STRINGS[name]
  const alias = named === undefined ? undefined : `v1.${named}`
  if (field.array !== undefined) return `[]${field.array === 'string' ? alias ?? 'string' : elementType(field.array)}`
  if (field.map !== undefined) {
    if (field.map.endsWith('.Quantity')) return 'v1.ResourceList'
    return `map[string]${elementType(field.map)}`
  }
  return field.type === 'string' ? alias ?? 'string' : elementType(field.type!)
}

const pairs = (table: string): Readonly<Record<string, string[]>> =>
  Object.fromEntries(table.trim().split('\n').map((line) => {
    const [type, ...fields] = line.trim().split(' ') as [string, ...string[]]
    return [type, fields]
  }))

const joined = (table: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(pairs(table)).map(([type, fields]) => [type, fields.join(' ')]))

const VALUE_STRUCTS = pairs(`
  APIServiceSpec service
  ContainerStatus state lastState
  Container resources
  EphemeralContainer resources
  CronJobSpec jobTemplate
  JobTemplateSpec metadata spec
  JobSpec template
  PodTemplate template
  PodTemplateSpec metadata spec
  DeploymentSpec strategy template
  ReplicaSetSpec template
  StatefulSetSpec updateStrategy template
  DaemonSetSpec updateStrategy template
  ControllerRevision metadata
  PersistentVolumeClaimTemplate metadata spec
  PersistentVolumeClaimSpec resources
  ServiceStatus loadBalancer
  IngressStatus loadBalancer
  Event source involvedObject deprecatedSource
  Endpoint conditions
  RoleBinding roleRef
  ClusterRoleBinding roleRef
  HorizontalPodAutoscalerSpec scaleTargetRef
  ResourceMetricSource target
  ContainerResourceMetricSource target
  PodsMetricSource metric target
  ObjectMetricSource describedObject target metric
  ExternalMetricSource metric target
  NetworkPolicySpec podSelector
  HTTPIngressPath backend
  IngressServiceBackend port
  WeightedPodAffinityTerm podAffinityTerm
  PreferredSchedulingTerm preference
  NodeStatus daemonEndpoints nodeInfo
  NodeDaemonEndpoints kubeletEndpoint
  VolumeAttachmentSpec source
  ValidatingWebhook clientConfig
  MutatingWebhook clientConfig
  CustomResourceDefinitionSpec names
  CustomResourceDefinitionStatus acceptedNames
  FlowSchemaSpec priorityLevelConfiguration
  LimitedPriorityLevelConfiguration limitResponse
  ResourceClaimSpec devices
  ResourceClaimTemplateSpec metadata spec
  Binding target
  CSIStorageCapacity metadata
`)

const POINTER_STRINGS = joined(`
  JobSpec completionMode podReplacementPolicy managedBy
  CronJobSpec timeZone
  PodSpec preemptionPolicy runtimeClassName hostnameOverride
  Container restartPolicy
  EphemeralContainer restartPolicy
  SecurityContext procMount
  PodSecurityContext fsGroupChangePolicy supplementalGroupsPolicy seLinuxChangePolicy
  SeccompProfile localhostProfile
  AppArmorProfile localhostProfile
  WindowsSecurityContextOptions gmsaCredentialSpecName gmsaCredentialSpec runAsUserName
  HostPathVolumeSource type
  GRPCAction service
  VolumeMount mountPropagation recursiveReadOnly
  PodDNSConfigOption value
  ServiceSpec ipFamilyPolicy internalTrafficPolicy loadBalancerClass trafficDistribution
  ServicePort appProtocol
  EndpointPort name protocol appProtocol
  Endpoint hostname nodeName zone
  EndpointAddress nodeName
  PersistentVolumeClaimSpec storageClassName volumeMode volumeAttributesClassName
  PersistentVolumeSpec volumeMode volumeAttributesClassName
  TypedLocalObjectReference apiGroup
  TypedObjectReference apiGroup namespace
  CSIVolumeSource fsType
  AzureDiskVolumeSource cachingMode fsType kind
  StorageClass reclaimPolicy volumeBindingMode
  IngressSpec ingressClassName
  HTTPIngressPath pathType
  IngressClassParametersReference apiGroup scope namespace
  NetworkPolicyPort protocol
  PodDisruptionBudgetSpec unhealthyPodEvictionPolicy
  PriorityClass preemptionPolicy
  LeaseSpec holderIdentity strategy preferredHolder
  CSIDriverSpec fsGroupPolicy
  HPAScalingRules selectPolicy
  ValidatingWebhook failurePolicy matchPolicy sideEffects
  MutatingWebhook failurePolicy matchPolicy sideEffects reinvocationPolicy
  WebhookClientConfig url
  ServiceReference path
  Rule scope
  NamedRuleWithOperations scope
  MatchResources matchPolicy
  ParamRef parameterNotFoundAction
  ValidatingAdmissionPolicySpec failurePolicy
  Validation reason
  VolumeAttachmentSource persistentVolumeName
  JSONSchemaProps x-kubernetes-list-type x-kubernetes-map-type
  TopologySpreadConstraint nodeAffinityPolicy nodeTaintsPolicy
  PodFailurePolicyOnExitCodesRequirement containerName
`)

const VALUE_BOOLEANS = joined(`
  DeploymentSpec paused
  Container stdin stdinOnce tty
  EphemeralContainer stdin stdinOnce tty
  PodSpec hostNetwork hostPID hostIPC
  ServiceSpec publishNotReadyAddresses
  NodeSpec unschedulable
  PriorityClass globalDefault
  CustomResourceDefinitionSpec preserveUnknownFields
  JSONSchemaProps uniqueItems exclusiveMaximum exclusiveMinimum nullable x-kubernetes-embedded-resource x-kubernetes-int-or-string
  ISCSIVolumeSource chapAuthDiscovery chapAuthSession
  ISCSIPersistentVolumeSource chapAuthDiscovery chapAuthSession
  APIServiceSpec insecureSkipTLSVerify
  ResourcePolicyRule clusterScope
`)

const VALUE_INTEGERS = joined(`
  DeploymentSpec minReadySeconds
  ReplicaSetSpec minReadySeconds
  StatefulSetSpec minReadySeconds
  DaemonSetSpec minReadySeconds
  ReplicationControllerSpec minReadySeconds
  StatefulSetOrdinals start
  ContainerPort hostPort
  Probe initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold
  ServicePort nodePort
  ServiceSpec healthCheckNodePort
  ServiceBackendPort number
  Event count deprecatedCount
  EventSeries count
  AWSElasticBlockStoreVolumeSource partition
  GCEPersistentDiskVolumeSource partition
  FlowSchemaSpec matchingPrecedence
  QueuingConfiguration queues handSize queueLengthLimit
  CustomResourceColumnDefinition priority
  ObjectMeta generation
`)

/** Optional in the schema, but without omitempty. */
const ALWAYS = joined(`
  Event eventTime firstTimestamp lastTimestamp reportingComponent reportingInstance source
  PriorityClass value
  Role rules
  ClusterRole rules
  PodDisruptionBudgetStatus disruptionsAllowed currentHealthy desiredHealthy expectedPods
  HorizontalPodAutoscalerStatus currentMetrics
  StatefulSetStatus availableReplicas
`)

/** String types with a name of their own, for the messages of Go's JSON decoder. */
const NAMED_STRINGS: Readonly<Record<string, string>> = {
  'Capabilities.add': 'Capability', 'Capabilities.drop': 'Capability',
  accessModes: 'PersistentVolumeAccessMode', restartPolicy: 'RestartPolicy', 'Container.restartPolicy': 'ContainerRestartPolicy',
  imagePullPolicy: 'PullPolicy', dnsPolicy: 'DNSPolicy', protocol: 'Protocol', terminationMessagePolicy: 'TerminationMessagePolicy',
  scheme: 'URIScheme', 'ServiceSpec.type': 'ServiceType', sessionAffinity: 'ServiceAffinity',
  externalTrafficPolicy: 'ServiceExternalTrafficPolicy', internalTrafficPolicy: 'ServiceInternalTrafficPolicy',
  ipFamilyPolicy: 'IPFamilyPolicy', ipFamilies: 'IPFamily', 'Toleration.operator': 'TolerationOperator', effect: 'TaintEffect',
  'NodeSelectorRequirement.operator': 'NodeSelectorOperator', 'LabelSelectorRequirement.operator': 'LabelSelectorOperator',
  whenUnsatisfiable: 'UnsatisfiableConstraintAction', 'DeploymentStrategy.type': 'DeploymentStrategyType',
  'StatefulSetUpdateStrategy.type': 'StatefulSetUpdateStrategyType', 'DaemonSetUpdateStrategy.type': 'DaemonSetUpdateStrategyType',
  podManagementPolicy: 'PodManagementPolicyType', concurrencyPolicy: 'ConcurrencyPolicy', completionMode: 'CompletionMode',
  persistentVolumeReclaimPolicy: 'PersistentVolumeReclaimPolicy', reclaimPolicy: 'PersistentVolumeReclaimPolicy',
  volumeMode: 'PersistentVolumeMode', volumeBindingMode: 'VolumeBindingMode', 'Secret.type': 'SecretType', pathType: 'PathType',
  policyTypes: 'PolicyType', 'LimitRangeItem.type': 'LimitType', scopes: 'ResourceQuotaScope', addressType: 'AddressType',
  medium: 'StorageMedium', 'HostPathVolumeSource.type': 'HostPathType', mountPropagation: 'MountPropagationMode',
  uid: 'UID', preemptionPolicy: 'PreemptionPolicy', 'SeccompProfile.type': 'SeccompProfileType',
  'CustomResourceDefinitionSpec.scope': 'ResourceScope', 'PodOS.name': 'OSName', procMount: 'ProcMountType',
  fsGroupChangePolicy: 'PodFSGroupChangePolicy', usages: 'KeyUsage',
}
