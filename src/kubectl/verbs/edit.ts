/** kubectl edit. */
import type { AnyObj } from '../../kinds/object.ts'
import { writeIndentedJson } from '../../lib/json.ts'
import type { Pause } from '../../lib/process.ts'
import { sameValue } from '../../lib/same-value.ts'
import { YamlError, readYaml } from '../../lib/yaml-read.ts'
import { writeYaml } from '../../lib/yaml-write.ts'
import { recordCause, sendDifference } from '../change.ts'
import { type Info, build } from '../client/builder.ts'
import { edit as openEditor } from '../editor.ts'
import { ExitError, KubectlError, ServerError } from '../errors.ts'
import { withLastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

export const edit: Verb = { path: 'edit', run }

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`

/** Upstream: `kubectl/pkg/cmd/util/editor/editoptions.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const built = yield* build(session, { files: true, typeAlone: true, latest: true })
  if (built.errors[0]) throw built.errors[0]
  if (built.infos.length === 0) throw new KubectlError('edit cancelled, no objects found')
  for (const info of built.infos) yield* editOne(session, info, flags.string('output') === 'json')
  return 0
}

const shown = (object: object, json: boolean): string => json ? `${writeIndentedJson(object)}\n` : writeYaml(object)

/** Opens the object again and again until it can be saved, or until it comes back unchanged. */
function* editOne(session: Session, info: Info, json: boolean): Generator<Pause, void, unknown> {
  const before = withoutManaged(info.object!)
  const original = shown(before, json)
  let body = original
  let failures = ''
  for (;;) {
    const { text, path } = yield* openEditor(session, json && failures === '' ? body : HEADER.slice(0, json ? 0 : undefined) + failures + body)
    const content = stripComments(text)
    const unchanged = content === stripComments(body)
    if (unchanged && failures !== '') {
      session.warn(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`)
      throw new KubectlError('Edit cancelled, no valid changes were saved.')
    }
    if (content.trim() === '') {
      session.warn('Edit cancelled, saved file was empty.\n')
      return
    }
    if (content === stripComments(original)) {
      session.warn('Edit cancelled, no changes made.\n')
      return
    }
    body = content
    const outcome = save(session, info, before, content, path)
    session.io.files.remove(path)
    if (outcome === undefined) return
    if (outcome === 'same') {
      session.warn('Edit cancelled, no changes made.\n')
      return
    }
    failures = outcome
    session.io.files.write(path, content)
  }
}

const withoutManaged = (object: AnyObj): AnyObj => {
  const copy = structuredClone(object)
  delete (copy.metadata as { managedFields?: unknown }).managedFields
  return copy
}

const stripComments = (text: string): string =>
  text.split('\n').filter(line => !line.startsWith('#')).join('\n')

/** Nothing when it is saved; the comment that tells why it is not. */
const save = (
  session: Session, info: Info, before: AnyObj, text: string, path: string,
): string | undefined => {
  let edited: AnyObj
  try {
    edited = readYaml(text) as AnyObj
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    return `# The edited file had a syntax error: error parsing edited-file: error converting YAML to JSON: yaml: ${error.message}\n#\n`
  }
  if (sameValue(before, edited)) return 'same'
  if (edited.kind !== before.kind || edited.apiVersion !== before.apiVersion || edited.metadata?.name !== before.metadata.name) {
    throw new KubectlError('At least one of apiVersion, kind and name was changed')
  }
  const after = session.flags.bool('save-config') ? withLastApplied(edited) : edited
  recordCause(session, after)
  try {
    const object = sendDifference(session, info, before, after, 'none')
    new ResultPrinter(session, 'none').print(info.mapping, object, 'edited')
    return undefined
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    return told(session, info, error, path)
  }
}

const told = (session: Session, info: Info, error: ServerError, path: string): string => {
  const { resource, group } = info.mapping
  const about = `${resource}${group === '' ? '' : `.${group}`} ${JSON.stringify(info.name)}`
  if (error.reason === 'NotFound') {
    session.warn(`error: ${about} could not be found on the server\n` +
      `The edits you made on deleted resources have been saved to ${JSON.stringify(path)}\n`)
    throw new ExitError(1)
  }
  if (error.reason !== 'Invalid') {
    session.warn(`error: ${about} could not be patched: ${error.message}\n` +
      `You can run \`kubectl replace -f ${path}\` to try this update again.\n`)
    throw new ExitError(1)
  }
  session.warn(`error: ${about} is invalid\n`)
  const causes = error.status.details?.causes ?? []
  const lines = causes.map(cause => `# * ${cause.field}: ${cause.message}\n`).join('')
  return `# ${about} was not valid${lines === '' ? '' : ':'}\n${lines}#\n`
}
