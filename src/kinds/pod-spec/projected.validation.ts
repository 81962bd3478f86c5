/** The rules for projected volumes and the files of the downward API. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, required } from '../field-error.ts'
import type { DownwardAPIVolumeFile, ProjectedVolumeSource, VolumeProjection } from '../generated/api-types.ts'
import { fieldSelector, resourceSelector } from './env.validation.ts'
import { MODE_TEXT, isMode, localPath } from './paths.ts'
import { validateKeyToPath } from './volumes.validation.ts'

const VOLUME_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']

export function validateDownwardFile(file: DownwardAPIVolumeFile, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (!file.path) errors.push(required(`${at}.path`))
  errors.push(...localPath(file.path ?? '', `${at}.path`, true))
  if (file.fieldRef !== undefined) {
    errors.push(...fieldSelector(file.fieldRef, VOLUME_FIELDS, `${at}.fieldRef`))
    if (file.resourceFieldRef !== undefined) {
      errors.push(invalid(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
    }
  } else if (file.resourceFieldRef !== undefined) {
    errors.push(...resourceSelector(file.resourceFieldRef, `${at}.resourceFieldRef`, true))
  } else errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'))
  if (!isMode(file.mode)) errors.push(invalid(`${at}.mode`, file.mode, MODE_TEXT))
  return errors
}

export function validateProjected(projected: ProjectedVolumeSource, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (!isMode(projected.defaultMode)) errors.push(invalid(`${at}.defaultMode`, projected.defaultMode, MODE_TEXT))
  const taken = new Set<string>()
  ;(projected.sources ?? []).forEach((source, i) => {
    errors.push(...validateProjection(source, `${at}.sources[${i}]`, at, taken))
    if (Object.values(source).filter((s) => s !== undefined).length > 1) {
      errors.push(forbidden(`${at}.sources[${i}]`, 'may not specify more than 1 volume type per source'))
    }
  })
  return errors
}

function validateProjection(source: VolumeProjection, at: string, volume: string, taken: Set<string>): FieldError[] {
  const errors: FieldError[] = []
  const claim = (path: string | undefined, shown: string): void => {
    if (!path) return
    if (taken.has(path)) errors.push(invalid(volume, shown, 'conflicting duplicate paths'))
    else taken.add(path)
  }
  for (const field of ['secret', 'configMap'] as const) {
    const part = source[field]
    if (part === undefined) continue
    if (!part.name) errors.push(required(`${at}.${field}.name`))
    ;(part.items ?? []).forEach((item, i) => {
      errors.push(...validateKeyToPath(item, `${at}.${field}.items[${i}]`))
      claim(item.path, part.name ?? '')
    })
  }
  for (const file of source.downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, `${at}.downwardAPI`))
    claim(file.path, file.path)
  }
  const token = source.serviceAccountToken
  if (token !== undefined) {
    const seconds = token.expirationSeconds ?? 0
    const where = `${at}.serviceAccountToken.expirationSeconds`
    if (seconds < 600) errors.push(invalid(where, seconds, 'may not specify a duration less than 10 minutes'))
    if (seconds > 2 ** 32) errors.push(invalid(where, seconds, 'may not specify a duration larger than 2^32 seconds'))
    if (!token.path) errors.push(required(`${volume}.path`))
    else errors.push(...localPath(token.path, `${volume}.path`, true))
  }
  return errors
}
