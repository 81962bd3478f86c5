/** The nodes that files in memory are made of, and how one is exchanged without touching the rest. */
import { byteLength, encodeText } from './bytes.ts'
import { FileError } from './files.ts'

export type FileContent = string | Uint8Array
export type LazyContent = () => FileContent | ReadonlyMap<string, FileContent>

export interface Meta {
  readonly mode: number
  readonly mtimeMs: number
  readonly owner: string
  readonly group: string
  readonly readOnly?: boolean
}
export interface FileNode extends Meta { readonly type: 'file'; readonly content: FileContent }
interface LinkNode extends Meta { readonly type: 'symlink'; readonly target: string }
export interface DirectoryNode extends Meta { readonly type: 'directory'; readonly entries: ReadonlyMap<string, Node> }
/** `made` is the node that the content turned out to be, once somebody looked. */
interface LazyNode extends Meta { readonly type: 'lazy'; readonly make: LazyContent; made?: Solid }
export type Solid = FileNode | LinkNode | DirectoryNode
export type Node = Solid | LazyNode

/** The tree with one node exchanged: only the directories on the way are copied. */
export function replaced(dir: Node, names: readonly string[], depth: number, node: Node | undefined, path: string, now: number): Node {
  const here = dir.type === 'lazy' ? solid(dir) : dir
  const name = names[depth]
  if (name === undefined) return node ?? here
  if (here.type !== 'directory') throw new FileError('ENOTDIR', path)
  if (here.readOnly) throw new FileError('EROFS', path)
  const old = here.entries.get(name)
  const entries = new Map(here.entries)
  if (depth < names.length - 1) {
    if (!old) throw new FileError('ENOENT', path)
    entries.set(name, replaced(old, names, depth + 1, node, path, now))
    return { ...here, entries }
  }
  if (old?.readOnly && node?.type !== 'lazy') throw new FileError('EROFS', path)
  if (node) entries.set(name, node)
  else entries.delete(name)
  return { ...here, entries, mtimeMs: old && node ? here.mtimeMs : now }
}

export function solid(node: LazyNode): Solid {
  if (node.made) return node.made
  const content = node.make()
  const { mode, mtimeMs, owner, group } = node
  const meta = { mode, mtimeMs, owner, group, readOnly: node.readOnly ?? false }
  node.made = typeof content === 'string' || content instanceof Uint8Array
    ? { ...meta, type: 'file', content }
    : treeOf(content, meta)
  return node.made
}

function treeOf(content: ReadonlyMap<string, FileContent>, meta: Meta): DirectoryNode {
  const entries = new Map<string, Node>()
  const below = new Map<string, Map<string, FileContent>>()
  for (const [path, value] of content) {
    const slash = path.indexOf('/')
    if (slash < 0) entries.set(path, { ...meta, type: 'file', content: value })
    else {
      const name = path.slice(0, slash)
      const rest = below.get(name) ?? new Map<string, FileContent>()
      below.set(name, rest.set(path.slice(slash + 1), value))
    }
  }
  for (const [name, rest] of below) {
    rest.delete('')
    entries.set(name, treeOf(rest, meta))
  }
  return { ...meta, mode: meta.mode | ((meta.mode & 0o444) >> 2), type: 'directory', entries }
}

export function sizeOf(node: Solid): number {
  if (node.type === 'directory') return 4096
  if (node.type === 'symlink') return byteLength(node.target)
  return typeof node.content === 'string' ? byteLength(node.content) : node.content.length
}

export function joined(a: FileContent, b: FileContent): FileContent {
  if (typeof a === 'string' && typeof b === 'string') return a + b
  const [first, second] = [toBytes(a), toBytes(b)]
  const out = new Uint8Array(first.length + second.length)
  out.set(first)
  out.set(second, first.length)
  return out
}

function toBytes(content: FileContent): Uint8Array {
  return typeof content === 'string' ? encodeText(content) : content
}
