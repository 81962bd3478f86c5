/** kubectl autoscale. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, build } from '../client/builder.ts'
import { apiVersionOf, builtInMapping } from '../client/mapper.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { QuantityError, parseQuantity } from '../../lib/quantity.ts'
import type { Session } from '../session.ts'
import { typedOrder } from '../typed-order.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject } from '../write.ts'

export const autoscale: Verb = { path: 'autoscale', required: ['max'], run }

/** Upstream: `kubectl/pkg/cmd/autoscale/autoscale.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  const max = flags.int('max')
  const min = flags.int('min')
  if (max < 1) throw new KubectlError(`--max=MAXPODS is required and must be at least 1, max: ${max}`)
  if (max < min) throw new KubectlError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`)
  if (flags.changed('cpu') && flags.changed('cpu-percent')) {
    throw new KubectlError('--cpu-percent and --cpu are mutually exclusive')
  }
  const metrics = metricsOf(session)
  const built = yield* build(session, { files: true, latest: true })
  const failures: Error[] = [...built.errors]
  const mapping = builtInMapping('autoscaling/v2', 'HorizontalPodAutoscaler')!
  for (const info of built.infos) {
    try {
      printer.print(mapping, one(session, info, metrics, dryRun), 'autoscaled', true)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  if (built.infos.length === 0) throw new KubectlError('no objects passed to autoscale')
  return 0
}

const one = (session: Session, info: Info, metrics: readonly object[], dryRun: DryRun): AnyObj => {
  const { flags } = session
  if (!info.mapping.kind.subresources.includes('scale')) {
    const { group, version, resource, kind } = info.mapping
    throw new KubectlError(`cannot autoscale a ${kind.kind}: could not find scale subresource for ${group}/${version}, ` +
      `Resource=${resource} in discovery information`)
  }
  const name = flags.string('name') || info.name
  const mapping = builtInMapping('autoscaling/v2', 'HorizontalPodAutoscaler')!
  const object = typedOrder({
    kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2',
    metadata: { name, ...(dryRun === 'client' && !session.namespaceGiven ? {} : { namespace: session.namespace }) },
    spec: {
      scaleTargetRef: { kind: info.mapping.kind.kind, name: info.name, apiVersion: apiVersionOf(info.mapping) },
      ...(flags.int('min') > 0 ? { minReplicas: flags.int('min') } : {}), maxReplicas: flags.int('max'),
      ...(metrics.length > 0 ? { metrics } : {}),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  } as object) as AnyObj
  if (dryRun === 'client') return object
  return createObject(session, mapping, session.namespace, object, dryRun)
}

/** --cpu=50%, --memory=200Mi, and the older --cpu-percent. */
const metricsOf = ({ flags }: Session): object[] => {
  const metrics: object[] = []
  const percent = flags.has('cpu-percent') ? flags.int('cpu-percent') : -1
  if (percent >= 0) metrics.push(resourceMetric('cpu', { type: 'Utilization', averageUtilization: percent }))
  for (const name of ['cpu', 'memory']) {
    const text = flags.has(name) ? flags.string(name) : ''
    if (text !== '') metrics.push(resourceMetric(name, targetOf(name, text)))
  }
  return metrics
}

const resourceMetric = (name: string, target: object): object => ({ type: 'Resource', resource: { name, target } })

const targetOf = (name: string, text: string): object => {
  if (text.endsWith('%')) {
    const percent = Number(text.slice(0, -1))
    if (!Number.isInteger(percent)) throw new KubectlError(`unable to parse resource percentage ${text}`)
    return { type: 'Utilization', averageUtilization: percent }
  }
  try {
    return { type: 'AverageValue', averageValue: parseQuantity(text).toString() }
  } catch (error) {
    if (error instanceof QuantityError) throw new KubectlError(`invalid resource ${name} value: ${text}`)
    throw error
  }
}
