/** The file system in memory: an immutable tree, so that a snapshot is one pointer and undo is free. */
import { decodeBytes, encodeText } from './bytes.ts'
import { type DirectoryNode, type FileContent, type FileNode, type LazyContent, type Meta, type Node, type Solid, replaced, solid, sizeOf, joined } from './file-tree.ts'
import { FileError, type Files, type Stat } from './files.ts'
import { resolvePath } from './path.ts'



/** A point in time to go back to. */
interface FilesSnapshot { readonly root: unknown; readonly volumes: unknown }

export interface MemoryFiles extends Files {
  snapshot(): FilesSnapshot
  restore(snapshot: FilesSnapshot): void
  /** Lets another file system (a volume) appear at `path`; `subPath` shows only that part of it. */
  attach(path: string, volume: Files, options?: { readOnly?: boolean; subPath?: string }): void
}

export interface MemoryFilesOptions {
  /** Virtual time, for the times of files. */
  readonly now: () => number
  readonly owner?: string
  readonly group?: string
  /** What is there at the start: file contents by absolute path; a path that ends in `/` is an empty directory. */
  readonly initial?: Readonly<Record<string, FileContent>>
  /** A volume, to be attached somewhere, has no devices of its own. */
  readonly volume?: boolean
}

interface Volume { readonly files: Files; readonly readOnly: boolean; readonly subPath: string }
/** Where a path leads: into this tree, or into a volume. */
type Place = { readonly names: readonly string[] } | { readonly volume: Volume; readonly path: string }

const LINKS_MAX = 40
const NAME_MAX_BYTES = 255

export function createFiles(options: MemoryFilesOptions): MemoryFiles {
  return new Tree(options)
}

class Tree implements MemoryFiles {
  #root: DirectoryNode
  #volumes: ReadonlyMap<string, Volume> = new Map()
  readonly #now: () => number
  readonly #owner: string
  readonly #group: string

  constructor(options: MemoryFilesOptions) {
    this.#now = options.now
    this.#owner = options.owner ?? 'root'
    this.#group = options.group ?? this.#owner
    this.#root = { ...this.#meta(0o755), type: 'directory', entries: new Map() }
    if (options.volume !== true) {
      this.mkdir('/dev')
      this.#put(['dev', 'null'], { ...this.#meta(0o666), type: 'file', content: '' }, '/dev/null')
    }
    for (const [path, content] of Object.entries(options.initial ?? {})) {
      if (path.endsWith('/')) this.mkdir(path, { recursive: true })
      else {
        this.mkdir(resolvePath(path, '..'), { recursive: true })
        this.write(path, content)
      }
    }
  }

