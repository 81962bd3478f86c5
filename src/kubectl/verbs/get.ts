/** kubectl get. */
import type { Table } from '../../apiserver/request.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { goQuote } from '../../lib/go-quote.ts'
import {
  type BuildOptions, type Built, type Info, build, expandTypes, fetchObject, requestTo, scope, selection,
} from '../client/builder.ts'
import { type Mapping, kindName } from '../client/mapper.ts'
import { KubectlError, ServerError, isNotFound, throwAll, usageError } from '../errors.ts'
import { type Output, outputOf } from '../printers/printer.ts'
import { sortObjects } from '../printers/sorter.ts'
import { TablePrinter } from '../printers/table.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { getRaw } from './get-raw.ts'
import { watchGet } from './get-watch.ts'

export const get: Verb = { path: 'get', run }

/** Upstream: `kubectl/pkg/cmd/get/get.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (flags.string('raw') !== '') return getRaw(session)
  const output = outputOf(session, true)
  validate(session)
  if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    session.warn('You must specify the type of resource to get. Use "kubectl api-resources" for a complete ' +
      'list of supported resources.\n\n')
    throw usageError('get', 'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed ' +
      'description of that resource (e.g. kubectl explain pods).')
  }
  const options = buildOptions(session)
  if (flags.bool('watch') || flags.bool('watch-only')) return yield* watchGet(session, output, options)
  const human = output.form === 'human' && flags.bool('server-print')
  if (!human) return yield* printGeneric(session, output, options)
  return yield* printTables(session, output.wide, options)
}

const validate = (session: Session): void => {
  const { flags } = session
  if (flags.string('output') === 'wide' && flags.bool('show-labels')) return
  const custom = flags.string('output').startsWith('custom-columns') || flags.string('output') === ''
  const plain = custom || flags.string('output') === 'wide'
  if (flags.bool('show-labels') && !plain) {
    throw new KubectlError(`--show-labels option cannot be used with ${flags.string('output')} printer`)
  }
  if (flags.bool('output-watch-events') && !(flags.bool('watch') || flags.bool('watch-only'))) {
    throw new KubectlError('--output-watch-events option can only be used with --watch or --watch-only')
  }
}

const buildOptions = (session: Session): BuildOptions => {
  const { flags } = session
  return {
    files: true, typeAlone: true, requireNamespace: false,
    selector: flags.string('selector'), fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'), subresource: flags.string('subresource'),
  }
}

/** Objects that are asked for by name or stand in files are read one by one. */
function* namedInfos(session: Session, options: BuildOptions): Generator<Pause, Built, unknown> {
  const built = yield* build(session, { ...options, latest: false })
  const errors: Error[] = [...built.errors]
  const infos: Info[] = []
  for (const info of built.infos) {
    try {
      const object = fetchObject(session, info, options.subresource)
      infos.push({ ...info, object })
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      if (!(isNotFound(error) && session.flags.bool('ignore-not-found'))) errors.push(error)
    }
  }
  return { ...built, infos, errors }
}

const isListing = (session: Session): boolean =>
  session.args.length === 1 && !session.args[0]!.includes('/')

const SELECT_FAILURES = new Set(['BadRequest', 'NotFound'])

/** A selector that the server refuses is told with the question. */
const worded = (session: Session, mapping: Mapping, error: unknown): unknown => {
  if (!(error instanceof ServerError) || !SELECT_FAILURES.has(error.reason)) return error
  const { flags } = session
  const resource = mapping.group === '' ? `/${mapping.version}` : `${mapping.group}/${mapping.version}`
  if (flags.string('selector') === '' && flags.string('field-selector') === '') {
    return new ServerError(error.status, `Unable to list ${goQuote(`${resource}, Resource=${mapping.resource}`)}: ${error.message}`)
  }
  return new ServerError(error.status, `Unable to find ${goQuote(`${resource}, Resource=${mapping.resource}`)} ` +
    `that match label selector ${goQuote(flags.string('selector'))}, field selector ` +
    `${goQuote(flags.string('field-selector'))}: ${error.message}`)
}

