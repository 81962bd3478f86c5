/** kubectl create namespace, serviceaccount, quota, poddisruptionbudget, priorityclass. */
import { QuantityError, parseQuantity } from '../../lib/quantity.ts'
import { KubectlError } from '../errors.ts'
import type { Generator } from './generator.ts'

/** Upstream: `kubectl/pkg/cmd/create/create_namespace.go`. */
export const namespace: Generator = {
  path: 'create namespace', apiVersion: 'v1', kind: 'Namespace', build: () => ({ spec: {}, status: {} }),
}

export const serviceAccount: Generator = {
  path: 'create serviceaccount', apiVersion: 'v1', kind: 'ServiceAccount', failure: 'failed to create serviceaccount: ',
  build: () => ({}),
}

/** Upstream: `kubectl/pkg/cmd/create/create_quota.go`. */
export const quota: Generator = {
  path: 'create quota', apiVersion: 'v1', kind: 'ResourceQuota', failure: 'failed to create quota: ',
  build: ({ flags }) => {
    const hard = hardLimits(flags.string('hard'))
    const scopes = flags.string('scopes') === '' ? [] : flags.string('scopes').split(',')
    if (scopes.includes('')) throw new KubectlError('invalid resource quota scope ""')
    return {
      spec: { ...(hard ? { hard } : {}), ...(scopes.length > 0 ? { scopes } : {}) }, status: {},
    }
  },
}

/** "cpu=1,memory=1G". Upstream: `kubectl/pkg/generate/versioned/run.go` HandleResourceRequirements. */
export const hardLimits = (text: string): Record<string, string> | undefined => {
  if (text === '') return undefined
  const limits: Record<string, string> = {}
  for (const statement of text.split(',')) {
    const parts = statement.split('=')
    if (parts.length !== 2) throw new KubectlError(`Invalid argument syntax ${statement}, expected <resource>=<value>`)
    try {
      limits[parts[0]!] = parseQuantity(parts[1]!).toString()
    } catch (error) {
      if (error instanceof QuantityError) throw new KubectlError(error.message)
      throw error
    }
  }
  return limits
}

const NUMBER_OR_PERCENT = /^[0-9]+%?$/

/** Upstream: `kubectl/pkg/cmd/create/create_pdb.go`. */
export const podDisruptionBudget: Generator = {
  path: 'create poddisruptionbudget', apiVersion: 'policy/v1', kind: 'PodDisruptionBudget',
  failure: 'failed to create poddisruptionbudgets: ',
  build: ({ flags }) => {
    const selector = flags.string('selector')
    const minAvailable = flags.string('min-available')
    const maxUnavailable = flags.string('max-unavailable')
    if (selector === '') throw new KubectlError('a selector must be specified')
    if (minAvailable === '' && maxUnavailable === '') {
      throw new KubectlError('one of min-available or max-unavailable must be specified')
    }
    if (minAvailable !== '' && maxUnavailable !== '') {
      throw new KubectlError('min-available and max-unavailable cannot be both specified')
    }
    const given = minAvailable || maxUnavailable
    const valid = NUMBER_OR_PERCENT.test(given)
    if (!valid) {
      throw new KubectlError(`invalid format specified for ${minAvailable === '' ? 'max-unavailable' : 'min-available'}`)
    }
    const value = given.endsWith('%') ? given : Number(given)
    return {
      spec: {
        ...(minAvailable === '' ? {} : { minAvailable: value }), selector: labelSelector(selector),
        ...(maxUnavailable === '' ? {} : { maxUnavailable: value }),
      },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    }
  },
}

/** A selector's text as a LabelSelector object. Upstream: `apimachinery/pkg/apis/meta/v1/helpers.go` ParseToLabelSelector. */
const labelSelector = (text: string): object => {
  const matchLabels: Record<string, string> = {}
  const matchExpressions: object[] = []
  for (const part of text.match(/(?:[^,(]|\([^)]*\))+/g) ?? []) {
    const set = /^\s*(\S+)\s+(in|notin)\s*\(([^)]*)\)\s*$/.exec(part)
    if (set) {
      const values = set[3]!.split(',').map(value => value.trim()).sort()
      matchExpressions.push({ key: set[1], operator: set[2] === 'in' ? 'In' : 'NotIn', values })
      continue
    }
    const [key = '', value] = part.split(/==?/)
    if (key.endsWith('!')) matchExpressions.push({ key: key.slice(0, -1), operator: 'NotIn', values: [value] })
    else if (value !== undefined) matchLabels[key.trim()] = value.trim()
    else if (key.trim().startsWith('!')) matchExpressions.push({ key: key.trim().slice(1), operator: 'DoesNotExist' })
    else matchExpressions.push({ key: key.trim(), operator: 'Exists' })
  }
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
    ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
  }
}

/** Upstream: `kubectl/pkg/cmd/create/create_priorityclass.go`. */
export const priorityClass: Generator = {
  path: 'create priorityclass', apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass',
  failure: 'failed to create priorityclass: ',
  build: ({ flags }) => ({
    value: flags.int('value'),
    ...(flags.bool('global-default') ? { globalDefault: true } : {}),
    ...(flags.string('description') === '' ? {} : { description: flags.string('description') }),
    preemptionPolicy: flags.string('preemption-policy'),
  }),
}
