/** Path name expansion. */
import type { Files } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import { hasPattern, patternRegExp } from '../pattern.ts'

export interface GlobOptions {
  readonly dotglob: boolean
  readonly extglob: boolean
  readonly nocase: boolean
  readonly globstar: boolean
}

/** Paths that match, sorted; `pattern` has its quoted characters behind backslashes. */
export function globPaths(
  files: Files,
  cwd: string,
  pattern: string,
  options: GlobOptions,
): string[] {
  const absolute = pattern.startsWith('/')
  const segments = pattern.split(/\/+/).filter(segment => segment !== '')
  const wantsDirectory = pattern.endsWith('/')
  let found = [absolute ? '/' : '']
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1
    const next: string[] = []
    for (const base of found)
      next.push(...step(files, cwd, base, segment, last && !wantsDirectory, options))
    found = next
    if (found.length === 0) return []
  }
  const out = wantsDirectory ? found.map(path => `${path}/`) : found
  return out.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function step(
  files: Files,
  cwd: string,
  base: string,
  segment: string,
  last: boolean,
  options: GlobOptions,
): string[] {
  const join = (name: string) => (base === '' || base === '/' ? base + name : `${base}/${name}`)
  if (options.globstar && segment === '**') return descend(files, cwd, base, last, options)
  if (!hasPattern(segment, options.extglob)) {
    const path = join(segment.replace(/\\([\s\S])/g, '$1'))
    return exists(files, resolvePath(cwd, path), last) ? [path] : []
  }
  const regexp = patternRegExp(segment, { extglob: options.extglob, ignoreCase: options.nocase })
  const showsDots = segment.startsWith('.') || segment.startsWith('\\.') || options.dotglob
  return names(files, resolvePath(cwd, base))
    .filter(name => (showsDots || !name.startsWith('.')) && regexp.test(name))
    .map(join)
    .filter(path => last || isDirectory(files, resolvePath(cwd, path)))
}

function descend(
  files: Files,
  cwd: string,
  base: string,
  last: boolean,
  options: GlobOptions,
): string[] {
  const out: string[] = base === '' && last ? [] : [base]
  for (const name of names(files, resolvePath(cwd, base))) {
    if (name.startsWith('.') && !options.dotglob) continue
    const path = base === '' || base === '/' ? base + name : `${base}/${name}`
    if (isDirectory(files, resolvePath(cwd, path)))
      out.push(...descend(files, cwd, path, last, options))
    else if (last) out.push(path)
  }
  return out
}

function names(files: Files, path: string): readonly string[] {
  try {
    return files.list(path)
  } catch {
    return []
  }
}

function exists(files: Files, path: string, last: boolean): boolean {
  try {
    return last ? files.lstat(path) !== undefined : files.stat(path).type === 'directory'
  } catch {
    return false
  }
}

function isDirectory(files: Files, path: string): boolean {
  try {
    return files.stat(path).type === 'directory'
  } catch {
    return false
  }
}
