/** Structs that JSON writes into their owner, while protobuf keeps them apart: field numbers that the schema cannot give. */

export interface Inlined {
  /** Number of the message in its owner. */
  readonly number: number
  /** Member names by their numbers in that message; or a type whose numbers hold. */
  readonly fields: { readonly [number: number]: string } | string
}

const names = (list: string): { readonly [number: number]: string } =>
  Object.fromEntries(list.split(' ').map((name, i) => [i + 1, name]))

const LOCAL_REFERENCE: Inlined = { number: 1, fields: names('name') }

/** Upstream: staging/src/k8s.io/api, generated.proto of each group. */
export const INLINED: Readonly<Record<string, Inlined>> = {
  'io.k8s.api.core.v1.Probe': { number: 1, fields: names('exec httpGet tcpSocket grpc') },
  'io.k8s.api.core.v1.Volume': {
    number: 2,
    fields: names('hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO projected storageos csi ephemeral image'),
  },
  'io.k8s.api.core.v1.PersistentVolumeSpec': {
    number: 2,
    fields: names('gcePersistentDisk awsElasticBlockStore hostPath glusterfs nfs rbd iscsi cinder cephfs fc flocker flexVolume azureFile vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO local storageos csi'),
  },
  'io.k8s.api.core.v1.EphemeralContainer': { number: 1, fields: 'io.k8s.api.core.v1.Container' },
  'io.k8s.api.core.v1.ConfigMapEnvSource': LOCAL_REFERENCE,
  'io.k8s.api.core.v1.SecretEnvSource': LOCAL_REFERENCE,
  'io.k8s.api.core.v1.ConfigMapKeySelector': LOCAL_REFERENCE,
  'io.k8s.api.core.v1.SecretKeySelector': LOCAL_REFERENCE,
  'io.k8s.api.core.v1.ConfigMapProjection': LOCAL_REFERENCE,
  'io.k8s.api.core.v1.SecretProjection': LOCAL_REFERENCE,
  'io.k8s.api.core.v1.ConfigMapVolumeSource': LOCAL_REFERENCE,
  'io.k8s.api.networking.v1.IngressRule': { number: 2, fields: names('http') },
  'io.k8s.api.admissionregistration.v1.RuleWithOperations': { number: 2, fields: names('apiGroups apiVersions resources scope') },
}