  snapshot(): FilesSnapshot {
    return { root: this.#root, volumes: this.#volumes }
  }

  restore(snapshot: FilesSnapshot): void {
    this.#root = snapshot.root as DirectoryNode
    this.#volumes = snapshot.volumes as ReadonlyMap<string, Volume>
  }

  attach(path: string, volume: Files, options: { readOnly?: boolean; subPath?: string } = {}): void {
    this.mkdir(path, { recursive: true })
    const subPath = resolvePath('/', options.subPath ?? '')
    this.#volumes = new Map(this.#volumes)
      .set(this.realpath(path), { files: volume, readOnly: options.readOnly ?? false, subPath })
  }

  readText(path: string): string {
    const place = this.#place(path)
    if ('volume' in place) return place.volume.files.readText(place.path)
    const { content } = this.#file(place.names, path)
    return typeof content === 'string' ? content : decodeBytes(content)
  }

  readBytes(path: string): Uint8Array {
    const place = this.#place(path)
    if ('volume' in place) return place.volume.files.readBytes(place.path)
    const { content } = this.#file(place.names, path)
    return typeof content === 'string' ? encodeText(content) : content
  }

  write(path: string, content: FileContent, options: { mode?: number; append?: boolean } = {}): void {
    if (path.endsWith('/')) throw new FileError(this.exists(path) ? 'EISDIR' : 'ENOENT', path)
    const place = this.#placeForWriting(path)
    if ('volume' in place) return place.volume.files.write(place.path, content, options)
    const old = this.#at(place.names)
    if (old?.type === 'directory') throw new FileError('EISDIR', path)
    if (place.names.join('/') === 'dev/null') return
    const whole = options.append && old?.type === 'file' ? joined(old.content, content) : content
    const meta = old ?? this.#meta(0o644)
    this.#put(place.names, {
      type: 'file', content: whole, mode: options.mode ?? meta.mode, mtimeMs: this.#now(), owner: meta.owner, group: meta.group,
    }, path)
  }

  exists(path: string): boolean {
    try {
      this.stat(path)
      return true
    } catch {
      return false
    }
  }

  stat(path: string): Stat {
    return this.#statOf(this.#place(path), path, (files, inner) => files.stat(inner))
  }

  lstat(path: string): Stat {
    const place = path.endsWith('/') ? this.#place(path) : this.#place(path, false)
    return this.#statOf(place, path, (files, inner) => files.lstat(inner))
  }

  list(path: string): readonly string[] {
    const place = this.#place(path)
    if ('volume' in place) return place.volume.files.list(place.path)
    const node = this.#at(place.names)
    if (!node) throw new FileError('ENOENT', path)
    if (node.type !== 'directory') throw new FileError('ENOTDIR', path)
    return [...node.entries.keys()].sort()
  }

  mkdir(path: string, options: { recursive?: boolean; mode?: number } = {}): void {
    const full = resolvePath('/', path)
    if (options.recursive) {
      const parent = resolvePath(full, '..')
      if (parent !== full && !this.exists(parent)) this.mkdir(parent, options)
      if (this.exists(full)) {
        if (this.stat(full).type === 'directory') return
        throw new FileError('EEXIST', path)
      }
    }
    const place = this.#placeForWriting(full, false)
    if ('volume' in place) return place.volume.files.mkdir(place.path, options)
    if (place.names.length === 0 || this.#at(place.names)) throw new FileError('EEXIST', path)
    this.#put(place.names, { ...this.#meta(options.mode ?? 0o755), type: 'directory', entries: new Map() }, path)
  }

  remove(path: string, options: { recursive?: boolean } = {}): void {
    const place = this.#placeForWriting(path, false)
    if ('volume' in place) return place.volume.files.remove(place.path, options)
    const node = this.#at(place.names)
    if (!node) throw new FileError('ENOENT', path)
    if (node.type === 'directory' && node.entries.size > 0 && !options.recursive) throw new FileError('ENOTEMPTY', path)
    if (place.names.length === 0) throw new FileError('EINVAL', path)
    this.#put(place.names, undefined, path)
  }

  rename(from: string, to: string): void {
    const source = this.#placeForWriting(from, false)
    const target = this.#placeForWriting(to, false)
    if ('volume' in source || 'volume' in target) return this.#moveAcross(from, to)
    const node = this.#at(source.names)
    if (!node) throw new FileError('ENOENT', from)
    const old = this.#at(target.names)
    if (old?.type === 'directory') {
      if (node.type !== 'directory') throw new FileError('EISDIR', to)
      if (old.entries.size > 0) throw new FileError('ENOTEMPTY', to)
    } else if (old && node.type === 'directory') throw new FileError('ENOTDIR', to)
    if (isWithin(source.names, target.names)) throw new FileError('EINVAL', to)
    this.#put(source.names, undefined, from)
    this.#put(target.names, node, to)
  }

  symlink(target: string, path: string): void {
    const place = this.#placeForWriting(path, false)
    if ('volume' in place) return place.volume.files.symlink(target, place.path)
    if (this.#at(place.names)) throw new FileError('EEXIST', path)
    this.#put(place.names, { ...this.#meta(0o777), type: 'symlink', target }, path)
  }

  readlink(path: string): string {
    const place = this.#place(path, false)
    if ('volume' in place) return place.volume.files.readlink(place.path)
    const node = this.#at(place.names)
    if (!node) throw new FileError('ENOENT', path)
    if (node.type !== 'symlink') throw new FileError('EINVAL', path)
    return node.target
  }

  realpath(path: string): string {
    const names = this.#walk(path, true)
    const volume = this.#volumeAt(names)
    if (!volume && !this.#at(names)) throw new FileError('ENOENT', path)
    return `/${names.join('/')}`
  }

  chmod(path: string, mode: number): void {
    this.#change(path, node => ({ ...node, mode }), (files, inner) => files.chmod(inner, mode))
  }

  touch(path: string, mtimeMs?: number): void {
    if (!this.exists(path)) this.write(path, '')
    this.#change(path, node => ({ ...node, mtimeMs: mtimeMs ?? this.#now() }), (files, inner) => files.touch(inner, mtimeMs))
  }

  mount(path: string, content: LazyContent, options: { readOnly?: boolean; mode?: number } = {}): void {
    this.mkdir(resolvePath(path, '..'), { recursive: true })
    const place = this.#place(path, false)
    if ('volume' in place) return place.volume.files.mount(place.path, content, options)
    const meta = { ...this.#meta(options.mode ?? 0o644), readOnly: options.readOnly ?? false }
    this.#put(place.names, { ...meta, type: 'lazy', make: content }, path)
  }

  #meta(mode: number): Meta {
    return { mode, mtimeMs: this.#now(), owner: this.#owner, group: this.#group }
  }

  #change(path: string, edit: (node: Solid) => Solid, inVolume: (files: Files, inner: string) => void): void {
    const place = this.#placeForWriting(path)
    if ('volume' in place) return inVolume(place.volume.files, place.path)
    const node = this.#at(place.names)
    if (!node) throw new FileError('ENOENT', path)
    this.#put(place.names, edit(node), path)
  }

  #statOf(place: Place, path: string, inVolume: (files: Files, inner: string) => Stat): Stat {
    if ('volume' in place) return inVolume(place.volume.files, place.path)
    const node = this.#at(place.names)
    if (!node) throw new FileError('ENOENT', path)
    if (path.endsWith('/') && node.type !== 'directory') throw new FileError('ENOTDIR', path)
    return { type: node.type, mode: node.mode, mtimeMs: node.mtimeMs, owner: node.owner, group: node.group, size: sizeOf(node) }
  }

  #file(names: readonly string[], path: string): FileNode {
    const node = this.#at(names)
    if (!node) throw new FileError('ENOENT', path)
    if (node.type === 'directory') throw new FileError('EISDIR', path)
    if (node.type === 'symlink') throw new FileError('ELOOP', path)
    return node
  }

  /** The node at names that are free of symlinks. */
  #at(names: readonly string[]): Solid | undefined {
    let node: Solid | undefined = this.#root
    for (const name of names) {
      if (node?.type !== 'directory') return undefined
      const next: Node | undefined = node.entries.get(name)
      node = next?.type === 'lazy' ? solid(next) : next
    }
    return node
  }

  #place(path: string, followLast = true): Place {
    const names = this.#walk(path, followLast)
    const found = this.#volumeAt(names)
    return found ? { volume: found.volume, path: found.path } : { names }
  }

  #placeForWriting(path: string, followLast = true): Place {
    const place = this.#place(path, followLast)
    if ('volume' in place && place.volume.readOnly) throw new FileError('EROFS', path)
    return place
  }

  #volumeAt(names: readonly string[]): { volume: Volume; path: string } | undefined {
    if (this.#volumes.size === 0) return undefined
    for (let length = names.length; length > 0; length--) {
      const volume = this.#volumes.get(`/${names.slice(0, length).join('/')}`)
      if (!volume) continue
      const inner = resolvePath('/', `${volume.subPath}/${names.slice(length).join('/')}`)
      return { volume, path: inner }
    }
    return undefined
  }

  /** Names with all symlinks resolved; the last may be missing (and, unless followed, may be a link). */
  #walk(path: string, followLast: boolean): string[] {
    const todo = path.split('/').reverse()
    const done: string[] = []
    let links = 0
    while (todo.length > 0) {
      const name = todo.pop() ?? ''
      if (name === '' || name === '.') continue
      if (name === '..') { done.pop(); continue }
      if (name.length > NAME_MAX_BYTES) throw new FileError('EINVAL', path)
      const last = !todo.some(rest => rest !== '' && rest !== '.')
      done.push(name)
      const node = this.#volumes.size > 0 && this.#volumeAt(done) ? undefined : this.#at(done)
      if (node?.type === 'symlink' && (!last || followLast)) {
        if (++links > LINKS_MAX) throw new FileError('ELOOP', path)
        done.pop()
        if (node.target.startsWith('/')) done.length = 0
        todo.push(...node.target.split('/').reverse())
      } else if (!last && node?.type !== 'directory' && !this.#volumeAt(done)) {
        throw new FileError(node ? 'ENOTDIR' : 'ENOENT', path)
      }
    }
    return done
  }

  #put(names: readonly string[], node: Node | undefined, path: string): void {
    const changed = replaced(this.#root, names, 0, node, path, this.#now())
    if (changed.type === 'directory') this.#root = changed
  }

  #moveAcross(from: string, to: string): void {
    const stat = this.lstat(from)
    if (stat.type === 'symlink') this.symlink(this.readlink(from), to)
    else if (stat.type === 'file') this.write(to, this.readBytes(from), { mode: stat.mode })
    else {
      this.mkdir(to, { mode: stat.mode })
      for (const name of this.list(from)) this.#moveAcross(`${from}/${name}`, `${to}/${name}`)
    }
    this.remove(from, { recursive: true })
  }
}

function isWithin(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.length > outer.length && outer.every((name, index) => inner[index] === name)
}
