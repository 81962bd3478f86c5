/** The sources of volumes that descriptions tell as a type and a list of fields. */
import { labelsText } from '../selector-text.ts'
import { sortedEntries } from '../../lib/json.ts'
import { type Row, row } from '../../lib/rows.ts'

/** Title, path below the source, and what stands there when the field is not set. */
type Field = readonly [title: string, path: string, unset?: string]

interface Source {
  readonly type: string
  readonly fields: readonly Field[]
}

const READ_ONLY: Field = ['ReadOnly', 'readOnly', 'false']
const FS_TYPE: Field = ['FSType', 'fsType', '']

/** Upstream: `describe.go`, print…VolumeSource and print…PersistentVolumeSource. */
const SOURCES: { readonly [source: string]: Source } = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    fields: [['Path', 'path'], ['HostPathType', 'type', '<none>']],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    fields: [['SecretName', 'secretName'], ['Optional', 'optional', 'false']],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    fields: [['Name', 'name'], ['Optional', 'optional', 'false']],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: [['ClaimName', 'claimName'], READ_ONLY],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: [['Server', 'server'], ['Path', 'path'], READ_ONLY],
  },
  local: {
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    fields: [['Path', 'path']],
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    fields: [['Reference', 'reference'], ['PullPolicy', 'pullPolicy']],
  },
  gitRepo: {
    type: "GitRepo (a volume that is pulled from git when the pod is created)",
    fields: [['Repository', 'repository'], ['Revision', 'revision']],
  },
  gcePersistentDisk: {
    type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    fields: [['PDName', 'pdName'], FS_TYPE, ['Partition', 'partition', '0'], READ_ONLY],
  },
  awsElasticBlockStore: {
    type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    fields: [['VolumeID', 'volumeID'], FS_TYPE, ['Partition', 'partition', '0'], READ_ONLY],
  },
  azureDisk: {
    type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    fields: [
      ['DiskName', 'diskName'], ['DiskURI', 'diskURI'], ['Kind', 'kind', 'Shared'],
      ['FSType', 'fsType', 'ext4'], ['CachingMode', 'cachingMode', 'ReadWrite'], READ_ONLY,
    ],
  },
  azureFile: {
    type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    fields: [
      ['SecretName', 'secretName'], ['SecretNamespace', 'secretNamespace', '<none>'],
      ['ShareName', 'shareName'], READ_ONLY,
    ],
  },
  cinder: {
    type: 'Cinder (a Persistent Disk resource in OpenStack)',
    fields: [['VolumeID', 'volumeID'], FS_TYPE, READ_ONLY, ['SecretRef', 'secretRef.name', '<nil>']],
  },
  vsphereVolume: {
    type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
    fields: [['VolumePath', 'volumePath'], FS_TYPE, ['StoragePolicyName', 'storagePolicyName']],
  },
  iscsi: {
    type: 'ISCSI (an ISCSI Disk resource that is attached to a kubelet\'s host machine and then exposed to the pod)',
    fields: [
      ['TargetPortal', 'targetPortal'], ['IQN', 'iqn'], ['Lun', 'lun', '0'],
      ['ISCSIInterface', 'iscsiInterface'], FS_TYPE, READ_ONLY,
    ],
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: [['Driver', 'driver'], FS_TYPE, ['VolumeHandle', 'volumeHandle'], READ_ONLY],
  },
}

/** The rows of the source that is set, or undefined when none of these is. */
export function sourceRows(holder: object): Row[] | undefined {
  for (const [name, source] of Object.entries(SOURCES)) {
    const value = (holder as Record<string, unknown>)[name]
    if (typeof value !== 'object' || value === null) continue
    const fields = source.fields.filter(([title]) => title !== 'VolumeHandle' || has(value, title))
    return [
      row(2, 'Type:', source.type),
      ...fields.map(([title, path, unset = '']) => row(2, `${title}:`, at(value, path, unset))),
      ...(name === 'csi' ? attributeRows(value as { volumeAttributes?: object }) : []),
    ]
  }
  return undefined
}

const has = (value: object, title: string): boolean =>
  title[0]!.toLowerCase() + title.slice(1) in value

function at(value: object, path: string, unset: string): string {
  let here: unknown = value
  for (const step of path.split('.')) here = (here as Record<string, unknown> | undefined)?.[step]
  return here === undefined || here === null ? unset : String(here)
}

/** Upstream: `describe.go`, printCSIPersistentVolumeAttributesMultiline. */
function attributeRows({ volumeAttributes = {} }: { volumeAttributes?: object }): Row[] {
  const entries = sortedEntries(volumeAttributes)
  if (entries.length === 0) return [row(2, 'VolumeAttributes:', labelsText(undefined))]
  return entries.map(([key, value], index) =>
    row(2, index === 0 ? 'VolumeAttributes:' : '    ', `    ${key}=${String(value)}`))
}
