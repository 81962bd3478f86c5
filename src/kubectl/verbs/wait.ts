/** kubectl wait. */
import type { AnyObj } from '../../kinds/object.ts'
import { JsonPathError, jsonPath, relaxedJsonPath } from '../../lib/jsonpath/jsonpath.ts'
import type { Pause } from '../../lib/process.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { goValue } from '../../lib/go-print.ts'
import { type Info, MISSING_RESOURCE, build, fetchObject } from '../client/builder.ts'
import { AggregateFailure, KubectlError, isNotFound } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter } from '../write.ts'

export const wait: Verb = { path: 'wait', run }

/** Whether the object, or its absence, is what is waited for. */
interface Condition {
  met(object: AnyObj | undefined): boolean
  /** Objects that are not there yet are waited for. */
  readonly kind: 'delete' | 'create' | 'state'
}

/** Upstream: `kubectl/pkg/cmd/wait/wait.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const condition = conditionOf(flags.string('for'))
  const timeout = flags.duration('timeout')
  const ends = session.cluster.now() + (timeout < 0 ? 7 * 24 * 3_600_000 : timeout)
  const infos = yield* targets(session, condition, ends)
  const printer = new ResultPrinter(session, 'none')
  const failures: Error[] = []
  for (const info of infos) {
    try {
      const object = yield* waitFor(session, info, condition, ends)
      printer.print(info.mapping, object ?? info.object ?? named(info), 'condition met')
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  if (failures.length === 1) throw failures[0]!
  if (failures.length > 1) throw new AggregateFailure(failures)
  return 0
}

const named = (info: Info): AnyObj => ({ apiVersion: '', kind: '', metadata: { name: info.name } as never })

function* targets(session: Session, condition: Condition, ends: number): Generator<Pause, readonly Info[], unknown> {
  const { flags, args } = session
  const options = {
    files: true, selector: flags.string('selector'), fieldSelector: flags.string('field-selector'), all: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
  }
  if (args.length === 0 && flags.list('filename').length === 0) throw new KubectlError(MISSING_RESOURCE)
  const selecting = Boolean(options.selector) || Boolean(options.fieldSelector) || options.all
  for (;;) {
    const built = yield* build(session, { ...options, latest: selecting || condition.kind !== 'create' })
    const missing = built.errors.find(error => !(condition.kind === 'delete' && isNotFound(error)))
    if (missing) throw missing
    if (built.infos.length > 0 || condition.kind === 'delete') return built.infos
    const left = ends - session.cluster.now()
    if (condition.kind !== 'create' || left <= 0) throw new KubectlError('no matching resources found')
    yield { for: 'change', ms: left }
  }
}

function* waitFor(
  session: Session, info: Info, condition: Condition, ends: number,
): Generator<Pause, AnyObj | undefined, unknown> {
  const uid = info.object?.metadata.uid
  const late = session.flags.duration('timeout') > 0 && session.cluster.now() >= ends
  if (late) throw new KubectlError(`timed out waiting for the condition on ${info.mapping.resource}/${info.name}`)
  for (;;) {
    const object = read(session, info)
    const gone = condition.kind === 'delete' && uid !== undefined && object?.metadata.uid !== uid
    if (gone || condition.met(object)) return object
    if (!object && condition.kind === 'state') {
      throw new KubectlError(`${info.mapping.resource} ${goQuote(info.name)} not found`)
    }
    const left = ends - session.cluster.now()
    if (left <= 0) throw new KubectlError(`timed out waiting for the condition on ${info.mapping.resource}/${info.name}`)
    yield { for: 'change', ms: left }
  }
}

const read = (session: Session, info: Info): AnyObj | undefined => {
  try {
    return fetchObject(session, info)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

const conditionOf = (text: string): Condition => {
  const lower = text.toLowerCase()
  if (lower === 'delete') return { kind: 'delete', met: object => object === undefined }
  if (lower === 'create') return { kind: 'create', met: object => object !== undefined }
  if (text.startsWith('condition=')) return statusCondition(text.slice('condition='.length))
  if (text.startsWith('jsonpath=')) return pathCondition(text.slice('jsonpath='.length))
  throw new KubectlError(`unrecognized condition: ${goQuote(text)}`)
}

const statusCondition = (text: string): Condition => {
  const equals = text.indexOf('=')
  const type = (equals < 0 ? text : text.slice(0, equals)).toLowerCase()
  const wanted = (equals < 0 ? 'true' : text.slice(equals + 1)).toLowerCase()
  return {
    kind: 'state',
    met: object => {
      const status = (object as any)?.status
      const found = (status?.conditions ?? []).find((c: any) => String(c.type).toLowerCase() === type)
      if (!found) return false
      const { generation } = object!.metadata
      const observed = found.observedGeneration ?? status.observedGeneration
      if (observed !== undefined && generation !== undefined && observed < generation) return false
      return String(found.status).toLowerCase() === wanted
    },
  }
}

const pathCondition = (text: string): Condition => {
  const { expression, value } = splitPath(text)
  const path = compiled(expression)
  return {
    kind: 'state',
    met: object => {
      if (!object) return false
      const results = found(path, object)
      if (results.length === 0 || results[0]!.length === 0) return false
      if (value === undefined) return true
      if (results.length > 1 || results[0]!.length > 1) {
        throw new KubectlError('given jsonpath expression matches more than one value')
      }
      const result = results[0]![0]
      if (typeof result === 'object' && result !== null) {
        throw new KubectlError('jsonpath leads to a nested object or list which is not supported')
      }
      return goValue(result).trim() === value.trim()
    },
  }
}

const splitPath = (text: string): { expression: string; value: string | undefined } => {
  const close = text.lastIndexOf('}')
  const equals = close < 0 ? text.indexOf('=') : text.indexOf('=', close)
  if (close >= 0 && text.slice(close).split('=').length > 2) {
    throw new KubectlError("jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or " +
      "--for=jsonpath='{.status.readyReplicas}'")
  }
  const expression = equals < 0 ? text : text.slice(0, equals)
  const value = equals < 0 ? undefined : text.slice(equals + 1)
  if (expression === '') throw new KubectlError('jsonpath expression cannot be empty')
  if (value === '') throw new KubectlError("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3")
  return { expression, value: value?.replace(/^["'](.*)["']$/, '$1') }
}

const compiled = (expression: string) => {
  try {
    return jsonPath(relaxedJsonPath(expression), { allowMissingKeys: true })
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(error.message)
    throw error
  }
}

const found = (path: ReturnType<typeof jsonPath>, object: AnyObj): readonly (readonly unknown[])[] => {
  try {
    return path.find(object)
  } catch (error) {
    if (error instanceof JsonPathError) return []
    throw error
  }
}
