/** The internal structs of pods and volumes, field by field (pkg/apis/core/types.go), for go-dump.ts. */

export const podLayouts = `
PodSpec: Volumes:[]Volume InitContainers:[]Container Containers:[]Container EphemeralContainers:[]EphemeralContainer RestartPolicy:s TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy/dnsPolicy:s NodeSelector ServiceAccountName:s AutomountServiceAccountToken NodeName:s SecurityContext:*PodSecurityContext ImagePullSecrets:[]LocalObjectReference Hostname:s Subdomain:s SetHostnameAsFQDN Affinity:*Affinity SchedulerName:s Tolerations:[]Toleration HostAliases:[]HostAlias PriorityClassName:s Priority PreemptionPolicy DNSConfig/dnsConfig:*PodDNSConfig ReadinessGates:[]PodReadinessGate RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints:[]TopologySpreadConstraint OS:*PodOS SchedulingGates:[]PodSchedulingGate ResourceClaims:[]PodResourceClaim Resources:*ResourceRequirements HostnameOverride SchedulingGroup
PodSecurityContext: HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace HostUsers SELinuxOptions/seLinuxOptions:*SELinuxOptions WindowsOptions RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup/fsGroup FSGroupChangePolicy/fsGroupChangePolicy Sysctls:[]Sysctl SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile SELinuxChangePolicy/seLinuxChangePolicy
Container: Name:s Image:s Command Args WorkingDir:s Ports:[]ContainerPort EnvFrom:[]EnvFromSource Env:[]EnvVar Resources:=ResourceRequirements ResizePolicy:[]ContainerResizePolicy RestartPolicy RestartPolicyRules:[]ContainerRestartRule VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:s TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:*SecurityContext Stdin:b StdinOnce:b TTY:b
EphemeralContainer: Name:s Image:s Command Args WorkingDir:s Ports:[]ContainerPort EnvFrom:[]EnvFromSource Env:[]EnvVar Resources:=ResourceRequirements ResizePolicy:[]ContainerResizePolicy RestartPolicy RestartPolicyRules:[]ContainerRestartRule VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:s TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:*SecurityContext Stdin:b StdinOnce:b TTY:b TargetContainerName:s
ContainerPort: Name:s HostPort:i ContainerPort:i Protocol:s HostIP/hostIP:s
EnvFromSource: Prefix:s ConfigMapRef:*OptionalName SecretRef:*OptionalName
OptionalName: Name:s Optional
EnvVar: Name:s Value:s ValueFrom:*EnvVarSource
EnvVarSource: FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector ConfigMapKeyRef:*KeySelector SecretKeyRef:*KeySelector FileKeyRef:*FileKeySelector
ObjectFieldSelector: APIVersion/apiVersion:s FieldPath:s
ResourceFieldSelector: ContainerName:s Resource:s Divisor
KeySelector: Name:s Key:s Optional
FileKeySelector: VolumeName:s Path:s Key:s Optional
ResourceRequirements: Limits Requests Claims:[]ResourceClaim
ResourceClaim: Name:s Request:s
ContainerResizePolicy: ResourceName:s RestartPolicy:s
ContainerRestartRule: Action:s ExitCodes:*RestartRuleExitCodes
RestartRuleExitCodes: Operator:s Values
VolumeMount: Name:s ReadOnly:b RecursiveReadOnly MountPath:s SubPath:s MountPropagation SubPathExpr:s
VolumeDevice: Name:s DevicePath:s
Probe: Exec:*ExecAction HTTPGet/httpGet:*HTTPGetAction TCPSocket/tcpSocket:*TCPSocketAction GRPC:*GRPCAction InitialDelaySeconds:i TimeoutSeconds:i PeriodSeconds:i SuccessThreshold:i FailureThreshold:i TerminationGracePeriodSeconds
ExecAction: Command
HTTPGetAction: Path:s Port:i Host:s Scheme:s HTTPHeaders/httpHeaders:[]HTTPHeader
HTTPHeader: Name:s Value:s
TCPSocketAction: Port:i Host:s
GRPCAction: Port:i Service
SleepAction: Seconds:i
Lifecycle: PostStart:*LifecycleHandler PreStop:*LifecycleHandler StopSignal
LifecycleHandler: Exec:*ExecAction HTTPGet/httpGet:*HTTPGetAction TCPSocket/tcpSocket:*TCPSocketAction Sleep:*SleepAction
SecurityContext: Capabilities:*Capabilities Privileged SELinuxOptions/seLinuxOptions:*SELinuxOptions WindowsOptions RunAsUser RunAsGroup RunAsNonRoot ReadOnlyRootFilesystem AllowPrivilegeEscalation ProcMount SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile
Capabilities: Add Drop
SELinuxOptions: User:s Role:s Type:s Level:s
SeccompProfile: Type:s LocalhostProfile
AppArmorProfile: Type:s LocalhostProfile
Sysctl: Name:s Value:s
LocalObjectReference: Name:s
Affinity: NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAffinity
NodeAffinity: RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm
NodeSelector: NodeSelectorTerms:[]NodeSelectorTerm
NodeSelectorTerm: MatchExpressions:[]NodeSelectorRequirement MatchFields:[]NodeSelectorRequirement
NodeSelectorRequirement: Key:s Operator:s Values
PreferredSchedulingTerm: Weight:i Preference:=NodeSelectorTerm
PodAffinity: RequiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
PodAffinityTerm: LabelSelector Namespaces TopologyKey:s NamespaceSelector MatchLabelKeys MismatchLabelKeys
WeightedPodAffinityTerm: Weight:i PodAffinityTerm:=PodAffinityTerm
Toleration: Key:s Operator:s Value:s Effect:s TolerationSeconds
HostAlias: IP:s Hostnames
PodDNSConfig: Nameservers Searches Options:[]PodDNSConfigOption
PodDNSConfigOption: Name:s Value
PodReadinessGate: ConditionType:s
TopologySpreadConstraint: MaxSkew:i TopologyKey:s WhenUnsatisfiable:s LabelSelector MinDomains NodeAffinityPolicy NodeTaintsPolicy MatchLabelKeys
PodOS: Name:s
PodSchedulingGate: Name:s
PodResourceClaim: Name:s ResourceClaimName ResourceClaimTemplateName
Volume: Name:s HostPath:*HostPath EmptyDir:*EmptyDir GCEPersistentDisk AWSElasticBlockStore GitRepo:*GitRepo Secret:*SecretVolume NFS:*NFS ISCSI/iscsi Glusterfs PersistentVolumeClaim:*ClaimVolume RBD Quobyte FlexVolume Cinder CephFS/cephfs Flocker DownwardAPI/downwardAPI:*DownwardAPIVolume FC AzureFile ConfigMap:*ConfigMapVolume VsphereVolume AzureDisk PhotonPersistentDisk Projected:*Projected PortworxVolume ScaleIO/scaleIO StorageOS/storageos CSI:*CSIVolume Ephemeral:*EphemeralVolume Image:*ImageVolume
HostPath: Path:s Type
EmptyDir: Medium:s SizeLimit
GitRepo: Repository:s Revision:s Directory:s
NFS: Server:s Path:s ReadOnly:b
SecretVolume: SecretName:s Items:[]KeyToPath DefaultMode Optional
ConfigMapVolume: Name:s Items:[]KeyToPath DefaultMode Optional
ClaimVolume: ClaimName:s ReadOnly:b
KeyToPath: Key:s Path:s Mode
DownwardAPIVolume: Items:[]DownwardAPIFile DefaultMode
DownwardAPIFile: Path:s FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector Mode
Projected: Sources:[]VolumeProjection DefaultMode
VolumeProjection: Secret:*SecretProjection DownwardAPI/downwardAPI:*DownwardAPIProjection ConfigMap:*SecretProjection ServiceAccountToken:*TokenProjection ClusterTrustBundle PodCertificate
SecretProjection: Name:s Items:[]KeyToPath Optional
DownwardAPIProjection: Items:[]DownwardAPIFile
TokenProjection: Audience:s ExpirationSeconds:i Path:s
CSIVolume: Driver:s ReadOnly FSType/fsType VolumeAttributes NodePublishSecretRef:*LocalObjectReference
EphemeralVolume: VolumeClaimTemplate
ImageVolume: Reference:s PullPolicy:s
PersistentVolumeSource: GCEPersistentDisk AWSElasticBlockStore HostPath:*HostPath Glusterfs NFS:*NFS RBD Quobyte ISCSI/iscsi FlexVolume Cinder CephFS/cephfs FC Flocker AzureFile VsphereVolume AzureDisk PhotonPersistentDisk PortworxVolume ScaleIO/scaleIO Local:*LocalVolume StorageOS/storageos CSI:*CSIPersistentVolume
LocalVolume: Path:s FSType/fsType
CSIPersistentVolume: Driver:s VolumeHandle:s ReadOnly:b FSType/fsType:s VolumeAttributes ControllerPublishSecretRef NodeStageSecretRef NodePublishSecretRef ControllerExpandSecretRef NodeExpandSecretRef
PersistentVolumeClaimSpec: AccessModes Selector Resources:=VolumeResourceRequirements VolumeName:s StorageClassName VolumeMode DataSource DataSourceRef VolumeAttributesClassName
VolumeResourceRequirements: Limits Requests
PodDisruptionBudgetSpec: MinAvailable Selector MaxUnavailable UnhealthyPodEvictionPolicy
StatefulSetUpdateStrategy: Type:s RollingUpdate:*RollingUpdateStatefulSetStrategy
RollingUpdateStatefulSetStrategy: Partition:i MaxUnavailable
DaemonSetUpdateStrategy: Type:s RollingUpdate:*RollingUpdateDaemonSet
RollingUpdateDaemonSet: MaxUnavailable MaxSurge
ServicePortKey: Name:s Protocol:s AppProtocol Port:i TargetPort:i NodePort:i
Taint: Key:s Value:s Effect:s TimeAdded
PodTemplateSpec: Name:s GenerateName:s Namespace:s SelfLink:s
`
