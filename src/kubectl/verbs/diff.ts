/** kubectl diff. */
import type { AnyObj } from '../../kinds/object.ts'
import { timestamp } from '../../kinds/age.ts'
import type { Pause } from '../../lib/process.ts'
import { writeYaml } from '../../lib/yaml-write.ts'
import { copyOf } from '../change.ts'
import { type Info, build, requestTo } from '../client/builder.ts'
import { ExitError, KubectlError, isNotFound, usageError } from '../errors.ts'
import { withoutLastApplied } from '../last-applied.ts'
import type { Session } from '../session.ts'
import { unifiedHunks } from '../unified-diff.ts'
import type { Verb } from '../verb.ts'
import { createObject, place } from '../write.ts'
import { applyPatch, currentObject } from './apply.ts'

export const diff: Verb = { path: 'diff', run }

interface Pair { readonly name: string; readonly live: string; readonly merged: string }

/** Upstream: `kubectl/pkg/cmd/diff/diff.go`. Exit 1 means differences, more than that a failure. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags, args } = session
  if (args.length > 0) throw usageError('diff', `Unexpected args: [${args.join(' ')}]`)
  if (flags.list('filename').length === 0 && flags.string('kustomize') === '') {
    throw new KubectlError('must specify one of -f and -k')
  }
  const built = yield* build(session, { files: true, args: [], selector: flags.string('selector') })
  if (built.errors[0]) throw built.errors[0]
  const pairs = built.infos.map(info => pairOf(session, info)).filter(pair => pair.live !== pair.merged)
  if (pairs.length === 0) return 0
  const id = (): string => String(Math.floor(session.cluster.random() * 2 ** 31)).padStart(9, '1')
  const [from, to] = [`/tmp/LIVE-${id()}`, `/tmp/MERGED-${id()}`]
  const external = session.io.env.get('KUBECTL_EXTERNAL_DIFF') ?? ''
  if (external !== '') return yield* outside(session, external, pairs, from, to)
  const now = `${timestamp(session.cluster.now()).replace('T', ' ').slice(0, -1)}.000000000 +0000`
  for (const { name, live, merged } of [...pairs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    session.print(`diff -u -N ${from}/${name} ${to}/${name}\n--- ${from}/${name}\t${now}\n+++ ${to}/${name}\t${now}\n` +
      unifiedHunks(live, merged))
  }
  throw new ExitError(1)
}

function* outside(
  session: Session, command: string, pairs: readonly Pair[], from: string, to: string,
): Generator<Pause, number, unknown> {
  const { files } = session.io
  for (const { name, live, merged } of pairs) {
    for (const [directory, text] of [[from, live], [to, merged]] as const) {
      files.mkdir(directory, { recursive: true })
      if (text !== '') files.write(`${directory}/${name}`, text)
    }
  }
  const status = yield* session.io.run([...command.split(' '), from, to], session.io)
  files.remove(from, { recursive: true })
  files.remove(to, { recursive: true })
  if (status !== 0) throw new ExitError(status)
  return 0
}

const pairOf = (session: Session, info: Info): Pair => {
  const { mapping, namespace, name } = info
  const live = currentOrNone(session, info)
  const merged = mergedObject(session, info, live)
  const group = mapping.group === '' ? '' : `${mapping.group}.`
  return {
    name: `${group}${mapping.version}.${mapping.kind.kind}.${namespace ?? ''}.${name}`,
    live: live ? printed(session, live, merged) : '', merged: printed(session, merged, live),
  }
}

const currentOrNone = (session: Session, info: Info): AnyObj | undefined => {
  try {
    return currentObject(session, info)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

const mergedObject = (session: Session, info: Info, live: AnyObj | undefined): AnyObj => {
  if (session.flags.bool('server-side')) {
    return session.client.object({
      ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info), body: info.object,
      patchType: 'application/apply-patch+yaml',
      options: { dryRun: true, fieldManager: 'kubectl', ...(session.flags.bool('force-conflicts') ? { force: true } : {}) },
    })
  }
  const modified = withoutLastApplied(info.object!)
  if (!live) return createObject(session, info.mapping, info.namespace, modified, 'server')
  const { patch, type } = applyPatch(info, modified, live)
  return session.client.object({
    ...requestTo(info.mapping), verb: 'patch', name: info.name, ...place(info), body: patch, patchType: type,
    options: { dryRun: true, fieldManager: session.flags.string('field-manager') },
  })
}

/** Secrets' values are hidden, changed ones marked. */
const printed = (session: Session, object: AnyObj, other: AnyObj | undefined): string => {
  const copy = copyOf(object)
  const metadata = copy.metadata as unknown as Record<string, any>
  if (!session.flags.bool('show-managed-fields')) delete metadata['managedFields']
  if (copy.kind === 'Secret' && copy.apiVersion === 'v1') {
    for (const key of Object.keys(copy['data'] ?? {})) {
      const before = other?.['data']?.[key]
      copy['data'][key] = before === undefined || before === copy['data'][key] ? '***' : '*** (after)'
    }
  }
  return writeYaml(copy)
}
