/** kubectl expose. */
import type { AnyObj } from '../../kinds/object.ts'
import { mergePatch } from '../../apiserver/patch/merge.ts'
import type { Pause } from '../../lib/process.ts'
import { type Info, build } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { type DryRun, dryRunOf } from '../dry-run.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { parsePairs } from '../generate/pairs.ts'
import type { Session } from '../session.ts'
import { typedOrder } from '../typed-order.ts'
import type { Verb } from '../verb.ts'
import { ResultPrinter, createObject } from '../write.ts'

export const expose: Verb = { path: 'expose', run }

/** Upstream: `kubectl/pkg/cmd/expose/expose.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const dryRun = dryRunOf(session)
  const printer = new ResultPrinter(session, dryRun)
  const built = yield* build(session, { files: true, latest: true })
  const failures: Error[] = [...built.errors]
  const mapping = builtInMapping('v1', 'Service')!
  for (const info of built.infos) {
    try {
      printer.print(mapping, one(session, info, dryRun), 'exposed', true)
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error
      failures.push(error)
    }
  }
  throwAll(failures)
  return 0
}

const EXPOSABLE = new Set(['ReplicationController', 'Service', 'Pod', 'Deployment', 'ReplicaSet'])

const one = (session: Session, info: Info, dryRun: DryRun): AnyObj => {
  const { kind } = info.mapping.kind
  if (!EXPOSABLE.has(kind)) throw new KubectlError(`cannot expose a ${kind}`)
  const object = serviceFor(session, info, dryRun)
  if (dryRun === 'client') return object
  return createObject(session, builtInMapping('v1', 'Service')!, session.namespace, object, dryRun)
}

const serviceFor = (session: Session, info: Info, dryRun: DryRun): AnyObj => {
  const { flags } = session
  const source = info.object!
  const headless = flags.string('cluster-ip') === 'None'
  const ports = portsOf(session, source, headless)
  const labels = flags.string('labels') === '' ? source.metadata.labels : parsePairs(flags.string('labels'), 'label')
  const type = flags.string('type')
  const spec = {
    ...(ports.length > 0 ? { ports } : {}),
    selector: selectorOf(session, source),
    ...(flags.string('cluster-ip') === '' ? {} : { clusterIP: flags.string('cluster-ip') }),
    ...(type === '' ? {} : { type }),
    ...(flags.string('external-ip') === '' ? {} : { externalIPs: [flags.string('external-ip')] }),
    ...(flags.string('session-affinity') === '' ? {} : { sessionAffinity: flags.string('session-affinity') }),
    ...(flags.string('load-balancer-ip') === '' ? {} : { loadBalancerIP: flags.string('load-balancer-ip') }),
  }
  const name = (flags.string('name') || info.name).slice(0, 63)
  const namespace = session.namespaceGiven || dryRun !== 'client' ? { namespace: session.namespace } : {}
  const service = {
    kind: 'Service', apiVersion: 'v1',
    metadata: { name, ...(dryRun === 'client' && !session.namespaceGiven ? {} : namespace), ...(labels && Object.keys(labels).length > 0 ? { labels } : {}) },
    spec, status: { loadBalancer: {} },
  }
  return typedOrder(overridden(session, service)) as AnyObj
}

const overridden = (session: Session, service: object): object => {
  const text = session.flags.string('overrides')
  if (text === '') return service
  try {
    return mergePatch(service, JSON.parse(text)) as object
  } catch {
    throw new KubectlError('Invalid JSON Patch')
  }
}

/** What the pods of the object carry. Upstream: `polymorphichelpers/mapbasedselectorforobject.go`. */
const selectorOf = (session: Session, source: AnyObj): Record<string, string> => {
  const given = session.flags.string('selector')
  if (given !== '') return parsePairs(given, 'label')
  const spec = source['spec'] as any
  if (source.kind === 'Pod') {
    const labels = source.metadata.labels ?? {}
    if (Object.keys(labels).length === 0) {
      throw new KubectlError("couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed")
    }
    return labels
  }
  if (source.kind === 'Service' || source.kind === 'ReplicationController') {
    if (!spec.selector) throw new KubectlError("couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set")
    return spec.selector
  }
  if ((spec.selector?.matchExpressions ?? []).length > 0) {
    throw new KubectlError(`couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "${
      JSON.stringify(spec.selector.matchExpressions)}" to map-based selector format`)
  }
  return spec.selector?.matchLabels ?? {}
}

interface Found { readonly port: number; readonly protocol: string }

const containerPorts = (source: AnyObj): Found[] => {
  const spec = source['spec'] as any
  if (source.kind === 'Service') return (spec.ports ?? []).map((p: any) => ({ port: p.port, protocol: p.protocol ?? 'TCP' }))
  const pod = source.kind === 'Pod' ? spec : spec.template?.spec
  return (pod?.containers ?? []).flatMap((container: any) =>
    (container.ports ?? []).map((p: any) => ({ port: p.containerPort, protocol: p.protocol ?? 'TCP' })))
}

const portsOf = (session: Session, source: AnyObj, headless: boolean): object[] => {
  const { flags } = session
  const found = containerPorts(source)
  const given = flags.string('port')
  const numbers = given !== '' ? given.split(',') : [...new Set(found.map(f => String(f.port)))]
  if (numbers.length === 0) {
    if (headless) return []
    throw new KubectlError("couldn't find port via --port flag or introspection")
  }
  const target = flags.string('target-port')
  return numbers.map((text, at) => {
    if (!/^-?\d+$/.test(text)) throw new KubectlError(`strconv.Atoi: parsing "${text}": invalid syntax`)
    const port = Number(text)
    const protocol = flags.string('protocol') || found.find(f => f.port === port)?.protocol || 'TCP'
    const targetPort = target === '' ? port : /^-?\d+$/.test(target) ? Number(target) : target
    return { ...(numbers.length > 1 ? { name: `port-${at + 1}` } : {}), protocol, port, targetPort }
  })
}
