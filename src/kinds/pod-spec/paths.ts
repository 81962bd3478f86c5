/** Paths inside volumes and file modes. */
import type { FieldError } from '../field-error.ts'
import { invalid } from '../field-error.ts'

export const MODE_TEXT = 'must be a number between 0 and 0777 (octal), both inclusive'

export const isMode = (mode: number | undefined): boolean => mode === undefined || (mode >= 0 && mode <= 0o777)

export const noBacksteps = (path: string, at: string): FieldError[] =>
  path.split('/').includes('..') ? [invalid(at, path, "must not contain '..'")] : []

/** validateLocalDescendingPath; `reserved`: names that begin with two dots are refused too. */
export function localPath(path: string, at: string, reserved = false): FieldError[] {
  return [
    ...(path.startsWith('/') ? [invalid(at, path, 'must be a relative path')] : []),
    ...noBacksteps(path, at),
    ...(reserved && path.startsWith('..') && !path.startsWith('../')
      ? [invalid(at, path, "must not start with '..'")] : []),
  ]
}
