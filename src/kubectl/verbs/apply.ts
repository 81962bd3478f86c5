/** kubectl apply. */
import { createThreeWayJsonMergePatch } from '../../apiserver/patch/merge.ts'
import type { Json } from '../../apiserver/patch/schema.ts'
import { createThreeWayMergePatch } from '../../apiserver/patch/strategic-diff.ts'
import type { PatchType } from '../../apiserver/request.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { writeJson } from '../../lib/json.ts'
import type { Pause } from '../../lib/process.ts'
import { prune, pruneTypes } from '../apply/prune.ts'
import { applyServerSide } from '../apply/server-side.ts'
import { type Info, build, fetchObject, requestTo } from '../client/builder.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, ServerError, isNotFound, throwAll, usageError } from '../errors.ts'
import { lastApplied, withLastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject, place, validationOf, withSource, writeOptions } from '../write.ts'

export const apply: Verb = { path: 'apply', run }

/** Upstream: `kubectl/pkg/cmd/apply/apply.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  const dryRun = dryRunOf(session)
  const serverSide = flags.bool('server-side')
  validate(session, dryRun, serverSide)
  const printer = new ResultPrinter(session, dryRun)
  if (args.length > 0) throw usageError('apply', `Unexpected args: [${args.join(' ')}]`)
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('must specify one of -f and -k')
  }
  const { infos, errors: failures } = yield* build(session, {
    files: true, args: [], selector: flags.string('selector'), validate: validationOf(session) !== 'Ignore',
  })
  const errors: Error[] = [...failures]
  if (infos.length === 0 && errors.length === 0) throw new KubectlError('no objects passed to apply')
  const pruned = flags.bool('prune') ? pruneTypes(session) : []
  const applied: AnyObj[] = []
  for (const info of infos) {
    try {
      const result = serverSide
        ? applyServerSide(session, info, dryRun)
        : applyOne(session, info, dryRun)
      applied.push(result.object)
      printer.print(info.mapping, result.object, result.operation)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      errors.push(error)
    }
  }
  throwAll(errors)
  if (flags.bool('prune')) prune(session, pruned, infos, applied, dryRun)
  return 0
}

const validate = (session: Session, dryRun: DryRun, serverSide: boolean): void => {
  const { flags } = session
  if (flags.bool('force-conflicts') && !serverSide) {
    throw new KubectlError('--force-conflicts only works with --server-side')
  }
  if (dryRun === 'client' && serverSide) {
    throw new KubectlError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
  }
  if (flags.bool('force') && serverSide) {
    throw new KubectlError('--force cannot be used with --server-side')
  }
  if (dryRun === 'server' && flags.bool('force')) {
    throw new KubectlError('--dry-run=server cannot be used with --force')
  }
  if (flags.bool('prune') && flags.bool('all') && flags.string('selector') !== '') {
    throw new KubectlError('cannot set --all and --selector at the same time')
  }
  if (flags.bool('prune') && flags.string('selector') === '' && !flags.bool('all')) {
    throw new KubectlError('all resources selected for prune without explicitly passing --all. To prune all resources, ' +
      'pass the --all flag. If you did not mean to prune all resources, specify a label selector')
  }
}

export interface Applied { readonly object: AnyObj; readonly operation: string }

const applyOne = (session: Session, info: Info, dryRun: DryRun): Applied => {
  if (info.name === '' && info.object?.metadata.generateName) {
    throw new KubectlError(`from ${info.object.metadata.generateName}: cannot use generate name with apply`)
  }
  const modified = withLastApplied(info.object!)
  const current = currentObject(session, info)
  if (!current) {
    if (dryRun === 'client') return { object: modified, operation: 'created' }
    try {
      return { object: createObject(session, info.mapping, info.namespace, modified, dryRun), operation: 'created' }
    } catch (error) {
      throw withSource('creating', info.source, error)
    }
  }
  if (lastApplied(current) === undefined) session.warn(missingAnnotation(info))
  return patchObject(session, info, modified, current, dryRun)
}

const missingAnnotation = (info: Info): string =>
  `Warning: resource ${info.mapping.resource}/${info.name} is missing the ` +
  'kubectl.kubernetes.io/last-applied-configuration annotation which is required by kubectl apply. kubectl apply ' +
  'should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
  'The missing annotation will be patched automatically.\n'

/** "Resource: …, GroupVersionKind: …", two lines. */
const describeInfo = (info: Info): string => {
  const { group, version, resource, kind } = info.mapping
  return `Resource: "${group}/${version}, Resource=${resource}", GroupVersionKind: "${group}/${version}, Kind=${kind.kind}"\n` +
    `Name: ${goQuote(info.name)}, Namespace: ${goQuote(info.namespace ?? '')}`
}

export const currentObject = (session: Session, info: Info): AnyObj | undefined => {
  try {
    if (info.name === '') throw new KubectlError('resource name may not be empty')
    return fetchObject(session, info)
  } catch (error) {
    if (isNotFound(error)) return undefined
    const about = `retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`
    throw withPlainSource(about, info.source, error)
  }
}

const withPlainSource = (about: string, source: string, error: unknown): unknown => {
  if (!(error instanceof KubectlError)) return error
  const message = `error when ${about} ${goQuote(source)}: ${error.message}`
  return error instanceof ServerError ? new ServerError(error.status, message) : new KubectlError(message)
}

/** The client's patch from what was applied before to what shall be. */
export const applyPatch = (info: Info, modified: AnyObj, current: AnyObj): { patch: Json; type: PatchType } => {
  const before = lastApplied(current)
  const original = before === undefined ? {} : JSON.parse(before) as Json
  if (info.mapping.kind.schema === '') {
    return { patch: createThreeWayJsonMergePatch(original, modified, current), type: 'application/merge-patch+json' }
  }
  const patch = createThreeWayMergePatch(original, modified, current, info.mapping.kind.schema)
  return { patch, type: 'application/strategic-merge-patch+json' }
}

const patchObject = (
  session: Session, info: Info, modified: AnyObj, current: AnyObj, dryRun: DryRun,
): Applied => {
  const { patch, type } = applyPatch(info, modified, current)
  const text = writeJson(patch)
  if (text === '{}') return { object: current, operation: 'unchanged' }
  if (dryRun === 'client') return { object: modified, operation: 'configured' }
  try {
    const object = session.client.object({
      ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info), body: patch, patchType: type,
      options: writeOptions(session, dryRun),
    })
    return { object, operation: 'configured' }
  } catch (error) {
    if (session.flags.bool('force') && error instanceof ServerError && FORCED.has(error.reason)) {
      return replaceByForce(session, info, modified)
    }
    const about = `applying patch:\n${text}\nto:\n${describeInfo(info)}\nfor:`
    throw withPlainSource(about, info.source, withSource('patching', info.source, error))
  }
}

const FORCED = new Set(['Conflict', 'Invalid'])

const replaceByForce = (session: Session, info: Info, modified: AnyObj): Applied => {
  session.client.request({
    ...requestTo(info.mapping), verb: 'delete', name: info.name, ...place(info),
    options: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
  })
  return { object: createObject(session, info.mapping, info.namespace, modified, 'none'), operation: 'configured' }
}
