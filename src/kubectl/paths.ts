/** Paths as a command line gives them. */

/** The absolute path, dots taken out. */
export const absolute = (path: string, cwd: string): string => {
  const parts: string[] = []
  for (const part of `${path.startsWith('/') ? '' : `${cwd}/`}${path}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Go's filepath.Join of a directory as it was given and a name in it. */
export const joined = (directory: string, name: string): string => {
  const base = cleaned(directory)
  return base === '.' ? name : base.endsWith('/') ? base + name : `${base}/${name}`
}

/** Go's filepath.Clean. */
const cleaned = (path: string): string => {
  const rooted = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !rooted) parts.push(part)
  }
  return (rooted ? `/${parts.join('/')}` : parts.join('/')) || '.'
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
