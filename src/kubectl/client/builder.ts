/** Turns arguments, selectors and files into the objects that a command works on. */
import type { AnyObj } from '../../kinds/object.ts'
import { goQuote } from '../../lib/go-quote.ts'
import type { Pause } from '../../lib/process.ts'
import { KubectlError, ServerError } from '../errors.ts'
import { buildKustomization } from '../kustomize/kustomize.ts'
import type { Session } from '../session.ts'
import { type Document, readAll, readManifests } from './manifest.ts'
import { type Mapping, resourceName } from './mapper.ts'

/** One thing that a command was pointed at. */
export interface Info {
  readonly mapping: Mapping
  readonly namespace: string | undefined
  readonly name: string
  /** Where it came from: a path, "STDIN", or '' for the server. */
  readonly source: string
  /** From a file: as it stands there. From the server: as it was read, when it was. */
  object: AnyObj | undefined
}

export interface BuildOptions {
  /** Arguments: TYPE[,TYPE] [NAME…] or TYPE/NAME…; default the command's. */
  readonly args?: readonly string[]
  readonly files?: boolean
  readonly selector?: string
  readonly fieldSelector?: string
  /** Every object of the types (--all). */
  readonly all?: boolean
  /** A type alone means all of them, as in get and describe. */
  readonly typeAlone?: boolean
  /** Objects by name are read from the server; otherwise only named. */
  readonly latest?: boolean
  readonly subresource?: string
  /** File objects only need a kind that is known locally or served. */
  readonly local?: boolean
  /** Manifests are checked for kind and version first. */
  readonly validate?: boolean
  readonly allNamespaces?: boolean
  readonly chunk?: number
  /** A namespace in a manifest must be the one that --namespace gives. */
  readonly requireNamespace?: boolean
}

export interface Built {
  readonly infos: readonly Info[]
  readonly errors: readonly Error[]
  /** The arguments name one object: output is that object and no list. */
  readonly single: boolean
}

