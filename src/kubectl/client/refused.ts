/** What kubectl says when nobody answers at the server's address. */
import { PlainError } from '../errors.ts'
import type { Target } from '../cluster.ts'
import type { Session } from '../session.ts'

/** Discovery is tried this often before kubectl gives up. */
const TRIES = 5

/** Commands that never ask for discovery first. */
const DIRECT = new Set(['version', 'cluster-info', 'cluster-info dump', 'api-versions'])

/** Upstream: `client-go/discovery/cached/memory/memcache.go` and `kubectl/pkg/cmd/util/helpers.go`. */
export const refusedConnection = (session: Session, target: Target, because: string): PlainError => {
  const failure = `Get \\"${target.server}/api?timeout=32s\\": ${because}`
  if (!DIRECT.has(session.path)) {
    for (let n = 0; n < TRIES; n++) session.warn(logLine(session, failure))
  }
  const host = target.server.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  return new PlainError(because.endsWith('connection refused')
    ? `The connection to the server ${host} was refused - did you specify the right host or port?`
    : `Unable to connect to the server: ${because}`)
}

const logLine = (session: Session, failure: string): string => {
  const now = new Date(session.cluster.now()).toISOString()
  const stamp = `${now.slice(5, 7)}${now.slice(8, 10)} ${now.slice(11, 23)}000`
  return `E${stamp}   12345 memcache.go:265] "Unhandled Error" ` +
    `err="couldn't get current server API group list: ${failure}"\n`
}
