/** kubectl taint. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { changed, copyOf, sendDifference } from '../change.ts'
import { build } from '../client/builder.ts'
import { dryRunOf } from '../dry-run.ts'
import { KubectlError, throwAll, usageError } from '../errors.ts'
import { labelValueComplaint, qualifiedNameComplaint } from '../label-names.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

export const taint: Verb = { path: 'taint', run }

interface Taint { key: string; value?: string; effect: string }
interface Removal { readonly key: string; readonly effect: string }

const EFFECTS = new Set(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])

/** Upstream: `kubectl/pkg/cmd/taint/taint.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  const dryRun = dryRunOf(session)
  const at = args.findIndex(isTaint)
  const resources = at < 0 ? args : args.slice(0, at)
  const specs = at < 0 ? [] : args.slice(at)
  const wrong = specs.find(spec => !isTaint(spec))
  if (wrong !== undefined) throw new KubectlError(`all resources must be specified before taint changes: ${wrong}`)
  if (resources.length === 0) throw new KubectlError('one or more resources must be specified as <resource> <name>')
  if (specs.length === 0) throw new KubectlError('at least one taint update is required')
  const { added, removed } = usage(() => parse(specs))
  validateType(resources[0]!)
  const built = yield* build(session, {
    args: resources, selector: flags.string('selector'), all: flags.bool('all'), latest: true,
  })
  const printer = new ResultPrinter(session, dryRun)
  const failures: Error[] = [...built.errors]
  for (const info of built.infos) {
    try {
      const before = info.object!
      const after = copyOf(before)
      const operation = change(after, added, removed, flags.bool('overwrite'))
      const object = dryRun === 'client' || !changed(before, after) ? after : sendDifference(session, info, before, after, dryRun)
      printer.print(info.mapping, object, operation)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

/** Wrong taints are wrong use. */
const usage = <T>(action: () => T): T => {
  try {
    return action()
  } catch (error) {
    if (error instanceof KubectlError) throw usageError('taint', error.message)
    throw error
  }
}

const isTaint = (text: string): boolean => text.includes('=') || text.includes(':') || text.endsWith('-')

const validateType = (resource: string): void => {
  const type = resource.split('/')[0]!.toLowerCase()
  if (!['node', 'nodes', 'no'].includes(type)) {
    throw new KubectlError(`invalid resource type ${resource.split('/')[0]}, only node(s) is supported`)
  }
}

const parse = (specs: readonly string[]): { added: Taint[]; removed: Removal[] } => {
  const added: Taint[] = []
  const removed: Removal[] = []
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const [key = '', effect = ''] = spec.slice(0, -1).split(':')
      if (effect !== '') checkEffect(effect)
      removed.push({ key: key.split('=')[0]!, effect })
    } else added.push(parseTaint(spec))
  }
  for (const [n, one] of added.entries()) {
    if (added.slice(0, n).some(other => other.key === one.key && other.effect === one.effect)) {
      throw new KubectlError(`duplicated taints with the same key and effect: {${one.key} ${one.value ?? ''} ${one.effect} <nil>}`)
    }
  }
  return { added, removed }
}

/** Upstream: `kubectl/pkg/cmd/taint/utils.go` parseTaint. */
const parseTaint = (spec: string): Taint => {
  const parts = spec.split(':')
  if (parts.length > 2) throw new KubectlError(`invalid taint spec: ${spec}`)
  const effect = parts[1] ?? ''
  if (parts.length === 2) checkEffect(effect)
  const pair = parts.length === 2 ? parts[0]!.split('=') : [parts[0]!]
  if (pair.length > 2) throw new KubectlError(`invalid taint spec: ${spec}`)
  const complaint = pair.length === 2 ? labelValueComplaint(pair[1]!) : undefined
  if (complaint !== undefined) throw new KubectlError(`invalid taint spec: ${spec}, ${complaint}`)
  const wrong = qualifiedNameComplaint(pair[0]!)
  if (wrong !== undefined) throw new KubectlError(`invalid taint spec: ${spec}, ${wrong}`)
  return { key: pair[0]!, ...(pair[1] ? { value: pair[1] } : {}), effect }
}

const checkEffect = (effect: string): void => {
  if (!EFFECTS.has(effect)) throw new KubectlError(`invalid taint effect: ${effect}, unsupported taint effect`)
}

const change = (node: AnyObj, added: readonly Taint[], removed: readonly Removal[], overwrite: boolean): string => {
  const old: Taint[] = node['spec']?.taints ?? []
  if (!overwrite) {
    const taken = added.filter(one => old.some(other => other.key === one.key && other.effect === one.effect))
    if (taken.length > 0) {
      throw new KubectlError(`node ${node.metadata.name} already has ${taken.map(one => one.key).join(',')} taint(s) with same effect(s) and --overwrite is false`)
    }
  }
  let next = old.filter(one => !added.some(other => other.key === one.key && other.effect === one.effect))
  next = [...added, ...next]
  const missing: string[] = []
  for (const { key, effect } of removed) {
    const kept = next.filter(one => !(one.key === key && (effect === '' || one.effect === effect)))
    if (kept.length === next.length) missing.push(effect === '' ? `taint "${key}" not found` : `taint "${key}:${effect}" not found`)
    next = kept
  }
  if (missing.length > 0) throw new KubectlError(missing.join(', '))
  node['spec'] ??= {}
  if (next.length > 0) node['spec'].taints = next
  else delete node['spec'].taints
  if (removed.length > 0 && added.length > 0) return 'modified'
  if (removed.length > 0) return 'untainted'
  return overwrite && added.some(one => old.some(other => other.key === one.key && other.effect === one.effect)) ? 'modified' : 'tainted'
}
