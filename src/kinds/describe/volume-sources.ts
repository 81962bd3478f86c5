/** The sources of volumes that descriptions tell as a type and a list of fields. */
import { goValue } from '../../lib/go-print.ts'
import { sortedEntries } from '../../lib/json.ts'
import { type Row, row } from '../../lib/rows.ts'

/** Title, field of the source (default: the title's own), and what stands there when it is not set. */
type Field = readonly [title: string, field: string, unset?: string]

interface Source {
  readonly type: string
  readonly fields: readonly Field[]
  /** What a PersistentVolume's source of this name has instead. */
  readonly persistent?: readonly Field[]
}

const READ_ONLY: Field = ['ReadOnly:', 'readOnly', 'false']
const FS_TYPE: Field = ['FSType:', 'fsType']
const PARTITION: Field = ['Partition:', 'partition', '0']
const VOLUME_ID: Field = ['VolumeID:', 'volumeID']
const SECRET_REF: Field = ['SecretRef:', 'secretRef', 'nil']
const ISCSI_AUTH: readonly Field[] = [
  ['Portals:', 'portals', '[]'], ['DiscoveryCHAPAuth:', 'chapAuthDiscovery', 'false'],
  ['SessionCHAPAuth:', 'chapAuthSession', 'false'], SECRET_REF,
  ['InitiatorName:', 'initiatorName', '<none>'],
]
const SCALE_IO: readonly Field[] = [
  ['Gateway:', 'gateway'], ['System:', 'system'], ['Protection Domain:', 'protectionDomain'],
  ['Storage Pool:', 'storagePool'], ['Storage Mode:', 'storageMode'], ['VolumeName:', 'volumeName'],
]

/** Upstream: `describe.go`, print…VolumeSource and print…PersistentVolumeSource. */
const SOURCES: { readonly [source: string]: Source } = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    fields: [['Path:', 'path'], ['HostPathType:', 'type', '<none>']],
  },
  gcePersistentDisk: {
    type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    fields: [['PDName:', 'pdName'], FS_TYPE, PARTITION, READ_ONLY],
  },
  awsElasticBlockStore: {
    type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    fields: [VOLUME_ID, FS_TYPE, PARTITION, READ_ONLY],
  },
  gitRepo: {
    type: 'GitRepo (a volume that is pulled from git when the pod is created)',
    fields: [['Repository:', 'repository'], ['Revision:', 'revision']],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    fields: [['SecretName:', 'secretName'], ['Optional:', 'optional', 'false']],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    fields: [['Name:', 'name'], ['Optional:', 'optional', 'false']],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: [['Server:', 'server'], ['Path:', 'path'], READ_ONLY],
  },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then " +
      'exposed to the pod)',
    fields: [
      ['TargetPortal:', 'targetPortal'], ['IQN:', 'iqn'], ['Lun:', 'lun', '0'],
      ['ISCSIInterface', 'iscsiInterface'], FS_TYPE, READ_ONLY, ...ISCSI_AUTH,
    ],
  },
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    fields: [['EndpointsName:', 'endpoints'], ['Path:', 'path'], READ_ONLY],
    persistent: [
      ['EndpointsName:', 'endpoints'], ['EndpointsNamespace:', 'endpointsNamespace', '<unset>'],
      ['Path:', 'path'], READ_ONLY,
    ],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: [['ClaimName:', 'claimName'], READ_ONLY],
  },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    fields: [
      ['CephMonitors:', 'monitors', '[]'], ['RBDImage:', 'image'], FS_TYPE, ['RBDPool:', 'pool'],
      ['RadosUser:', 'user'], ['Keyring:', 'keyring'], SECRET_REF, READ_ONLY,
    ],
  },
  quobyte: {
    type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    fields: [['Registry:', 'registry'], ['Volume:', 'volume'], READ_ONLY],
  },
  azureDisk: {
    type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    fields: [
      ['DiskName:', 'diskName'], ['DiskURI:', 'diskURI'], ['Kind: ', 'kind'], FS_TYPE,
      ['CachingMode:', 'cachingMode'], READ_ONLY,
    ],
  },
  vsphereVolume: {
    type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
    fields: [
      ['VolumePath:', 'volumePath'], FS_TYPE, ['StoragePolicyName:', 'storagePolicyName'],
    ],
  },
  cinder: {
    type: 'Cinder (a Persistent Disk resource in OpenStack)',
    fields: [VOLUME_ID, FS_TYPE, READ_ONLY, SECRET_REF],
  },
  photonPersistentDisk: {
    type: 'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
    fields: [['PdID:', 'pdID'], FS_TYPE],
  },
  portworxVolume: { type: 'PortworxVolume (a Portworx Volume resource)', fields: [VOLUME_ID] },
  scaleIO: {
    type: 'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
    fields: [...SCALE_IO, FS_TYPE, READ_ONLY],
    persistent: [
      ...SCALE_IO, ['SecretName:', 'secretRef.name'], ['SecretNamespace:', 'secretRef.namespace'],
      FS_TYPE, READ_ONLY,
    ],
  },
  local: {
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    fields: [['Path:', 'path']],
  },
  cephfs: {
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    fields: [
      ['Monitors:', 'monitors', '[]'], ['Path:', 'path'], ['User:', 'user'],
      ['SecretFile:', 'secretFile'], SECRET_REF, READ_ONLY,
    ],
  },
  storageos: {
    type: 'StorageOS (a StorageOS Persistent Disk resource)',
    fields: [
      ['VolumeName:', 'volumeName'], ['VolumeNamespace:', 'volumeNamespace'], FS_TYPE, READ_ONLY,
    ],
  },
  fc: {
    type: 'FC (a Fibre Channel disk)',
    fields: [['TargetWWNs:', 'targetWWNs'], ['LUN:', 'lun', '<none>'], FS_TYPE, READ_ONLY],
  },
  azureFile: {
    type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    fields: [['SecretName:', 'secretName'], ['ShareName:', 'shareName'], READ_ONLY],
    persistent: [
      ['SecretName:', 'secretName'], ['SecretNamespace:', 'secretNamespace'],
      ['ShareName:', 'shareName'], READ_ONLY,
    ],
  },
  flexVolume: {
    type: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec ' +
      'based plugin)',
    fields: [
      ['Driver:', 'driver'], FS_TYPE, SECRET_REF, READ_ONLY, ['Options:', 'options', 'map[]'],
    ],
  },
  flocker: {
    type: 'Flocker (a Flocker volume mounted by the Flocker agent)',
    fields: [['DatasetName:', 'datasetName'], ['DatasetUUID:', 'datasetUUID']],
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: [['Driver:', 'driver'], FS_TYPE, READ_ONLY],
    persistent: [['Driver:', 'driver'], FS_TYPE, ['VolumeHandle:', 'volumeHandle'], READ_ONLY],
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    fields: [['Reference:', 'reference'], ['PullPolicy:', 'pullPolicy']],
  },
}

