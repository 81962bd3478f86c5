/** kubectl describe. */
import { describeObject } from '../../kinds/describe/describe.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { renderRows } from '../../lib/rows.ts'
import { type Info, build, fetchObject, listObjects } from '../client/builder.ts'
import type { Mapping } from '../client/mapper.ts'
import { KubectlError, ServerError, isNotFound, throwAll } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { noResources } from './get.ts'

export const describe: Verb = { path: 'describe', run }

/** Upstream: `kubectl/pkg/cmd/describe/describe.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('You must specify the type of resource to describe. Use "kubectl api-resources" for a ' +
      'complete list of supported resources.')
  }
  const options = {
    files: true, typeAlone: true, requireNamespace: false, selector: flags.string('selector'),
    allNamespaces: flags.bool('all-namespaces'),
  }
  const listing = args.length === 1 && !args[0]!.includes('/')
  const built = yield* build(session, { ...options, latest: listing })
  const errors: Error[] = [...built.errors]
  const texts: string[] = []
  const single = args.length === 2
  for (const info of built.infos) {
    try {
      const { objects, similar } = objectsOf(session, info, single)
      for (const object of objects) texts.push(text(session, info.mapping, object))
      if (similar) return printSimilar(session, texts)
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      errors.push(error)
    }
  }
  session.print(texts.join('\n\n'))
  if (texts.length === 0 && errors.length === 0) {
    noResources(session, !options.allNamespaces && built.infos.every(info => info.mapping.namespaced))
  }
  throwAll(errors)
  return 0
}

const text = (session: Session, mapping: Mapping, object: AnyObj): string =>
  renderRows(describeObject(mapping.kind, object, session.client.reader, session.flags.bool('show-events')))

/** The object itself; when one name leads nowhere, all objects whose names begin so. */
const objectsOf = (
  session: Session, info: Info, single: boolean,
): { objects: readonly AnyObj[]; similar?: boolean } => {
  if (info.object && info.source === '') return { objects: [info.object] }
  try {
    return { objects: [fetchObject(session, info)] }
  } catch (error) {
    if (!single || info.source !== '' || !isNotFound(error)) throw error
    const similar = listObjects(session, info.mapping, {}).filter(object => object.metadata.name.startsWith(info.name))
    if (similar.length === 0) throw error
    return { objects: similar, similar: true }
  }
}

/** Objects that were found by the beginning of their names are each followed by an empty line. */
const printSimilar = (session: Session, texts: readonly string[]): number => {
  session.print(texts.map(each => `${each}\n`).join(''))
  return 0
}
