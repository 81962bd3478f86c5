/** kubectl delete. */
import type { RequestOptions } from '../../apiserver/request.ts'
import type { Pause } from '../../lib/process.ts'
import { type BuildOptions, type Info, build, requestTo, resourceName } from '../client/builder.ts'
import { kindName } from '../client/mapper.ts'
import { type DryRun, dryRunOf, dryRunSuffix } from '../dry-run.ts'
import { KubectlError, ServerError, isNotFound, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { place } from '../write.ts'

export const deleteVerb: Verb = { path: 'delete', run }

/** Upstream: `kubectl/pkg/cmd/delete/delete.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const dryRun = dryRunOf(session)
  const policy = cascadeOf(session)
  const shortOutput = validate(session)
  const options = buildOptions(session)
  const built = yield* build(session, options)
  const errors: Error[] = []
  const ignore = flags.bool('ignore-not-found') || options.all === true
  for (const error of built.errors) if (!(ignore && isNotFound(error))) errors.push(error)
  const grace = gracePeriod(session)
  if (grace === 0 && flags.bool('force')) session.warn(IMMEDIATE)
  const deleted: Info[] = []
  let found = 0
  for (const info of built.infos) {
    found++
    try {
      deleteOne(session, info, dryRun, policy, grace)
      deleted.push(info)
      report(session, info, dryRun, shortOutput)
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      if (!(ignore && isNotFound(error))) errors.push(withContext(info, error))
    }
  }
  throwAll(errors)
  if (found === 0 && built.infos.length === 0) {
    if (!namesOnly(session) && !flags.bool('ignore-not-found')) session.print('No resources found\n')
    return 0
  }
  const wait = flags.changed('wait') ? flags.bool('wait') : !(grace === 0 && flags.bool('force') && !flags.changed('wait'))
  if (wait && dryRun === 'none') yield* waitGone(session, deleted)
  return 0
}

const IMMEDIATE = 'Warning: Immediate deletion does not wait for confirmation that the running resource has been ' +
  'terminated. The resource may continue to run on the cluster indefinitely.\n'

const namesOnly = (session: Session): boolean => session.args.length > 1 || (session.args[0] ?? '').includes('/')

const withContext = (info: Info, error: ServerError): ServerError =>
  info.source === '' ? error : new ServerError(error.status, `error when deleting "${info.source}": ${error.message}`)

const cascadeOf = (session: Session): 'Background' | 'Foreground' | 'Orphan' => {
  const value = session.flags.string('cascade')
  if (value === 'background') return 'Background'
  if (value === 'foreground') return 'Foreground'
  if (value === 'orphan') return 'Orphan'
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) {
    session.warn(`warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=background.\n`)
    return 'Background'
  }
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) {
    session.warn(`warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=orphan.\n`)
    return 'Orphan'
  }
  throw new KubectlError(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`)
}

/** Whether only names are printed. */
const validate = (session: Session): boolean => {
  const { flags } = session
  const output = flags.string('output')
  if (output !== '' && output !== 'name') {
    throw new KubectlError(`unexpected -o output mode: ${output}. We only support '-o name'`)
  }
  if (flags.bool('all') && flags.string('selector') !== '') {
    throw new KubectlError("setting 'all' parameter but found a non empty selector. ")
  }
  if (flags.bool('all') && flags.string('field-selector') !== '') {
    throw new KubectlError("setting 'all' parameter but found a non empty selector. ")
  }
  if (flags.bool('now') && flags.changed('grace-period')) {
    throw new KubectlError('--now and --grace-period cannot be specified together')
  }
  if (flags.int('grace-period') === 0 && flags.changed('grace-period') && !flags.bool('force') && flags.bool('wait')) return output === 'name'
  if (flags.bool('force') && flags.int('grace-period') > 0) {
    throw new KubectlError('--force and --grace-period greater than 0 cannot be specified together')
  }
  return output === 'name'
}

const buildOptions = (session: Session): BuildOptions => {
  const { flags } = session
  const selector = flags.string('selector')
  const fieldSelector = flags.string('field-selector')
  const selecting = selector !== '' || fieldSelector !== '' || flags.bool('all')
  return {
    files: true, selector, fieldSelector, all: flags.bool('all'), latest: selecting,
    allNamespaces: flags.has('all-namespaces') && flags.bool('all-namespaces'),
  }
}

/** Seconds; -1 leaves it to the object. Force means at once, --now one second, a bare 0 one second too. */
const gracePeriod = (session: Session): number => {
  const { flags } = session
  if (flags.bool('now')) return 1
  const seconds = flags.int('grace-period')
  if (flags.bool('force') && seconds < 0) return 0
  return seconds === 0 && !flags.bool('force') ? 1 : seconds
}

const deleteOne = (
  session: Session, info: Info, dryRun: DryRun, propagationPolicy: RequestOptions['propagationPolicy'], grace: number,
): void => {
  if (dryRun === 'client') {
    if (info.object === undefined || info.source !== '') {
      session.client.request({ ...requestTo(info.mapping), verb: 'get', name: info.name, ...place(info) })
    }
    return
  }
  session.client.request({
    ...requestTo(info.mapping), verb: 'delete', name: info.name, ...place(info),
    options: {
      ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
      ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
      ...(dryRun === 'server' ? { dryRun: true } : {}),
    },
  })
}

const report = (session: Session, info: Info, dryRun: DryRun, shortOutput: boolean): void => {
  const kind = kindName(info.mapping)
  if (shortOutput) {
    session.print(`${kind}/${info.name}\n`)
    return
  }
  const { flags } = session
  const operation = flags.bool('force') && gracePeriod(session) === 0 ? 'force deleted' : 'deleted'
  const from = info.mapping.namespaced ? ` from ${info.namespace} namespace` : ''
  session.print(`${kind} "${info.name}" ${operation}${from}${dryRunSuffix(dryRun)}\n`)
}

/** Until none of the objects is there any more; one of the same name made anew does not count. */
export function* waitGone(session: Session, infos: readonly Info[]): Generator<Pause, void, unknown> {
  const timeout = session.flags.duration('timeout')
  const ends = timeout > 0 ? session.cluster.now() + timeout : Number.POSITIVE_INFINITY
  const uids = new Map<Info, string>()
  for (const info of infos) {
    const object = read(session, info)
    if (object) uids.set(info, object.metadata.uid ?? '')
  }
  for (const [info, uid] of uids) {
    while (read(session, info)?.metadata.uid === uid) {
      const left = ends - session.cluster.now()
      if (left <= 0) {
        throw new KubectlError(`timed out waiting for the condition on ${resourceName({ ...info.mapping, group: '' })}/${info.name}`)
      }
      yield Number.isFinite(left) ? { for: 'change', ms: left } : { for: 'change' }
    }
  }
}

const read = (session: Session, info: Info) => {
  try {
    return session.client.object({ ...requestTo(info.mapping), verb: 'get', name: info.name, ...place(info) })
  } catch (error) {
    if (error instanceof ServerError) return undefined
    throw error
  }
}
