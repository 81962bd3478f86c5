/** How nginx reads a request's path before it matches it, and how it writes one that it has changed. */

/** Decoded, dots resolved, slashes merged; undefined for a path that nginx refuses with 400. */
export function normalizedPath(raw: string): string | undefined {
  if (!raw.startsWith('/')) return undefined
  let decoded: string
  try {
    decoded = decodeURIComponent(raw.replace(/%(?![0-9a-fA-F]{2})/g, '%25'))
  } catch {
    decoded = raw
  }
  if (decoded.includes('\0')) return undefined
  const out: string[] = []
  const parts = decoded.replace(/\/+/g, '/').split('/').slice(1)
  for (const [i, part] of parts.entries()) {
    if (part === '.' || part === '..') {
      if (part === '..' && out.pop() === undefined) return undefined
      if (i === parts.length - 1) out.push('')
    } else out.push(part)
  }
  return `/${out.join('/')}`
}

/** ngx_escape_uri: what may stand in a path stays, the rest is percent-encoded. */
export const escapedPath = (path: string): string =>
  path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/]/gu, (c) => [...Buffer.from(c)].map((b) => `%${b.toString(16).toUpperCase().padStart(2, '0')}`).join(''))

/** `rewrite "(?i)<path>" <target> break`: the whole path becomes the target, its groups filled in. */
export function rewrittenPath(path: string, expression: RegExp | undefined, target: string): string | undefined {
  const match = expression?.exec(path)
  if (match == null) return undefined
  return target.replace(/\$(\d)|\$\{(\w+)\}|\$(\w+)/g, (_, n?: string, braced?: string, named?: string) => {
    const key = n ?? braced ?? named ?? ''
    return (/^\d$/.test(key) ? match[Number(key)] : match.groups?.[key]) ?? ''
  })
}

/** "8m" and its like; 0 is without limit. */
export function sizeOf(text: string): number {
  const parts = /^(\d+)([kmgKMG]?)b?$/.exec(text)
  if (parts === null) return 1024 ** 2
  return Number(parts[1]) * 1024 ** ['', 'k', 'm', 'g'].indexOf(parts[2]!.toLowerCase())
}
