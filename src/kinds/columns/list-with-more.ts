/** Lists that show their first three members: "a,b,c + 2 more...". */

export const listWithMore = (items: readonly string[], max = 3): string => {
  const shown = items.slice(0, max).join(',')
  return items.length > max ? `${shown} + ${items.length - max} more...` : shown
}

/** Go's `net.JoinHostPort`. */
export const hostPort = (host: string, port: number | string): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
