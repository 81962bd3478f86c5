/** kubectl set env. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { podSpecIn } from '../change.ts'
import { type Info, build } from '../client/builder.ts'
import { KubectlError } from '../errors.ts'
import { environmentNameComplaint } from '../generate/sources.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { runSet } from './set-runner.ts'

export const setEnv: Verb = { path: 'set env', run }

interface EnvVar { name: string; value?: string; valueFrom?: any }
interface Change { readonly set: readonly EnvVar[]; readonly remove: readonly string[] }

/** Upstream: `kubectl/pkg/cmd/set/set_env.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  const isEnv = (text: string): boolean => /^[^/]*=/.test(text) || (text.endsWith('-') && text !== '-')
  const at = args.findIndex(isEnv)
  const resources = at < 0 ? args : args.slice(0, at)
  const given = [...(at < 0 ? [] : args.slice(at)), ...flags.list('env')]
  if (at >= 0) {
    const wrong = args.slice(at).find(arg => !isEnv(arg))
    if (wrong !== undefined) {
      throw new KubectlError(`all resources must be specified before environment changes: ${args.join(' ')}`)
    }
  }
  const files = flags.list('filename').length > 0 || flags.string('kustomize') !== ''
  if (resources.length === 0 && !files) throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  if (flags.list('keys').length > 0 && flags.string('from') === '') throw new KubectlError('when specifying --keys, a configmap or secret must be provided with --from')
  if (flags.bool('list') && flags.string('output') !== '') throw new KubectlError('--list and --output may not be specified together')
  const change = parse(given)
  const from = flags.string('from') === '' ? [] : yield* fromObject(session, flags.string('from'))
  if (change.set.length === 0 && change.remove.length === 0 && from.length === 0 && !flags.bool('list') && given.length === 0 && flags.string('from') === '') {
    throw new KubectlError('at least one environment variable must be provided')
  }
  if (flags.bool('list')) return yield* list(session, resources)
  return yield* runSet(session, {
    resources, operation: 'env updated', failure: 'failed to patch env update to pod template: ', silentWhenSame: true,
    change: object => update(session, object, { set: [...from, ...change.set], remove: change.remove }),
  })
}

const parse = (given: readonly string[]): Change => {
  const set: EnvVar[] = []
  const remove: string[] = []
  for (const text of given) {
    const equals = text.indexOf('=')
    if (equals >= 0) {
      const name = text.slice(0, equals)
      const complaint = environmentNameComplaint(name)
      if (name === '' || complaint !== undefined) throw new KubectlError(`${JSON.stringify(name)} is not a valid key name: ${complaint}`)
      set.push({ name, value: text.slice(equals + 1) })
    } else if (text.endsWith('-')) remove.push(text.slice(0, -1))
    else throw new KubectlError(`unknown environment variable: ${text}`)
  }
  const both = remove.find(name => set.some(env => env.name === name))
  if (both !== undefined) throw new KubectlError('can not both modify and remove the same environment variable in the same command')
  return { set, remove }
}

const keyToName = (key: string): string => key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase()

function* fromObject(session: Session, from: string): Generator<Pause, EnvVar[], unknown> {
  const { infos, errors } = yield* build(session, { args: [from], latest: true })
  if (errors[0]) throw errors[0]
  const prefix = session.flags.string('prefix')
  const keys = session.flags.list('keys')
  const vars: EnvVar[] = []
  for (const info of infos) {
    const kind = info.mapping.kind.kind
    if (kind !== 'ConfigMap' && kind !== 'Secret') throw new KubectlError(`unsupported resource specified in --from`)
    const ref = kind === 'ConfigMap' ? 'configMapKeyRef' : 'secretKeyRef'
    for (const key of Object.keys(info.object!['data'] ?? {}).sort()) {
      if (keys.length > 0 && !keys.includes(key)) continue
      vars.push({ name: keyToName(prefix + key), valueFrom: { [ref]: { key, name: info.name } } })
    }
  }
  return vars
}

const containersOf = (session: Session, object: AnyObj): any[] => {
  const spec = podSpecIn(object) as any
  const wanted = session.flags.string('containers')
  const regex = new RegExp(`^${wanted.replaceAll('*', '.*')}$`)
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].filter(container => regex.test(container.name))
}

const update = (session: Session, object: AnyObj, change: Change): void => {
  const containers = containersOf(session, object)
  if (containers.length === 0) {
    session.warn(`warning: ${object.kind}/${object.metadata.name} does not have any containers matching ${JSON.stringify(session.flags.string('containers'))}\n`)
    return
  }
  for (const container of containers) {
    let env: EnvVar[] = container.env ?? []
    if (!session.flags.bool('overwrite')) {
      const taken = change.set.find(variable => env.some(old => old.name === variable.name && old.value !== variable.value))
      if (taken) throw new KubectlError(`'${taken.name}' already has a value (${env.find(old => old.name === taken.name)?.value}), and --overwrite is false`)
    }
    env = env.filter(old => !change.remove.includes(old.name))
    for (const variable of change.set) {
      const at = env.findIndex(old => old.name === variable.name)
      if (at < 0) env.push(variable)
      else env[at] = variable
    }
    if (env.length > 0) container.env = env
    else delete container.env
  }
}

function* list(session: Session, resources: readonly string[]): Generator<Pause, number, unknown> {
  const { infos, errors } = yield* build(session, {
    args: resources, files: true, selector: session.flags.string('selector'), all: session.flags.bool('all'), latest: true,
  })
  if (errors[0]) throw errors[0]
  for (const info of infos) listOne(session, info)
  return 0
}

const listOne = (session: Session, info: Info): void => {
  for (const container of containersOf(session, info.object!)) {
    session.print(`# ${info.mapping.kind.kind} ${info.name}, container ${container.name}\n`)
    for (const env of container.env ?? []) {
      if (env.valueFrom === undefined) session.print(`${env.name}=${env.value ?? ''}\n`)
      else session.print(`# ${env.name} from ${refText(env.valueFrom)}\n`)
    }
  }
}

const refText = (from: any): string => {
  if (from.configMapKeyRef) return `configmap ${from.configMapKeyRef.name}, key ${from.configMapKeyRef.key}`
  if (from.secretKeyRef) return `secret ${from.secretKeyRef.name}, key ${from.secretKeyRef.key}`
  if (from.fieldRef) return `field path ${from.fieldRef.fieldPath}`
  return `resource field ${from.resourceFieldRef?.containerName ?? ''}, resource ${from.resourceFieldRef?.resource ?? ''}`
}
