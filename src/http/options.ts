/** Query parameters become request options, wrong ones the real refusals. */
import { StatusError, badRequestError, invalidError } from '../apiserver/errors.ts'
import type { RequestOptions, RequestVerb } from '../apiserver/request.ts'
import type { FieldError } from '../kinds/field-error.ts'
import { notSupported } from '../kinds/field-error.ts'

type Mutable = { -readonly [K in keyof RequestOptions]: RequestOptions[K] }

const OPTIONS_KIND: Partial<Record<RequestVerb, string>> = {
  create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions', delete: 'DeleteOptions', deletecollection: 'DeleteOptions',
}
const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn']

export function optionsOf(verb: RequestVerb, query: URLSearchParams): RequestOptions {
  const options: Mutable = { managedFields: true }
  for (const name of ['labelSelector', 'fieldSelector', 'continue', 'resourceVersion', 'resourceVersionMatch', 'fieldManager'] as const) {
    const value = query.get(name)
    if (value !== null && value !== '') options[name] = value
  }
  const limit = query.get('limit')
  if (limit !== null && limit !== '') options.limit = integer(limit)
  const grace = query.get('gracePeriodSeconds')
  if (grace !== null) options.gracePeriodSeconds = integer(grace)
  const policy = query.get('propagationPolicy')
  if (policy !== null) options.propagationPolicy = policy as never
  if (query.get('allowWatchBookmarks') !== null) options.allowWatchBookmarks = boolean(query.get('allowWatchBookmarks')!)
  if (query.get('sendInitialEvents') !== null) options.sendInitialEvents = boolean(query.get('sendInitialEvents')!)
  if (query.get('force') !== null) options.force = boolean(query.get('force')!)
  const included = query.get('includeObject')
  if (included !== null) options.includeObject = included as never
  options.query = Object.fromEntries([...new Set(query.keys())].map((key) => [key, query.getAll(key)]))
  checkWrite(verb, query, options)
  return options
}

function checkWrite(verb: RequestVerb, query: URLSearchParams, options: Mutable): void {
  const kind = OPTIONS_KIND[verb]
  if (kind === undefined) return
  const errors: FieldError[] = []
  const dryRun = query.getAll('dryRun')
  if (dryRun.length > 0 && dryRun.some((d) => d !== 'All')) {
    errors.push({ type: 'NotSupported', field: 'dryRun', value: dryRun, detail: 'supported values: "All"' })
  } else if (dryRun.length > 0) options.dryRun = true
  const validation = query.get('fieldValidation') ?? ''
  if (!VALIDATIONS.includes(validation)) errors.push(notSupported('fieldValidation', validation, VALIDATIONS))
  else options.fieldValidation = validation === '' ? 'Warn' : (validation as 'Warn')
  if (errors.length > 0) throw invalidError('meta.k8s.io', kind, '', errors)
}

function integer(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw badRequestError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

const boolean = (text: string): boolean => text !== '0' && text.toLowerCase() !== 'false'

/** DeleteOptions in a body win over the query. */
export function withDeleteOptions(options: RequestOptions, body: unknown): RequestOptions {
  if (body === undefined) return options
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new StatusError(400, 'BadRequest', 'expected DeleteOptions')
  const given = body as Record<string, any>
  const merged: Mutable = { ...options }
  if (typeof given['gracePeriodSeconds'] === 'number') merged.gracePeriodSeconds = given['gracePeriodSeconds']
  if (given['preconditions']) merged.preconditions = given['preconditions']
  if (typeof given['propagationPolicy'] === 'string') merged.propagationPolicy = given['propagationPolicy'] as never
  if (typeof given['orphanDependents'] === 'boolean') merged.orphanDependents = given['orphanDependents']
  if (Array.isArray(given['dryRun']) && given['dryRun'].includes('All')) merged.dryRun = true
  return merged
}
