/** The rules for volumes that live on other machines. */
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported, required } from '../field-error.ts'
import { bytesOf, isDnsLabel, isSubdomain, rangeText } from '../validation/formats.ts'

type Rule = (source: any, at: string) => FieldError[]

/** The fields that must not be empty. */
const needs = (...fields: readonly string[]): Rule => (source, at) =>
  fields.filter((field) => (Array.isArray(source[field]) ? source[field].length === 0 : !source[field]))
    .map((field) => required(`${at}.${field}`))

const disk = (id: string): Rule => (source, at) => [
  ...needs(id)(source, at),
  ...((source.partition ?? 0) < 0 || source.partition > 255 ? [invalid(`${at}.partition`, source.partition, rangeText(1, 255))] : []),
]

/** Drivers are named like subdomains, whatever their case (ValidateCSIDriverName). */
export function validateDriverName(driver: string | undefined, at: string): FieldError[] {
  if (!driver) return [required(at)]
  const errors: FieldError[] = []
  if (bytesOf(driver) > 63) errors.push({ type: 'TooLong', field: at, detail: 'may not be more than 63 bytes' })
  return [...errors, ...isSubdomain(driver.toLowerCase()).map((text) => invalid(at, driver, text))]
}

function iscsi(source: any, at: string): FieldError[] {
  const errors = needs('targetPortal', 'iqn')(source, at)
  if (source.iqn && !/^(iqn|eui|naa)/.test(source.iqn)) {
    errors.push(invalid(`${at}.iqn`, source.iqn, 'must be valid format starting with iqn, eui, or naa'))
  } else if (source.iqn && !/^(iqn\.\d{4}-\d{2}\.[\w.-]+(:[^,;*&$|\s]+)$|eui.[\da-zA-Z]{16}$|naa.[\da-zA-Z]{32}$)/.test(source.iqn)) {
    errors.push(invalid(`${at}.iqn`, source.iqn, 'must be valid format'))
  }
  if ((source.lun ?? 0) < 0 || source.lun > 255) errors.push(invalid(`${at}.lun`, source.lun, rangeText(0, 255)))
  if ((source.chapAuthDiscovery || source.chapAuthSession) && source.secretRef === undefined) errors.push(required(`${at}.secretRef`))
  return errors
}

function fc(source: any, at: string): FieldError[] {
  const names = source.targetWWNs ?? []
  const ids = source.wwids ?? []
  const errors: FieldError[] = []
  if (names.length === 0 && ids.length === 0) {
    errors.push(required(`${at}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'))
  }
  if (names.length > 0 && ids.length > 0) {
    errors.push(invalid(`${at}.targetWWNs`, names, 'targetWWNs and wwids can not be specified simultaneously'))
  }
  if (names.length > 0) {
    if (source.lun === undefined) errors.push(required(`${at}.lun`, 'lun is required if targetWWNs is specified'))
    else if (source.lun < 0 || source.lun > 255) errors.push(invalid(`${at}.lun`, source.lun, rangeText(0, 255)))
  }
  return errors
}

function flocker(source: any, at: string): FieldError[] {
  const { datasetName: name, datasetUUID: uuid } = source
  return [
    ...(name || uuid ? [] : [required(at, 'one of datasetName and datasetUUID is required')]),
    ...(name && uuid ? [invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')] : []),
    ...(name?.includes('/') ? [invalid(`${at}.datasetName`, name, "must not contain '/'")] : []),
  ]
}

function azureDisk(source: any, at: string): FieldError[] {
  const errors = needs('diskName', 'diskURI')(source, at)
  const { cachingMode, kind, diskURI } = source
  const modes = ['None', 'ReadOnly', 'ReadWrite']
  const kinds = ['Dedicated', 'Managed', 'Shared']
  if (cachingMode !== undefined && !modes.includes(cachingMode)) errors.push(notSupported(`${at}.cachingMode`, cachingMode, modes))
  if (kind !== undefined && !kinds.includes(kind)) errors.push(notSupported(`${at}.kind`, kind, kinds))
  if (kind === 'Managed' && diskURI && !diskURI.startsWith('/subscriptions')) {
    errors.push(notSupported(`${at}.diskURI`, diskURI, ['/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}']))
  }
  return errors
}

function quobyte(source: any, at: string): FieldError[] {
  const text = 'must be a host:port pair or multiple pairs separated by commas'
  const errors: FieldError[] = []
  if (!source.registry) errors.push(required(`${at}.registry`, text))
  else if ((source.tenant ?? '').length >= 65) {
    errors.push(required(`${at}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'))
  } else {
    for (const pair of source.registry.split(',')) {
      if (!/^[^:]*:[^:]*$/.test(pair)) errors.push(invalid(`${at}.registry`, source.registry, text))
    }
  }
  return [...errors, ...needs('volume')(source, at)]
}

function storageos(source: any, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (!source.volumeName) errors.push(required(`${at}.volumeName`))
  else errors.push(...isDnsLabel(source.volumeName).map((text) => invalid(`${at}.volumeName`, source.volumeName, text)))
  if (source.volumeNamespace) {
    errors.push(...isDnsLabel(source.volumeNamespace).map((text) => invalid(`${at}.volumeNamespace`, source.volumeNamespace, text)))
  }
  return errors
}

function flexVolume(source: any, at: string): FieldError[] {
  const errors = needs('driver')(source, at)
  for (const key of Object.keys(source.options ?? {}).sort()) {
    if (/(^|\.)(k8s\.io|kubernetes\.io)$/.test(key.split('/')[0]!) && key.includes('/')) {
      errors.push(invalid(`${at}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'))
    }
  }
  return errors
}

function csi(source: any, at: string): FieldError[] {
  const errors = validateDriverName(source.driver, `${at}.driver`)
  if (source.nodePublishSecretRef !== undefined && !source.nodePublishSecretRef.name) {
    errors.push(required(`${at}.nodePublishSecretRef.name`))
  }
  return errors
}

export const remoteVolumeRules = {
  gcePersistentDisk: disk('pdName'),
  awsElasticBlockStore: disk('volumeID'),
  iscsi, fc, flocker, azureDisk, quobyte, storageos, flexVolume, csi,
  glusterfs: needs('endpoints', 'path'),
  rbd: needs('monitors', 'image'),
  cinder: needs('volumeID'),
  cephfs: needs('monitors'),
  azureFile: needs('secretName', 'shareName'),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  scaleIO: needs('gateway', 'system', 'volumeName'),
} as const

export const persistentCsi: Rule = (source, at) => [
  ...validateDriverName(source.driver, `${at}.driver`),
  ...needs('volumeHandle')(source, at),
  ...['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef', 'nodeStageSecretRef']
    .flatMap((field) => (source[field] === undefined ? [] : needs('name', 'namespace')(source[field], `${at}.${field}`))),
]

export const localVolume: Rule = (source, at) => {
  if (!source.path) return [required(`${at}.path`)]
  return source.path.split('/').includes('..') ? [invalid(`${at}.path`, source.path, "must not contain '..'")] : []
}

