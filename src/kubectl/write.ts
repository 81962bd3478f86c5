/** Writes through the API and what is printed about them: shared by the verbs that change objects. */
import type { RequestOptions } from '../apiserver/request.ts'
import type { AnyObj } from '../kinds/object.ts'
import { goQuote } from '../lib/go-quote.ts'
import { type Info, requestTo } from './client/builder.ts'
import { type Mapping, kindName } from './client/mapper.ts'
import { type DryRun, dryRunSuffix } from './dry-run.ts'
import { KubectlError, ServerError } from './errors.ts'
import { type Output, outputOf } from './printers/printer.ts'
import type { Session } from './session.ts'

/** Options of every write: dry run, field manager, field validation. */
export const writeOptions = (session: Session, dryRun: DryRun): RequestOptions => {
  const { flags } = session
  const manager = flags.has('field-manager') ? flags.string('field-manager') : ''
  return {
    ...(dryRun === 'server' ? { dryRun: true } : {}),
    ...(manager === '' ? {} : { fieldManager: manager }),
    fieldValidation: validationOf(session),
  }
}

export const validationOf = (session: Session): 'Strict' | 'Warn' | 'Ignore' => {
  // Verbs without the flag leave it to the server, which warns.
  const value = session.flags.has('validate') ? session.flags.string('validate') : 'warn'
  if (value === 'strict' || value === 'true') return 'Strict'
  if (value === 'warn') return 'Warn'
  if (value === 'ignore' || value === 'false') return 'Ignore'
  throw new KubectlError(`invalid - validate option ${goQuote(value)}; must be one of: strict (or true), warn, ignore (or false)`)
}

export const place = ({ namespace }: Pick<Info, 'namespace'>): { namespace?: string } =>
  namespace === undefined ? {} : { namespace }

/** What is created has no version yet (cli-runtime `resource/helper.go` Create). */
const unversioned = (body: object): object => {
  const { metadata } = body as { metadata?: { resourceVersion?: string } }
  if (metadata?.resourceVersion === undefined) return body
  const { resourceVersion: _, ...rest } = metadata
  return { ...body, metadata: rest }
}

export const createObject = (
  session: Session, mapping: Mapping, namespace: string | undefined, body: object, dryRun: DryRun,
): AnyObj =>
  session.client.object({
    ...requestTo(mapping), verb: 'create', ...place({ namespace }), body: unversioned(body), options: writeOptions(session, dryRun),
  })

/** Says where the failing object came from. Upstream: `kubectl/pkg/cmd/util/helpers.go` AddSourceToErr. */
export const withSource = (verb: string, source: string, error: unknown): unknown => {
  if (!(error instanceof KubectlError) || source === '') return error
  const message = `error when ${verb} ${goQuote(source)}: ${error.message}`
  return error instanceof ServerError ? new ServerError(error.status, message) : new KubectlError(message)
}

/** Prints "deployment.apps/web created", or the object as -o asks. */
export class ResultPrinter {
  private readonly session: Session
  private readonly output: Output
  private readonly dryRun: DryRun

  constructor(session: Session, dryRun: DryRun, output: Output = outputOf(session)) {
    this.session = session
    this.output = output
    this.dryRun = dryRun
  }

  get printsObject(): boolean {
    return this.output.form === 'print'
  }

  print(mapping: Mapping, object: AnyObj, operation: string, keepOrder = false): void {
    const { session, output } = this
    const name = `${kindName(mapping)}/${object.metadata.name || '<unknown>'}`
    if (output.form === 'print') session.print(output.print(withoutManaged(session, object), keepOrder))
    else if (output.form === 'name') session.print(`${name}\n`)
    else session.print(`${name} ${operation}${dryRunSuffix(this.dryRun)}\n`)
  }
}

const withoutManaged = (session: Session, object: AnyObj): AnyObj => {
  const kept = session.flags.has('show-managed-fields') && session.flags.bool('show-managed-fields')
  if (kept || (object.metadata as { managedFields?: unknown }).managedFields === undefined) return object
  const { managedFields: _, ...metadata } = object.metadata as unknown as Record<string, unknown>
  return { ...object, metadata: metadata as never }
}