function* printGeneric(
  session: Session, output: Output, options: BuildOptions,
): Generator<Pause, number, unknown> {
  const errors: Error[] = []
  const infos: Info[] = []
  let single = false
  if (isListing(session)) {
    for (const mapping of expandTypes(session, session.args[0]!)) {
      collect(errors, () => infos.push(...listInfos(session, mapping, options)))
    }
  } else {
    const built = yield* namedInfos(session, options)
    infos.push(...built.infos)
    errors.push(...built.errors)
    single = built.single
  }
  if (single && infos.length === 0) {
    throwAll(errors)
    return 0
  }
  const sorted = sortObjects(session, infos, info => info.object!)
  printInfos(session, output, sorted, single)
  throwAll(errors)
  return 0
}

const listInfos = (session: Session, mapping: Mapping, options: BuildOptions): Info[] => {
  const items = listItems(session, mapping, options)
  return items.map(object => ({
    mapping, object, source: '', namespace: object.metadata.namespace, name: object.metadata.name,
  }))
}

const listItems = (session: Session, mapping: Mapping, options: BuildOptions): readonly AnyObj[] => {
  try {
    const list = session.client.request({
      ...requestTo(mapping), verb: 'list', ...scope(session, mapping, options),
      options: { ...selection(options), managedFields: session.flags.bool('show-managed-fields') },
    }).body as unknown as { items: readonly AnyObj[] }
    return list.items
  } catch (error) {
    throw worded(session, mapping, error)
  }
}

const printInfos = (session: Session, output: Output, infos: readonly Info[], single: boolean): void => {
  const objects = infos.map(info => session.flags.bool('show-managed-fields') ? withManaged(session, info) : info.object!)
  if (output.form === 'human') {
    printPlainTable(session, infos)
    return
  }
  if (output.form === 'name') {
    for (const info of infos) session.print(`${kindName(info.mapping)}/${info.name}\n`)
    return
  }
  if (single && objects.length === 1) session.print(output.print(objects[0]!))
  else {
    session.print(output.print({
      apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' },
    }))
  }
}

const withManaged = (session: Session, info: Info): AnyObj =>
  session.client.object({
    ...requestTo(info.mapping), verb: 'get', name: info.name,
    ...(info.namespace === undefined ? {} : { namespace: info.namespace }),
    options: { managedFields: true },
  })

/** --server-print=false: NAME and AGE only. */
const printPlainTable = (session: Session, infos: readonly Info[]): void => {
  const { flags } = session
  for (const [at, group] of grouped(infos).entries()) {
    const printer = new TablePrinter(tableOptions(session, group[0]!.mapping, false, false))
    for (const info of group) printer.add(plainTable(session, info))
    session.print(`${at > 0 && !flags.bool('no-headers') ? '\n' : ''}${printer.flush()}`)
  }
  if (infos.length === 0) noResources(session, true)
}

const plainTable = (session: Session, info: Info): Table => {
  const table = tableOf(session, info.mapping, { verb: 'get', name: info.name }, info.namespace, {})
  const keep = table.columnDefinitions.map(column => column.name === 'Name' || column.name === 'Age')
  return {
    ...table,
    columnDefinitions: table.columnDefinitions.filter((_, at) => keep[at]),
    rows: table.rows.map(row => ({ ...row, cells: row.cells.filter((_, at) => keep[at]) })),
  }
}

const grouped = (infos: readonly Info[]): Info[][] => {
  const groups: Info[][] = []
  for (const info of infos) {
    const last = groups.at(-1)
    if (last && last[0]!.mapping.kind === info.mapping.kind) last.push(info)
    else groups.push([info])
  }
  return groups
}

interface Part { readonly mapping: Mapping; readonly table: Table; readonly object?: AnyObj }

/** Asks for Tables and prints them, a block for each kind. */
function* printTables(session: Session, wide: boolean, options: BuildOptions): Generator<Pause, number, unknown> {
  const errors: Error[] = []
  const parts: Part[] = []
  if (isListing(session)) {
    for (const mapping of expandTypes(session, session.args[0]!)) {
      collect(errors, () => parts.push({ mapping, table: listTable(session, mapping, options) }))
    }
  } else {
    const built = yield* build(session, { ...options, latest: false })
    errors.push(...built.errors)
    for (const info of built.infos) collect(errors, () => parts.push({ mapping: info.mapping, table: oneTable(session, info, options) }))
  }
  const written = writeParts(session, parts, wide)
  if (!written && errors.length === 0 && !session.flags.bool('ignore-not-found')) {
    noResources(session, !options.allNamespaces && parts.every(part => part.mapping.namespaced))
  }
  throwAll(errors)
  return 0
}

