/** How kubectl words what went wrong, and with which exit status it ends. */
import type { Status } from '../apiserver/errors.ts'
import { goQuote } from '../lib/go-quote.ts'

/** Any failure of a command. `exit` is the status it ends with. */
export class KubectlError extends Error {
  readonly exit: number = 1
}

/** A refusal of the API server; `message` may say more than the status does ("error when creating …"). */
export class ServerError extends KubectlError {
  readonly status: Status
  constructor(status: Status, message = status.message ?? '') {
    super(message)
    this.status = status
  }
  get reason(): string { return this.status.reason ?? '' }
}

/** Several failures of one command. */
export class AggregateFailure extends KubectlError {
  readonly errors: readonly Error[]
  constructor(errors: readonly Error[]) {
    super(errors.length === 1 ? errors[0]!.message : `[${distinct(errors.map(e => e.message)).join(', ')}]`)
    this.errors = errors
  }
}

/** Printed as it is, without "error: ". */
export class PlainError extends KubectlError {}

/** Ends with a status and prints nothing more. */
export class ExitError extends KubectlError {
  override readonly exit: number
  constructor(exit: number) {
    super('')
    this.exit = exit
  }
}

/** Wrong use: kubectl points to the command's help. */
export const usageError = (path: string, message: string): KubectlError =>
  new KubectlError(`${message}\nSee '${path === '' ? 'kubectl' : `kubectl ${path}`} -h' for help and examples`)

/** Throws what has been gathered, if anything; one error stands for itself. */
export const throwAll = (errors: readonly Error[]): void => {
  if (errors.length === 0) return
  throw errors.length === 1 ? errors[0]! : new AggregateFailure(errors)
}

export const isNotFound = (error: unknown): boolean =>
  error instanceof ServerError && error.reason === 'NotFound'

/** What stands on standard error, newline included. Upstream: `kubectl/pkg/cmd/util/helpers.go` checkErr. */
export const errorText = (error: Error): string => {
  if (error instanceof ExitError) return ''
  if (error instanceof AggregateFailure) {
    if (error.errors.length === 1) return errorText(error.errors[0]!)
    return error.errors.map(each => `${messageOf(each)}\n`).join('')
  }
  if (error instanceof ServerError && error.reason === 'Invalid') return invalidText(error)
  const known = standardMessage(error)
  if (known !== undefined) return ended(known)
  if (error instanceof PlainError || error.message.startsWith('error: ')) return ended(error.message)
  return ended(`error: ${error.message}`)
}

/** One error among several. */
const messageOf = (error: Error): string => standardMessage(error) ?? error.message

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

const standardMessage = (error: Error): string | undefined => {
  if (!(error instanceof ServerError)) return undefined
  if (error.reason === 'Unauthorized') {
    return `error: You must be logged in to the server (${error.status.message ?? ''})`
  }
  return error.reason === ''
    ? `Error from server: ${error.message}`
    : `Error from server (${error.reason}): ${error.message}`
}

const invalidText = (error: ServerError): string => {
  const { details, message } = error.status
  if (!details) return 'The request is invalid\n'
  let text = 'The request is invalid'
  const causes = details.causes ?? []
  if (details.kind || details.name) text = `The ${details.kind ?? ''} ${goQuote(details.name ?? '')} is invalid`
  else if (message && causes.length === 0) text += `: ${message}`
  const lines = distinct(causes.map(cause => `${cause.field ?? ''}: ${cause.message ?? ''}`))
  if (lines.length === 0) return `${text}\n`
  if (lines.length === 1) return `${text}: ${lines[0]}\n`
  return `${text}: \n${lines.map(line => `* ${line}\n`).join('')}`
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]
