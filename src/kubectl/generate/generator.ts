/** `kubectl create KIND NAME`: what the subcommands have in common. */
import type { AnyObj } from '../../kinds/object.ts'
import { type Mapping, builtInMapping } from '../client/mapper.ts'
import { dryRunOf } from '../dry-run.ts'
import { KubectlError, usageError } from '../errors.ts'
import { LAST_APPLIED } from '../last-applied.ts'
import type { Session } from '../session.ts'
import { typedOrder } from '../typed-order.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject, validationOf } from '../write.ts'

export interface Generator {
  readonly path: string
  readonly required?: readonly string[]
  readonly apiVersion: string
  readonly kind: string
  /** Put before the server's refusal ("failed to create configmap: "); absent: the refusal stands alone. */
  readonly failure?: string
  /** Without apiVersion, kind, name and namespace. */
  build(session: Session, name: string): Record<string, unknown>
}

export const generatorVerb = (generator: Generator): Verb => ({
  path: generator.path,
  ...(generator.required ? { required: generator.required } : {}),
  run: session => run(session, generator),
})

const run = (session: Session, generator: Generator): number => {
  const name = nameArgument(session)
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  validationOf(session)
  const body = generator.build(session, name)
  const mapping = locally(generator)
  const metadata: Record<string, unknown> = { name, ...(body['metadata'] as object | undefined) }
  if (mapping.namespaced && session.namespaceGiven) metadata['namespace'] = session.namespace
  const object = typedOrder({ kind: generator.kind, apiVersion: generator.apiVersion, ...body, metadata } as object) as AnyObj
  if (session.flags.has('save-config') && session.flags.bool('save-config')) saveConfig(object)
  if (dryRun === 'client') {
    printer.print(mapping, object, 'created', true)
    return 0
  }
  const namespace = mapping.namespaced ? session.namespace : undefined
  const created = failing(generator.failure, () => createObject(session, mapping, namespace, object, dryRun))
  printer.print(mapping, typedOrder(created) as AnyObj, 'created', true)
  return 0
}

/** Generators know their kind without asking the server. */
const locally = ({ apiVersion, kind }: Generator): Mapping => {
  const mapping = builtInMapping(apiVersion, kind)
  if (!mapping) throw new KubectlError(`no matches for kind "${kind}" in version "${apiVersion}"`)
  return mapping
}

const saveConfig = (object: AnyObj): void => {
  const metadata = object.metadata as { annotations?: Record<string, string> }
  metadata.annotations = { ...metadata.annotations, [LAST_APPLIED]: `${JSON.stringify(object)}\n` }
}

/** Puts words before a refusal; it is no server error any more then. */
export const failing = <T>(prefix: string | undefined, action: () => T): T => {
  try {
    return action()
  } catch (error) {
    if (prefix === undefined || !(error instanceof KubectlError)) throw error
    throw new KubectlError(prefix + error.message)
  }
}

export const nameArgument = (session: Session): string => {
  const count = session.dash < 0 ? session.args.length : session.dash
  if (count !== 1) throw usageError(session.path, `exactly one NAME is required, got ${count}`)
  const name = session.args[0]!
  if (name === '') throw new KubectlError('name must be specified')
  return name
}
