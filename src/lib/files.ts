/** A file system in memory: synchronous, deterministic, POSIX enough for a shell. */

export type FileErrorCode =
  | 'ENOENT' | 'ENOTDIR' | 'EISDIR' | 'EEXIST' | 'EACCES' | 'ENOTEMPTY' | 'ELOOP' | 'EINVAL' | 'EROFS' | 'ENOSPC'

/** A failed file operation; `text` is what strerror says ("No such file or directory"). */
export class FileError extends Error {
  readonly code: FileErrorCode
  readonly path: string
  readonly text: string
  constructor(code: FileErrorCode, path: string) {
    super(`${code}: ${STRERROR[code]}, '${path}'`)
    this.code = code
    this.path = path
    this.text = STRERROR[code]
  }
}

export interface Stat {
  readonly type: 'file' | 'directory' | 'symlink'
  /** Permission bits, e.g. 0o644. */
  readonly mode: number
  readonly size: number
  /** Virtual milliseconds since the epoch. */
  readonly mtimeMs: number
  readonly owner: string
  readonly group: string
}

/**
 * Paths are absolute. `readText` decodes UTF-8. Every failure is a FileError.
 * A file may be lazy: its content is made at the first read (`mount`).
 */
export interface Files {
  readText(path: string): string
  readBytes(path: string): Uint8Array
  write(path: string, content: string | Uint8Array, options?: { mode?: number; append?: boolean }): void
  exists(path: string): boolean
  stat(path: string): Stat
  lstat(path: string): Stat
  /** Names in a directory, sorted by code unit. */
  list(path: string): readonly string[]
  mkdir(path: string, options?: { recursive?: boolean; mode?: number }): void
  remove(path: string, options?: { recursive?: boolean }): void
  rename(from: string, to: string): void
  symlink(target: string, path: string): void
  readlink(path: string): string
  realpath(path: string): string
  chmod(path: string, mode: number): void
  touch(path: string, mtimeMs?: number): void
  /** Puts a file or a tree there that is made when first looked at; `readOnly` refuses writes with EROFS. */
  mount(path: string, content: () => string | Uint8Array | ReadonlyMap<string, string | Uint8Array>, options?: { readOnly?: boolean; mode?: number }): void
}

const STRERROR: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EEXIST: 'File exists',
  EACCES: 'Permission denied',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  EROFS: 'Read-only file system',
  ENOSPC: 'No space left on device',
}
