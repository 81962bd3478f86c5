/** kubectl set image. */
import { noTemplate, podSpecIn } from '../change.ts'
import { MISSING_RESOURCE } from '../client/builder.ts'
import { KubectlError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { runSet } from './set-runner.ts'

export const setImage: Verb = { path: 'set image', run: session => runSet(session, options(session)) }

/** Upstream: `kubectl/pkg/cmd/set/set_image.go`. */
const options = (session: Session) => {
  const { flags, args } = session
  const at = args.findIndex(arg => arg.includes('='))
  const resources = at < 0 ? args : args.slice(0, at)
  const pairs = at < 0 ? [] : args.slice(at)
  const files = flags.list('filename').length > 0 || flags.string('kustomize') !== ''
  const wrong = pairs.find(arg => !arg.includes('='))
  if (wrong !== undefined) throw new KubectlError(`all resources must be specified before image changes: ${wrong}`)
  const problems: string[] = []
  if (flags.bool('all') && flags.string('selector') !== '') problems.push('cannot set --all and --selector at the same time')
  if (resources.length === 0 && !files) throw new KubectlError(MISSING_RESOURCE)
  if (pairs.length === 0) problems.push('at least one image update is required')
  if (problems.length > 0) throw new KubectlError(problems.length === 1 ? problems[0]! : `[${problems.join(', ')}]`)
  const images = new Map(pairs.map(pair => {
    const equals = pair.indexOf('=')
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const
  }))
  return {
    resources, operation: 'image updated', failure: 'failed to patch image update to pod template: ', silentWhenSame: true,
    change: (object: Parameters<typeof podSpecIn>[0]) => {
      const spec = podSpecIn(object) as any
      if (!spec) throw noTemplate(object)
      for (const [name, image] of images) {
        const found = [...(spec.initContainers ?? []), ...(spec.containers ?? [])]
          .filter(container => name === '*' || container.name === name)
        if (found.length === 0 && name !== '*') throw new KubectlError(`unable to find container named ${JSON.stringify(name)}`)
        for (const container of found) container.image = image
      }
    },
  }
}