export const MISSING_RESOURCE = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`

/** Upstream: `cli-runtime/pkg/resource/builder.go`. A generator because standard input may keep it waiting. */
export function* build(session: Session, options: BuildOptions): Generator<Pause, Built, unknown> {
  const args = options.args ?? session.args
  const fromFiles = options.files ? yield* fileInfos(session, options) : undefined
  if (fromFiles) {
    if (args.length > 0) {
      throw new KubectlError('when paths, URLs, or stdin is provided as input, you may not specify ' +
        'resource arguments as well')
    }
    return fromFiles
  }
  if (args.length === 0) {
    if (options.selector || options.all) {
      throw new KubectlError('at least one resource must be specified to use a selector')
    }
    throw new KubectlError(MISSING_RESOURCE)
  }
  if (combined(args)) return byTypeAndName(session, args, options)
  return byType(session, args, options)
}

/** -f, -R, -k; undefined when none was given. */
function* fileInfos(session: Session, options: BuildOptions): Generator<Pause, Built | undefined, unknown> {
  const { flags } = session
  const paths = flags.list('filename')
  const directory = flags.has('kustomize') ? flags.string('kustomize') : ''
  if (paths.length > 0 && directory !== '') throw new KubectlError('only one of -f or -k can be specified')
  if (paths.length === 0 && directory === '') return undefined
  const documents: (Document | { readonly error: Error })[] = []
  if (directory !== '') {
    if (flags.has('recursive') && flags.bool('recursive')) {
      throw new KubectlError('the -k flag can\'t be used with -f or -R')
    }
    for (const value of buildKustomization(session.io, directory)) documents.push({ source: directory, value })
  } else {
    const stdin = paths.includes('-') ? yield* readAll(session) : ''
    const recursive = flags.has('recursive') && flags.bool('recursive')
    documents.push(...readManifests(session, paths, recursive, stdin))
  }
  const infos: Info[] = []
  const errors: Error[] = []
  for (const document of documents.flatMap(listItems)) {
    if ('error' in document) {
      errors.push(document.error)
      continue
    }
    try {
      infos.push(infoOf(session, document, options))
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      errors.push(error)
    }
  }
  const single = documents.length === 1 && infos.length === 1 && paths.length === 1
  return { infos: narrowed(infos, options), errors, single }
}

const narrowed = (infos: readonly Info[], { selector }: BuildOptions): readonly Info[] => {
  if (!selector) return infos
  const pairs = selector.split(',').map(pair => pair.split(/==?/))
  return infos.filter(({ object }) => pairs.every(([key = '', value]) => {
    const have = object?.metadata?.labels?.[key]
    return value === undefined ? have !== undefined : have === value
  }))
}

const listItems = (document: Document | { readonly error: Error }): (Document | { readonly error: Error })[] => {
  if ('error' in document) return [document]
  const value = document.value as { kind?: unknown; apiVersion?: unknown; items?: unknown }
  const isList = typeof value?.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items)
  if (!isList) return [document]
  const itemKind = (value.kind as string).slice(0, -4)
  return (value.items as object[]).flatMap(item => listItems({
    source: document.source,
    value: itemKind === '' ? item : { apiVersion: value.apiVersion, kind: itemKind, ...item },
  }))
}

const infoOf = (session: Session, document: Document, options: BuildOptions): Info => {
  const { source } = document
  checkKind(document, options)
  const object = structuredClone(document.value) as AnyObj
  const mapping = session.mapper.byKind(object.apiVersion, object.kind)
  if (!mapping) throw noKindMatch(object, source)
  object.metadata ??= {} as never
  const meta = object.metadata as { name?: string; namespace?: string }
  if (mapping.namespaced) {
    if (session.namespaceGiven && options.requireNamespace !== false && meta.namespace &&
      meta.namespace !== session.namespace) {
      throw new KubectlError(`the namespace from the provided object "${meta.namespace}" does not match the ` +
        `namespace "${session.namespace}". You must pass '--namespace=${meta.namespace}' to perform this operation.`)
    }
    if (!options.local) meta.namespace ||= session.namespace
  } else delete meta.namespace
  return { mapping, namespace: mapping.namespaced ? meta.namespace : undefined, name: meta.name ?? '', source, object }
}

const noKindMatch = (object: AnyObj, source: string): KubectlError => {
  const { name, namespace } = object.metadata ?? {}
  return new KubectlError(`resource mapping not found for name: ${goQuote(name ?? '')} namespace: ` +
    `${goQuote(namespace ?? '')} from ${goQuote(source)}: no matches for kind ${goQuote(object.kind)} in version ` +
    `${goQuote(object.apiVersion)}\nensure CRDs are installed first`)
}

/** Upstream: `kubectl/pkg/validation/schema.go` getObjectKind. */
const checkKind = ({ value, source }: Document, options: BuildOptions): void => {
  const problems: string[] = []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) problems.push('invalid object to validate')
  else {
    const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown }
    for (const [field, given] of [['apiVersion', apiVersion], ['kind', kind]] as const) {
      if (given === undefined || given === null || given === '') problems.push(`${field} not set`)
      else if (typeof given !== 'string') problems.push(`${field} isn't string type`)
    }
  }
  if (problems.length === 0) return
  if (options.validate === false) {
    const json = JSON.stringify(value)
    const missing = problems.some(problem => problem.startsWith('kind')) ? 'Kind' : 'apiVersion'
    throw new KubectlError(`unable to decode ${goQuote(source)}: Object '${missing}' is missing in '${json}'`)
  }
  const text = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`
  throw new KubectlError(`error validating ${goQuote(source)}: error validating data: ${text}; if you choose to ` +
    'ignore these errors, turn validation off with --validate=false')
}

const combined = (args: readonly string[]): boolean => {
  const count = args.filter(arg => arg.includes('/')).length
  if (count === 0) return false
  if (count === args.length) return true
  throw new KubectlError('there is no need to specify a resource type as a separate argument when passing ' +
    "arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of " +
    "'kubectl get resource resource/<resource_name>'")
}

const byTypeAndName = (session: Session, args: readonly string[], options: BuildOptions): Built => {
  if (options.selector || options.all) {
    throw new KubectlError(options.all
      ? 'name cannot be provided when a selector is specified'
      : 'selectors and the all flag cannot be used when passing resource/name arguments')
  }
  const errors: Error[] = []
  const infos: Info[] = []
  const named = args.map(arg => {
    const [type, name, ...more] = arg.split('/')
    if (more.length > 0) {
      throw new KubectlError('arguments in resource/name form may not have more than one slash')
    }
    if (!type || !name || type.includes(',')) {
      throw new KubectlError('arguments in resource/name form must have a single resource and name')
    }
    return [type, name] as const
  })
  for (const [type, name] of named) {
    attempt(errors, () => infos.push(named1(session, session.mapper.byArgument(type), name, options)))
  }
  return { infos, errors, single: args.length === 1 }
}

const byType = (session: Session, args: readonly string[], options: BuildOptions): Built => {
  const [types = '', ...names] = args
  const selecting = Boolean(options.selector) || options.all === true
  if (names.length > 0 && (selecting || options.fieldSelector)) {
    throw new KubectlError('name cannot be provided when a selector is specified')
  }
  const mappings = expandTypes(session, types)
  if (names.length > 0) {
    const errors: Error[] = []
    const infos: Info[] = []
    for (const mapping of mappings) {
      for (const name of names) attempt(errors, () => infos.push(named1(session, mapping, name, options)))
    }
    return { infos, errors, single: names.length === 1 && mappings.length === 1 }
  }
  if (!selecting && !options.fieldSelector && !options.typeAlone) {
    throw new KubectlError('resource(s) were provided, but no name was specified')
  }
  return listAll(session, mappings, options)
}

/** The types of an argument, categories spread out. */
export const expandTypes = (session: Session, types: string): readonly Mapping[] => {
  const found: Mapping[] = []
  for (const type of types.split(',')) {
    if (type === '') continue
    const members = type === 'all' || !session.mapper.find(type) ? session.mapper.category(type) : undefined
    found.push(...(members ?? [session.mapper.byArgument(type)]))
  }
  return found
}

const listAll = (session: Session, mappings: readonly Mapping[], options: BuildOptions): Built => {
  const errors: Error[] = []
  const infos: Info[] = []
  for (const mapping of mappings) {
    attempt(errors, () => {
      for (const object of listObjects(session, mapping, options)) {
        infos.push({
          mapping, namespace: object.metadata.namespace, name: object.metadata.name, source: '', object,
        })
      }
    })
  }
  return { infos, errors, single: false }
}

/** The objects of one type that the selectors admit. */
export const listObjects = (session: Session, mapping: Mapping, options: BuildOptions): readonly AnyObj[] => {
  const list = session.client.request({
    ...requestTo(mapping), verb: 'list', ...scope(session, mapping, options),
    options: selection(options),
  }).body as unknown as { items: readonly AnyObj[] }
  return list.items
}

export const selection = (options: BuildOptions): { labelSelector?: string; fieldSelector?: string } => ({
  ...(options.selector ? { labelSelector: options.selector } : {}),
  ...(options.fieldSelector ? { fieldSelector: options.fieldSelector } : {}),
})

export const scope = (
  session: Session, mapping: Mapping, options: Pick<BuildOptions, 'allNamespaces'>,
): { namespace?: string } =>
  mapping.namespaced && !options.allNamespaces ? { namespace: session.namespace } : {}

export const requestTo = ({ group, version, resource }: Mapping): { group: string; version: string; resource: string } =>
  ({ group, version, resource })

const named1 = (session: Session, mapping: Mapping, name: string, options: BuildOptions): Info => {
  if (mapping.namespaced && options.allNamespaces) {
    throw new KubectlError('a resource cannot be retrieved by name across all namespaces')
  }
  const namespace = mapping.namespaced ? session.namespace : undefined
  const info: Info = { mapping, namespace, name, source: '', object: undefined }
  if (options.latest !== false) info.object = fetchObject(session, info, options.subresource)
  return info
}

export const fetchObject = (session: Session, info: Info, subresource?: string): AnyObj =>
  session.client.object({
    ...requestTo(info.mapping), verb: 'get', name: info.name,
    ...(info.namespace === undefined ? {} : { namespace: info.namespace }),
    ...(subresource ? { subresource } : {}),
  })

const attempt = (errors: Error[], action: () => void): void => {
  try {
    action()
  } catch (error) {
    if (error instanceof ServerError) errors.push(error)
    else throw error
  }
}

export {  resourceName }
