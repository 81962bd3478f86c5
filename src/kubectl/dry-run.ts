/** --dry-run. */
import { KubectlError } from './errors.ts'
import type { Session } from './session.ts'

export type DryRun = 'none' | 'client' | 'server'

/** Upstream: `kubectl/pkg/cmd/util/helpers.go` GetDryRunStrategy. */
export const dryRunOf = (session: Session): DryRun => {
  const value = session.flags.has('dry-run') ? session.flags.string('dry-run') : 'none'
  if (value === 'none' || value === 'client' || value === 'server') return value
  if (value === 'unchanged') {
    session.warn(klog(session, HELPERS, '--dry-run is deprecated and can be replaced with --dry-run=client.'))
    return 'client'
  }
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) {
    session.warn(klog(session, HELPERS, `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=client.`))
    return 'client'
  }
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) {
    session.warn(klog(session, HELPERS, `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=none.`))
    return 'none'
  }
  throw new KubectlError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
}

const HELPERS = 'helpers.go:731'

/** What stands behind the operation: "created (dry run)". */
export const dryRunSuffix = (dryRun: DryRun): string =>
  dryRun === 'client' ? ' (dry run)' : dryRun === 'server' ? ' (server dry run)' : ''

/** A warning of kubectl's own log. */
export const klog = (session: Session, place: string, text: string): string => {
  const now = new Date(session.cluster.now()).toISOString()
  return `W${now.slice(5, 7)}${now.slice(8, 10)} ${now.slice(11, 23)}000   12345 ${place}] ${text}\n`
}
