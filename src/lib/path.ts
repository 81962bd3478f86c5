/** Absolute POSIX paths as text: join, tidy, split. */

/** The path seen from `cwd`, with `.`, `..` and doubled slashes taken out; symlinks are not looked at. */
export function resolvePath(cwd: string, path: string): string {
  const out: string[] = []
  const full = path.startsWith('/') ? path : `${cwd}/${path}`
  for (const name of full.split('/')) {
    if (name === '' || name === '.') continue
    if (name === '..') out.pop()
    else out.push(name)
  }
  return `/${out.join('/')}`
}

/** As basename(1): the last name, without `suffix`. */
export function baseName(path: string, suffix = ''): string {
  const trimmed = path.replace(/\/+$/, '')
  if (trimmed === '') return path === '' ? '' : '/'
  const name = trimmed.slice(trimmed.lastIndexOf('/') + 1)
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name
}

/** As dirname(1). */
export function dirName(path: string): string {
  const trimmed = path.replace(/\/+$/, '')
  if (trimmed === '') return path.startsWith('/') ? '/' : '.'
  const slash = trimmed.lastIndexOf('/')
  if (slash < 0) return '.'
  return trimmed.slice(0, slash).replace(/\/+$/, '') || '/'
}
