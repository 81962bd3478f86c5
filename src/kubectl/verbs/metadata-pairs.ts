/** What kubectl label and annotate have in common: resources first, then `key=value` and `key-`. */
import { createMergePatch } from '../../apiserver/patch/merge.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, build } from '../client/builder.ts'
import { changed, copyOf, recordCause, sendPatch } from '../change.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { outputOf } from '../printers/printer.ts'
import type { Session } from '../session.ts'
import { ResultPrinter } from '../write.ts'

export interface PairsVerb {
  /** "label" or "annotation". */
  readonly noun: string
  readonly field: 'labels' | 'annotations'
  complaint(key: string, value: string): string | undefined
  overwriteError(pairs: readonly (readonly [string, string])[]): string
  operation(before: Record<string, string>, after: Record<string, string>, overwrite: boolean): string
  /** Tells of keys to remove that are not there. */
  readonly tellsMissing: boolean
}

interface Change { readonly set: ReadonlyMap<string, string>; readonly remove: readonly string[] }

/** Upstream: `kubectl/pkg/cmd/label/label.go`, `kubectl/pkg/cmd/annotate/annotate.go`. */
export function* runPairs(session: Session, verb: PairsVerb): Generator<Pause, number, unknown> {
  const { flags, args } = session
  const dryRun = dryRunOf(session)
  const { resources, pairs } = split(args, verb)
  const change = parse(pairs, verb)
  const listing = flags.has('list') && flags.bool('list')
  validate(session, verb, resources, change, listing)
  const { infos, errors } = yield* build(session, {
    args: resources, files: true, selector: flags.string('selector'), fieldSelector: flags.string('field-selector'),
    all: flags.bool('all'), latest: true, local: flags.has('local') && flags.bool('local'), allNamespaces: flags.bool('all-namespaces'),
  })
  const failures: Error[] = [...errors]
  for (const info of infos) {
    try {
      if (listing) list(session, verb, info, infos.length > 1)
      else apply(session, verb, info, change, dryRun)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

const split = (args: readonly string[], verb: PairsVerb): { resources: string[]; pairs: string[] } => {
  const resources: string[] = []
  const pairs: string[] = []
  for (const arg of args) {
    const isPair = (arg.includes('=') && !arg.startsWith('=')) || (arg.endsWith('-') && arg !== '-')
    if (isPair) pairs.push(arg)
    else if (pairs.length === 0) resources.push(arg)
    else throw new KubectlError(`all resources must be specified before ${verb.noun} changes: ${arg}`)
  }
  return { resources, pairs }
}

const parse = (pairs: readonly string[], verb: PairsVerb): Change => {
  const set = new Map<string, string>()
  const remove: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 0) {
      remove.push(pair.slice(0, -1))
      continue
    }
    const key = pair.slice(0, equals)
    const value = pair.slice(equals + 1)
    const complaint = verb.complaint(key, value)
    if (complaint !== undefined) throw new KubectlError(complaint)
    set.set(key, value)
  }
  for (const key of remove) {
    if (set.has(key)) {
      throw new KubectlError(verb.noun === 'label'
        ? 'can not both modify and remove a label in the same command'
        : `can not both modify and remove the following annotation(s) in the same command: ${key}`)
    }
  }
  return { set, remove }
}

const validate = (
  session: Session, verb: PairsVerb, resources: readonly string[], change: Change, listing: boolean,
): void => {
  const { flags } = session
  const files = flags.list('filename').length > 0 || flags.string('kustomize') !== ''
  if (flags.bool('all') && flags.string('selector') !== '') throw new KubectlError('cannot set --all and --selector at the same time')
  if (flags.bool('all') && flags.string('field-selector') !== '') {
    throw new KubectlError('cannot set --all and --field-selector at the same time')
  }
  if (listing && flags.string('output') !== '') throw new KubectlError('--list and --output may not be specified together')
  if (resources.length === 0 && !files) {
    throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  }
  if (change.set.size === 0 && change.remove.length === 0 && !listing) {
    throw new KubectlError(`at least one ${verb.noun} update is required`)
  }
}

type Metadata = Record<string, Record<string, string> | undefined>

const list = (session: Session, verb: PairsVerb, info: Info, many: boolean): void => {
  const object = info.object!
  if (many) {
    const group = info.mapping.group === '' ? '' : `.${info.mapping.group}`
    session.print(`Listing ${verb.field} for ${info.mapping.kind.kind}${group}/${info.name}:\n`)
  }
  const pairs = (object.metadata as unknown as Metadata)[verb.field] ?? {}
  for (const [key, value] of Object.entries(pairs)) session.print(`${many ? ' ' : ''}${key}=${value}\n`)
}

const apply = (session: Session, verb: PairsVerb, info: Info, change: Change, dryRun: DryRun): void => {
  const { flags } = session
  const before = info.object!
  const after = copyOf(before)
  const metadata = after.metadata as unknown as Metadata
  const old = metadata[verb.field] ?? {}
  const overwrite = flags.bool('overwrite')
  const given = flags.has('local') && flags.bool('local')
  if (!overwrite) {
    const taken = [...change.set].filter(([key, value]) => old[key] !== undefined && old[key] !== value)
      .map(([key]) => [key, old[key]!] as const)
    if (taken.length > 0) throw new KubectlError(verb.overwriteError(taken))
  }
  const next: Record<string, string> = { ...old }
  for (const [key, value] of change.set) next[key] = value
  for (const key of change.remove) {
    if (verb.tellsMissing && !given && next[key] === undefined) session.print(`label "${key}" not found.\n`)
    delete next[key]
  }
  metadata[verb.field] = next
  if (Object.keys(next).length === 0 && (before.metadata as unknown as Metadata)[verb.field] === undefined) delete metadata[verb.field]
  const version = flags.string('resource-version')
  if (version !== '') (metadata as Record<string, unknown>)['resourceVersion'] = version
  recordCause(session, after)
  const operation = verb.operation(old, next, overwrite)
  const local = given || dryRun === 'client'
  const result = local || !changed(before, after) ? after : send(session, info, before, after, dryRun)
  new ResultPrinter(session, dryRun, outputOf(session)).print(info.mapping, result, operation)
}

const send = (session: Session, info: Info, before: AnyObj, after: AnyObj, dryRun: DryRun): AnyObj =>
  sendPatch(session, info, createMergePatch(before, after), 'application/merge-patch+json', dryRun)