/** The rows of the source that a volume has, or undefined when it has none of these. */
export function sourceRows(holder: object, persistent: boolean): Row[] | undefined {
  for (const [name, source] of Object.entries(SOURCES)) {
    const value = (holder as Record<string, unknown>)[name]
    if (typeof value !== 'object' || value === null) continue
    const fields = (persistent ? source.persistent : undefined) ?? source.fields
    return [
      row(2, 'Type:', source.type),
      ...fields.map(([title, field, unset = '']) =>
        row(2, title, text(value, field, unset, persistent))),
      ...(name === 'csi' ? attributeRows(value as { volumeAttributes?: object }) : []),
    ]
  }
  return undefined
}

function text(value: object, path: string, unset: string, persistent: boolean): string {
  let here: unknown = value
  for (const step of path.split('.')) here = (here as Record<string, unknown> | undefined)?.[step]
  if (here === undefined || here === null) return unset
  if (path === 'secretRef') return referenceText(here, persistent)
  return path === 'targetWWNs' ? (here as string[]).join(', ') : goValue(here)
}

/** Go's generated String() of a reference. */
function referenceText(to: { name?: string; namespace?: string }, persistent: boolean): string {
  const { name = '', namespace = '' } = to
  return persistent
    ? `&SecretReference{Name:${name},Namespace:${namespace},}`
    : `&LocalObjectReference{Name:${name},}`
}

/** Upstream: `describe.go`, printCSIPersistentVolumeAttributesMultiline. */
function attributeRows({ volumeAttributes = {} }: { volumeAttributes?: object }): Row[] {
  const entries = sortedEntries(volumeAttributes)
  if (entries.length === 0) return [row(2, 'VolumeAttributes:', '<none>')]
  return entries.map(([key, value], index) =>
    row(2, index === 0 ? 'VolumeAttributes:' : '    ', `    ${key}=${String(value)}`))
}
