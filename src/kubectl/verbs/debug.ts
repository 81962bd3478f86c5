/** kubectl debug. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { copyOf } from '../change.ts'
import { type Info, fetchObject, requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { attachTo } from '../containers/attach.ts'
import { namedObject } from '../containers/pod-for.ts'
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { createObject } from '../write.ts'

export const debug: Verb = { path: 'debug', run }

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

const PROFILES = new Set(['legacy', 'general', 'baseline', 'restricted', 'netadmin', 'sysadmin', 'auto'])

const suffix = (session: Session): string => {
  let text = ''
  for (let n = 0; n < 5; n++) text += LETTERS[Math.floor(session.cluster.random() * LETTERS.length)]
  return text
}

/** Upstream: `kubectl/pkg/cmd/debug/debug.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  const copyTo = flags.string('copy-to')
  const image = flags.string('image')
  const words = session.dash < 0 ? args : args.slice(0, session.dash)
  if (image === '' && copyTo === '' && flags.list('filename').length === 0) {
    throw new KubectlError('you must specify --image when not using --copy-to.')
  }
  const given = session.dash < 0 ? args.length > 1 : args.length > session.dash
  if (copyTo !== '' && image === '' && flags.list('set-image').length === 0 && !given) {
    throw new KubectlError('you must specify --image, --set-image or command arguments.')
  }
  if (words.length === 0) throw new KubectlError('NAME or filename is required for debug')
  if (copyTo !== '' && flags.string('target') !== '') {
    throw new KubectlError('--target is incompatible with --copy-to. Use --share-processes instead.')
  }
  if (!PROFILES.has(flags.string('profile'))) throw new KubectlError(`unknown profile: ${flags.string('profile')}`)
  if (flags.bool('tty') && !flags.bool('stdin')) throw new KubectlError('-i/--stdin is required for containers with -t/--tty=true')
  if (flags.string('profile') === 'legacy') {
    session.warn('--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly ' +
      'specify a profile, for example "--profile=general".\n')
  }
  const { object, mapping } = namedObject(session, words[0]!)
  const command = session.dash < 0 ? args.slice(1) : args.slice(session.dash)
  if (mapping.kind.kind === 'Node') return yield* debugNode(session, object, command)
  if (mapping.kind.kind !== 'Pod') throw new KubectlError(`${JSON.stringify(`/${mapping.version}, Kind=${mapping.kind.kind}`)} not supported by debug`)
  return copyTo === '' ? yield* debugPod(session, object, command) : yield* copyPod(session, object, command)
}

const debugName = (session: Session): string => {
  const given = session.flags.string('container')
  if (given !== '') return given
  const name = `debugger-${suffix(session)}`
  if (!session.flags.bool('quiet')) session.warn(`Defaulting debug container name to ${name}.\n`)
  return name
}

const container = (session: Session, name: string, command: readonly string[]): Record<string, unknown> => {
  const { flags } = session
  const pull = flags.string('image-pull-policy')
  return {
    name, image: flags.string('image'), ...(pull === '' ? {} : { imagePullPolicy: pull }),
    ...(command.length > 0 ? { [flags.bool('arguments-only') ? 'args' : 'command']: command } : {}),
    ...(flags.bool('stdin') ? { stdin: true } : {}), ...(flags.bool('tty') ? { tty: true } : {}),
    terminationMessagePolicy: 'File',
  }
}

function* debugPod(session: Session, pod: AnyObj, command: readonly string[]): Generator<Pause, number, unknown> {
  const { flags } = session
  const name = debugName(session)
  const target = flags.string('target')
  if (target !== '' && !flags.bool('quiet')) {
    session.print(`Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because ` +
      'the container runtime doesn\'t support this feature.\n')
  }
  const mapping = builtInMapping('v1', 'Pod')!
  const { namespace = '', name: podName } = pod.metadata
  const ephemeral = { ...container(session, name, command), ...(target === '' ? {} : { targetContainerName: target }) }
  session.client.request({
    ...requestTo(mapping), verb: 'patch', subresource: 'ephemeralcontainers', namespace, name: podName,
    body: { spec: { ephemeralContainers: [ephemeral] } }, patchType: 'application/strategic-merge-patch+json',
  })
  const info: Info = { mapping, namespace, name: podName, source: '', object: pod }
  return yield* join(session, info, name)
}

function* join(session: Session, info: Info, name: string): Generator<Pause, number, unknown> {
  const { flags } = session
  const attach = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin')
  if (!attach) return 0
  for (;;) {
    const status = fetchObject(session, info)['status'] as any
    const all = [...(status?.ephemeralContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    const state = all.find((c: any) => c.name === name)?.state
    if (state?.running || state?.terminated) break
    yield { for: 'change' }
  }
  return yield* attachTo(session, info, name, { stdin: flags.bool('stdin'), tty: flags.bool('tty'), quiet: flags.bool('quiet') })
}

function* copyPod(session: Session, pod: AnyObj, command: readonly string[]): Generator<Pause, number, unknown> {
  const { flags } = session
  const copy = copyOf(pod)
  const spec = copy['spec'] as any
  copy.metadata = { name: flags.string('copy-to'), namespace: pod.metadata.namespace } as never
  delete copy['status']
  if (!flags.bool('same-node')) delete spec.nodeName
  delete spec.ephemeralContainers
  const images = flags.list('set-image')
  for (const pair of images) {
    const [name, image] = pair.split('=')
    for (const one of spec.containers) if (name === '*' || one.name === name) one.image = image
  }
  let name = flags.string('container')
  const existing = spec.containers.find((c: any) => c.name === name)
  if (existing) {
    if (command.length > 0) existing.command = command
    if (flags.string('image') !== '') existing.image = flags.string('image')
    if (flags.bool('stdin')) existing.stdin = true
    if (flags.bool('tty')) existing.tty = true
  } else if (flags.string('image') !== '') {
    name = debugName(session)
    spec.containers.push(container(session, name, command))
  }
  if (flags.bool('share-processes')) spec.shareProcessNamespace = true
  const mapping = builtInMapping('v1', 'Pod')!
  const created = createObject(session, mapping, session.namespace, copy, 'none')
  if (flags.bool('replace')) {
    session.client.request({ ...requestTo(mapping), verb: 'delete', namespace: session.namespace, name: pod.metadata.name })
  }
  return yield* join(session, { mapping, namespace: session.namespace, name: created.metadata.name, source: '', object: created }, name)
}

function* debugNode(session: Session, node: AnyObj, command: readonly string[]): Generator<Pause, number, unknown> {
  const { flags } = session
  const name = `node-debugger-${node.metadata.name}-${suffix(session)}`
  const mapping = builtInMapping('v1', 'Pod')!
  const body = {
    apiVersion: 'v1', kind: 'Pod', metadata: { name },
    spec: {
      containers: [{ ...container(session, 'debugger', command), volumeMounts: [{ mountPath: '/host', name: 'host-root' }] }],
      hostIPC: true, hostNetwork: true, hostPID: true, nodeName: node.metadata.name, restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }], volumes: [{ hostPath: { path: '/' }, name: 'host-root' }],
    },
  }
  const created = createObject(session, mapping, session.namespace, body, 'none')
  if (!flags.bool('quiet')) {
    session.print(`Creating debugging pod ${name} with container debugger on node ${node.metadata.name}.\n`)
  }
  return yield* join(session, { mapping, namespace: session.namespace, name, source: '', object: created }, 'debugger')
}
