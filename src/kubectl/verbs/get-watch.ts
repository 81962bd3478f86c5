/** kubectl get --watch: prints an object again whenever it changes. */
import type { Table } from '../../apiserver/request.ts'
import type { AnyObj } from '../../kinds/object.ts'
import { parseGoDuration } from '../../lib/duration.ts'
import type { Pause } from '../../lib/process.ts'
import { type BuildOptions, build, expandTypes, requestTo, scope, selection } from '../client/builder.ts'
import { type Mapping, kindName } from '../client/mapper.ts'
import { KubectlError, ServerError } from '../errors.ts'
import type { Output } from '../printers/printer.ts'
import { TablePrinter } from '../printers/table.ts'
import type { Session } from '../session.ts'
import { tableOptions } from './get.ts'

interface Watched { readonly mapping: Mapping; readonly namespace: string | undefined; readonly name: string | undefined }

/** Upstream: `kubectl/pkg/cmd/get/get.go` watch. Deletions are seen as the object's last state. */
export function* watchGet(session: Session, output: Output, options: BuildOptions): Generator<Pause, number, unknown> {
  const watched = yield* target(session, options)
  const printer = printerOf(session, output, watched.mapping)
  const known = new Map<string, AnyObj>()
  const ends = deadline(session)
  let first = true
  for (;;) {
    const objects = snapshot(session, watched, options)
    const seen = new Set<string>()
    for (const object of objects) {
      const id = `${object.metadata.namespace ?? ''}/${object.metadata.name}`
      seen.add(id)
      const before = known.get(id)
      if (before?.metadata.resourceVersion === object.metadata.resourceVersion) continue
      known.set(id, object)
      if (first && session.flags.bool('watch-only')) continue
      session.print(printer(object, before ? 'MODIFIED' : 'ADDED'))
    }
    for (const [id, object] of known) {
      if (seen.has(id)) continue
      known.delete(id)
      session.print(printer(object, 'DELETED'))
    }
    if (first && watched.name !== undefined && objects.length === 0) throw notFoundAt(session, watched)
    first = false
    const left = ends - session.cluster.now()
    if (left <= 0) return 0
    yield Number.isFinite(left) ? { for: 'change', ms: left } : { for: 'change' }
  }
}

const deadline = (session: Session): number => {
  const text = session.flags.string('request-timeout')
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text)
  return typeof ms === 'number' && ms > 0 ? session.cluster.now() + ms : Number.POSITIVE_INFINITY
}

function* target(session: Session, options: BuildOptions): Generator<Pause, Watched, unknown> {
  if (session.args.length === 1 && !session.args[0]!.includes('/')) {
    const mappings = expandTypes(session, session.args[0]!)
    if (mappings.length !== 1) throw tooMany()
    const { namespace } = scope(session, mappings[0]!, options)
    return { mapping: mappings[0]!, namespace, name: undefined }
  }
  const { infos, errors } = yield* build(session, { ...options, latest: false })
  if (errors[0]) throw errors[0]
  if (infos.length !== 1) throw tooMany()
  return infos[0]!
}

const tooMany = (): KubectlError =>
  new KubectlError('watch is only supported on individual resources and resource collections')

const snapshot = (session: Session, { mapping, namespace, name }: Watched, options: BuildOptions): readonly AnyObj[] => {
  const where = namespace === undefined ? {} : { namespace }
  const list = session.client.request({
    ...requestTo(mapping), verb: 'list', ...where,
    options: name === undefined ? selection(options) : { fieldSelector: `metadata.name=${name}` },
  }).body as unknown as { items: readonly AnyObj[] }
  return list.items
}

const notFoundAt = (session: Session, { mapping, namespace, name }: Watched): ServerError => {
  try {
    session.client.request({
      ...requestTo(mapping), verb: 'get', name: name!, ...(namespace === undefined ? {} : { namespace }),
    })
  } catch (error) {
    if (error instanceof ServerError) return error
    throw error
  }
  throw new KubectlError('the object changed while it was read')
}

type EventPrinter = (object: AnyObj, event: string) => string

const printerOf = (session: Session, output: Output, mapping: Mapping): EventPrinter => {
  const events = session.flags.bool('output-watch-events')
  if (output.form === 'name') {
    return object => `${kindName(mapping)}/${object.metadata.name}\n`
  }
  if (output.form === 'print') {
    return (object, type) => output.print(events ? { type, object } : object)
  }
  const printer = new TablePrinter(tableOptions(session, mapping, output.wide, session.flags.bool('show-kind')))
  const { kind } = mapping
  return (object, type) => {
    const table: Table = {
      kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {},
      columnDefinitions: kind.columns.map(column => ({
        name: column.name, type: column.type ?? 'string', format: column.format ?? '',
        description: '', priority: column.priority ?? 0,
      })),
      rows: [{ cells: kind.columns.map(column => column.cell(object, session.cluster.now())), object }],
    }
    printer.add(table, events ? type : undefined)
    return printer.flush()
  }
}
