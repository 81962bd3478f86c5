/** kubectl patch. */
import type { PatchType } from '../../apiserver/request.ts'
import { applyJsonPatch } from '../../apiserver/patch/json-patch.ts'
import { mergePatch } from '../../apiserver/patch/merge.ts'
import type { Json } from '../../apiserver/patch/schema.ts'
import { strategicMergePatch } from '../../apiserver/patch/strategic.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { goQuote } from '../../lib/go-quote.ts'
import type { Pause } from '../../lib/process.ts'
import { YamlError, readYaml } from '../../lib/yaml-read.ts'
import { changed, copyOf, recordCause, sendPatch } from '../change.ts'
import { type Info, build, fetchObject } from '../client/builder.ts'
import { readFileFlag } from '../client/manifest.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, ServerError, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

export const patch: Verb = { path: 'patch', run }

const TYPES: Readonly<Record<string, PatchType>> = {
  json: 'application/json-patch+json', merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
}

/** Upstream: `kubectl/pkg/cmd/patch/patch.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const dryRun = dryRunOf(session)
  const text = patchText(session)
  const type = TYPES[flags.string('type').toLowerCase()]
  if (!type) {
    throw new KubectlError(`--type must be one of [json merge strategic], not ${goQuote(flags.string('type'))}`)
  }
  const body = parse(text)
  const { infos, errors } = yield* build(session, { files: true, latest: false, local: flags.bool('local') })
  const failures: Error[] = [...errors]
  if (infos.length === 0 && failures.length === 0) throw new KubectlError('no objects passed to patch')
  for (const info of infos) {
    try {
      one(session, info, body, type, dryRun)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

const patchText = (session: Session): string => {
  const { flags } = session
  const given = flags.string('patch')
  const file = flags.string('patch-file')
  if (given !== '' && file !== '') {
    throw new KubectlError('cannot specify --patch and --patch-file together')
  }
  if (given === '' && file === '') {
    throw new KubectlError('must specify --patch or --patch-file containing the contents of the patch')
  }
  return file === '' ? given : readFileFlag(session, file, 'unable to read patch file: ')
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return readYaml(text)
    } catch (error) {
      if (error instanceof YamlError) throw new KubectlError(`unable to parse ${goQuote(text)}: yaml: ${error.message}`)
      throw error
    }
  }
}

const one = (session: Session, info: Info, body: unknown, type: PatchType, dryRun: DryRun): void => {
  const { flags } = session
  const subresource = flags.string('subresource')
  const before = flags.bool('local') ? info.object! : fetchObject(session, info, subresource)
  const local = flags.bool('local') || dryRun === 'client'
  const after = local
    ? locally(info, before, body, type)
    : sent(session, info, body, type, dryRun)
  const recorded = local ? after : record(session, info, after, dryRun)
  new ResultPrinter(session, dryRun).print(info.mapping, recorded, changed(before, recorded) ? 'patched' : 'patched (no change)')
}

const sent = (session: Session, info: Info, body: unknown, type: PatchType, dryRun: DryRun): AnyObj => {
  try {
    return sendPatch(session, info, body, type, dryRun, session.flags.string('subresource'))
  } catch (error) {
    if (!(error instanceof ServerError) || error.reason !== 'UnsupportedMediaType') throw error
    const { group, version, kind } = info.mapping
    throw new KubectlError(`${type} is not supported by ${group}/${version}, Kind=${kind.kind}: ${error.message}`)
  }
}

const record = (session: Session, info: Info, object: AnyObj, dryRun: DryRun): AnyObj => {
  const copy = copyOf(object)
  recordCause(session, copy)
  if (!changed(object, copy)) return object
  const { annotations } = copy.metadata as { annotations?: object }
  return sendPatch(session, info, { metadata: { annotations } }, 'application/merge-patch+json', dryRun)
}

const locally = (info: Info, object: AnyObj, body: unknown, type: PatchType): AnyObj => {
  if (type === TYPES['json']) return applyJsonPatch(object, body) as AnyObj
  if (type === TYPES['merge'] || info.mapping.kind.schema === '') return mergePatch(object, body) as AnyObj
  return strategicMergePatch(object, body as Json, info.mapping.kind.schema) as AnyObj
}
