/** kubectl apply view-last-applied, set-last-applied, edit-last-applied. */
import type { AnyObj } from '../../kinds/object.ts'
import { writeIndentedJson } from '../../lib/json.ts'
import type { Pause } from '../../lib/process.ts'
import { YamlError, readYaml } from '../../lib/yaml-read.ts'
import { writeYaml } from '../../lib/yaml-write.ts'
import { sendPatch } from '../change.ts'
import { type Info, MISSING_RESOURCE, build, fetchObject } from '../client/builder.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { edit } from '../editor.ts'
import { KubectlError, isNotFound, usageError } from '../errors.ts'
import { LAST_APPLIED, lastApplied, withLastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

/** Upstream: `kubectl/pkg/cmd/apply/apply_view_last_applied.go`. */
export const viewLastApplied: Verb = { path: 'apply view-last-applied', run: view }

function* view(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const output = flags.string('output')
  if (output !== 'yaml' && output !== 'json') {
    throw usageError('apply view-last-applied', `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`)
  }
  const built = yield* build(session, { files: true, selector: flags.string('selector'), all: flags.bool('all'), latest: true })
  if (built.errors[0]) throw built.errors[0]
  for (const info of built.infos) {
    const object = info.source === '' ? info.object! : fetchObject(session, info)
    const text = lastApplied(object)
    if (text === undefined) continue
    const value = JSON.parse(text)
    session.print(output === 'yaml' ? writeYaml(value) : `${writeIndentedJson(value, '  ')}\n`)
  }
  return 0
}

/** Upstream: `kubectl/pkg/cmd/apply/apply_set_last_applied.go`. */
export const setLastApplied: Verb = { path: 'apply set-last-applied', run: set }

function* set(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const dryRun = dryRunOf(session)
  if (flags.list('filename').length === 0) throw new KubectlError(MISSING_RESOURCE)
  const built = yield* build(session, { files: true, args: [] })
  if (built.errors[0]) throw built.errors[0]
  const printer = new ResultPrinter(session, dryRun)
  for (const info of built.infos) {
    const live = liveObject(session, info)
    if (lastApplied(live) === undefined && !flags.bool('create-annotation')) {
      throw new KubectlError(`no last-applied-configuration annotation found on resource: ${info.name}, to create the ` +
        'annotation, run the command with --create-annotation')
    }
    printer.print(info.mapping, store(session, info, withLastApplied(info.object!), dryRun), 'configured')
  }
  return 0
}

const liveObject = (session: Session, info: Info): AnyObj => {
  try {
    return fetchObject(session, info)
  } catch (error) {
    if (isNotFound(error)) throw error
    throw error
  }
}

const store = (session: Session, info: Info, annotated: AnyObj, dryRun: DryRun): AnyObj => {
  if (dryRun === 'client') return annotated
  const patch = { metadata: { annotations: { [LAST_APPLIED]: lastApplied(annotated) } } }
  return sendPatch(session, info, patch, 'application/merge-patch+json', dryRun)
}

export const editLastApplied: Verb = { path: 'apply edit-last-applied', run: editAll }

function* editAll(session: Session): Generator<Pause, number, unknown> {
  const built = yield* build(session, { files: true, latest: true })
  if (built.errors[0]) throw built.errors[0]
  for (const info of built.infos) {
    const object = info.source === '' ? info.object! : fetchObject(session, info)
    const before = lastApplied(object)
    if (before === undefined) throw new KubectlError(`no last-applied-configuration annotation found on resource: ${info.name}`)
    const { text } = yield* edit(session, writeYaml(JSON.parse(before)))
    try {
      const edited = readYaml(text.split('\n').filter(line => !line.startsWith('#')).join('\n')) as AnyObj
      new ResultPrinter(session, 'none').print(info.mapping, store(session, info, withLastApplied(edited), 'none'), 'edited')
    } catch (error) {
      if (error instanceof YamlError) throw new KubectlError(`The edited file had a syntax error: yaml: ${error.message}`)
      throw error
    }
  }
  return 0
}