const collect = (errors: Error[], action: () => void): void => {
  try {
    action()
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    errors.push(error)
  }
}

const listTable = (session: Session, mapping: Mapping, options: BuildOptions): Table => {
  const sorting = session.flags.string('sort-by') !== ''
  try {
    const { namespace } = scope(session, mapping, options)
    return tableOf(session, mapping, { verb: 'list' }, namespace, {
      ...selection(options), ...(sorting ? { includeObject: 'Object' as const } : {}),
    })
  } catch (error) {
    throw worded(session, mapping, error)
  }
}

const oneTable = (session: Session, info: Info, options: BuildOptions): Table => {
  try {
    const sorting = session.flags.string('sort-by') !== ''
    return tableOf(session, info.mapping, {
      verb: 'get', name: info.name, ...(options.subresource ? { subresource: options.subresource } : {}),
    }, info.namespace, sorting ? { includeObject: 'Object' } : {})
  } catch (error) {
    if (isNotFound(error) && session.flags.bool('ignore-not-found')) return EMPTY
    throw error
  }
}

const EMPTY: Table = { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {}, columnDefinitions: [], rows: [] }

const tableOf = (
  session: Session, mapping: Mapping, what: { verb: 'get' | 'list'; name?: string; subresource?: string },
  namespace: string | undefined, options: object,
): Table =>
  session.client.request({
    ...requestTo(mapping), ...what, ...(namespace === undefined ? {} : { namespace }),
    options: { as: 'table', ...options },
  }).body as Table

export const tableOptions = (session: Session, mapping: Mapping, wide: boolean, withKind: boolean) => {
  const { flags } = session
  return {
    noHeaders: flags.bool('no-headers'), wide,
    withNamespace: flags.bool('all-namespaces') && mapping.namespaced,
    showLabels: flags.bool('show-labels'), labelColumns: flags.list('label-columns'),
    ...(withKind ? { kind: kindName(mapping) } : {}),
  }
}

/** Whether anything was written. */
const writeParts = (session: Session, parts: readonly Part[], wide: boolean): boolean => {
  const kinds = new Set(parts.map(part => part.mapping.kind))
  const withKind = session.flags.bool('show-kind') || kinds.size > 1
  let written = false
  for (let at = 0; at < parts.length;) {
    const { mapping } = parts[at]!
    const printer = new TablePrinter(tableOptions(session, mapping, wide, withKind))
    const rows: Part[] = []
    for (; at < parts.length && parts[at]!.mapping.kind === mapping.kind; at++) rows.push(parts[at]!)
    for (const table of sortedRows(session, rows)) printer.add(table)
    const text = printer.flush()
    if (text === '') continue
    session.print(`${written && !session.flags.bool('no-headers') ? '\n' : ''}${text}`)
    written = true
  }
  return written
}

/** kubectl prints no row of a table that it cannot sort, and complains no further. */
const sortedRows = (session: Session, parts: readonly Part[]): readonly Table[] => {
  try {
    return sortRows(session, parts)
  } catch (error) {
    if (error instanceof KubectlError) return []
    throw error
  }
}

const sortRows = (session: Session, parts: readonly Part[]): readonly Table[] => {
  const tables = parts.map(part => part.table)
  if (session.flags.string('sort-by') === '') return tables
  const rows = tables.flatMap(table => table.rows.map(row => ({ table, row })))
  try {
    return sortObjects(session, rows, entry => entry.row.object!).map(({ table, row }) => ({ ...table, rows: [row] }))
  } catch (error) {
    // A table that cannot be sorted is not shown at all, and nobody is told why.
    if (error instanceof KubectlError) return []
    throw error
  }
}

export const noResources = (session: Session, inNamespace: boolean): void => {
  session.warn(inNamespace
    ? `No resources found in ${session.namespace} namespace.\n`
    : 'No resources found\n')
}
