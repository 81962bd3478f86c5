/** kubectl set resources, selector, serviceaccount, subject. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Pause } from '../../lib/process.ts'
import { noTemplate, podSpecIn } from '../change.ts'
import { MISSING_RESOURCE } from '../client/builder.ts'
import { KubectlError } from '../errors.ts'
import { hardLimits } from '../generate/others.ts'
import { parsePairs } from '../generate/pairs.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'
import { runSet } from './set-runner.ts'

/** Upstream: `kubectl/pkg/cmd/set/set_resources.go`. */
export const setResources: Verb = {
  path: 'set resources',
  run: session => {
    const { flags } = session
    if (session.args.length === 0 && flags.list('filename').length === 0) throw new KubectlError(MISSING_RESOURCE)
    if (flags.string('limits') === '' && flags.string('requests') === '') {
      throw new KubectlError('you must specify an update to requests or limits (in the form of --requests/--limits)')
    }
    const limits = hardLimits(flags.string('limits'))
    const requests = hardLimits(flags.string('requests'))
    return runSet(session, {
      resources: session.args, operation: 'resource requirements updated',
      failure: 'failed to patch resources update to pod template ', silentWhenSame: true,
      change: object => {
        const spec = podSpecIn(object) as any
        const regex = new RegExp(`^${flags.string('containers').replaceAll('*', '.*')}$`)
        const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].filter(c => regex.test(c.name))
        if (containers.length === 0) {
          throw new KubectlError(`unable to find container named ${flags.string('containers')}`)
        }
        for (const container of containers) {
          container.resources ??= {}
          if (limits) container.resources.limits = { ...container.resources.limits, ...limits }
          if (requests) container.resources.requests = { ...container.resources.requests, ...requests }
        }
      },
    })
  },
}

/** Upstream: `kubectl/pkg/cmd/set/set_selector.go`. */
export const setSelector: Verb = {
  path: 'set selector',
  run: session => {
    const at = session.args.findIndex(arg => arg.includes('='))
    if (at < 0) throw new KubectlError('one selector is required')
    const resources = session.args.slice(0, at)
    const selector = parsePairs(session.args.slice(at).join(','), 'selector')
    if (resources.length === 0 && session.flags.list('filename').length === 0) {
      throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    }
    return runSet(session, {
      resources, operation: 'selector updated',
      change: object => {
        if (object.kind !== 'Service') throw new KubectlError('setting a selector is only supported for Services')
        object['spec'].selector = selector
      },
    })
  },
}

/** Upstream: `kubectl/pkg/cmd/set/set_serviceaccount.go`. */
export const setServiceAccount: Verb = {
  path: 'set serviceaccount',
  run: session => {
    const name = session.args.at(-1)
    if (name === undefined) throw new KubectlError('serviceaccount is required')
    const resources = session.args.slice(0, -1)
    if (resources.length === 0 && session.flags.list('filename').length === 0) throw new KubectlError(MISSING_RESOURCE)
    return runSet(session, {
      resources, operation: 'serviceaccount updated', failure: 'failed to patch ServiceAccountName ',
      change: object => {
        const spec = podSpecIn(object) as any
        if (!spec) throw noTemplate(object)
        spec.serviceAccountName = name
        if (spec.serviceAccount !== undefined) spec.serviceAccount = name
      },
    })
  },
}

const RBAC = 'rbac.authorization.k8s.io'

/** Upstream: `kubectl/pkg/cmd/set/set_subject.go`. */
export const setSubject: Verb = { path: 'set subject', run: runSubject }

function* runSubject(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  if (session.args.length === 0 && flags.list('filename').length === 0) throw new KubectlError(MISSING_RESOURCE)
  const added = [
    ...flags.list('user').map(name => ({ kind: 'User', apiGroup: RBAC, name })),
    ...flags.list('group').map(name => ({ kind: 'Group', apiGroup: RBAC, name })),
    ...flags.list('serviceaccount').map(text => {
      const parts = text.split(':')
      if (parts.length !== 2) throw new KubectlError('serviceaccount must be <namespace>:<name>')
      return { kind: 'ServiceAccount', namespace: parts[0], name: parts[1] }
    }),
  ]
  if (added.length === 0) throw new KubectlError('you must specify at least one value of user, group or serviceaccount')
  return yield* runSet(session, {
    resources: session.args, operation: 'subjects updated', failure: 'failed to patch subjects to rolebinding: ', silentWhenSame: true,
    change: (object: AnyObj) => {
      if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') {
        throw new KubectlError('setting subjects is only supported for RoleBinding/ClusterRoleBinding')
      }
      const subjects: any[] = object['subjects'] ?? []
      for (const subject of added) {
        const there = subjects.some(other => other.kind === subject.kind && other.name === subject.name &&
          (other.namespace ?? '') === ((subject as { namespace?: string }).namespace ?? ''))
        if (!there) subjects.push(subject)
      }
      object['subjects'] = subjects
    },
  })
}
