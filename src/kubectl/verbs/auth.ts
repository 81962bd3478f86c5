/** kubectl auth can-i and whoami. */
import type { AnyObj } from '../../kinds/object.ts'
import { byCodePoint } from '../../lib/json.ts'
import { TABLE_LAYOUT, alignLines } from '../../lib/tabwriter.ts'
import type { Mapping } from '../client/mapper.ts'
import { ExitError, KubectlError } from '../errors.ts'
import { outputOf } from '../printers/printer.ts'
import type { Session } from '../session.ts'
import { typedOrder } from '../typed-order.ts'
import type { Verb } from '../verb.ts'

export const authCanI: Verb = { path: 'auth can-i', run: canI }

const RESOURCE_VERBS = new Set([
  '*', 'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'impersonate',
  'escalate', 'approve', 'sign', 'attest', 'proxy',
])
const URL_VERBS = new Set(['get', 'put', 'post', 'head', 'options', 'delete', 'patch'])

/** Upstream: `kubectl/pkg/cmd/auth/cani.go`. */
function canI(session: Session): number {
  const { flags, args } = session
  if (flags.bool('list') && args.length > 0) throw new KubectlError('list option must be specified with no arguments')
  if (flags.bool('list')) return list(session)
  if (args.length !== 2) {
    throw new KubectlError("you must specify two arguments: verb resource or verb resource/resourceName.\n" +
      "See 'kubectl auth can-i -h' for help and examples.")
  }
  const [verb, what] = args as [string, string]
  if (what.startsWith('/') && flags.string('subresource') !== '') {
    throw new KubectlError('--subresource can not be used with NonResourceURL')
  }
  if (what.startsWith('/')) return answer(session, { nonResourceAttributes: { verb, path: what } }, verb, URL_VERBS)
  const slash = what.indexOf('/')
  const type = slash < 0 ? what : what.slice(0, slash)
  const name = slash < 0 ? '' : what.slice(slash + 1)
  const { group, version, resource } = resourceFor(session, type)
  const attributes = {
    verb, group, version, resource, subresource: flags.string('subresource'), name,
    namespace: flags.bool('all-namespaces') ? '' : session.namespace,
  }
  const review = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))
  return answer(session, { resourceAttributes: review }, verb, RESOURCE_VERBS)
}

const resourceFor = (session: Session, type: string): { group: string; version: string; resource: string } => {
  if (type === '*') return { group: '', version: '', resource: '*' }
  const mapping = session.mapper.find(type)
  if (!mapping) {
    const dot = type.indexOf('.')
    const name = dot < 0 ? type : type.slice(0, dot)
    const group = dot < 0 ? '' : type.slice(dot + 1)
    session.warn(group === ''
      ? `Warning: the server doesn't have a resource type '${name}'\n\n`
      : `Warning: the server doesn't have a resource type '${name}' in group '${group}'\n\n`)
    return { group, version: '', resource: name }
  }
  if (!session.flags.bool('all-namespaces') && !mapping.namespaced) warnScope(session, mapping)
  return { group: mapping.group, version: '', resource: mapping.resource }
}

const warnScope = (session: Session, { resource, group }: Mapping): void =>
  session.warn(group === ''
    ? `Warning: resource '${resource}' is not namespace scoped\n\n`
    : `Warning: resource '${resource}' is not namespace scoped in group '${group}'\n\n`)

const answer = (session: Session, spec: object, verb: string, known: ReadonlySet<string>): number => {
  if (!known.has(verb)) session.warn(`Warning: verb '${verb}' is not a known verb\n\n`)
  const review = session.client.object({
    verb: 'create', group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectaccessreviews',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec },
  })
  const { allowed, reason, evaluationError } = review['status'] as any
  if (!session.flags.bool('quiet')) {
    if (allowed) session.print('yes\n')
    else session.print(`no${reason ? ` - ${reason}` : ''}${evaluationError ? ` - ${evaluationError}` : ''}\n`)
  }
  if (!allowed) throw new ExitError(1)
  return 0
}

interface Rule {
  readonly verbs: string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

const list = (session: Session): number => {
  const { flags } = session
  const review = session.client.object({
    verb: 'create', group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectrulesreviews',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec: { namespace: session.namespace } },
  })
  const status = review['status'] as any
  if (status.incomplete) session.warn(`warning: the list may be incomplete: ${status.evaluationError}\n`)
  const rules = compact([...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])].flatMap(breakDown))
  const keyed = rules.map(rule => ({ rule, key: ruleText(rule) })).sort((a, b) => byCodePoint(a.key, b.key))
  const rows = keyed.map(({ rule }) => [
    combined(rule), `[${rule.nonResourceURLs.join(' ')}]`, `[${rule.resourceNames.join(' ')}]`, `[${rule.verbs.join(' ')}]`,
  ])
  const header = flags.bool('no-headers') ? [] : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']]
  session.print(alignLines([...header, ...rows], TABLE_LAYOUT))
  return 0
}

const breakDown = (rule: any): Rule[] => {
  const found: Rule[] = []
  const names: (string | undefined)[] = rule.resourceNames?.length > 0 ? rule.resourceNames : [undefined]
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      for (const verb of rule.verbs ?? []) {
        for (const name of names) {
          found.push({
            verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: name === undefined ? [] : [name], nonResourceURLs: [],
          })
        }
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) {
    for (const verb of rule.verbs ?? []) {
      found.push({ verbs: [verb], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [url] })
    }
  }
  return found
}

/** Upstream: `kubectl/pkg/util/rbac/rbac.go` CompactRules: rules for one resource share their verbs. */
const compact = (rules: readonly Rule[]): Rule[] => {
  const simple = new Map<string, Rule>()
  const result: Rule[] = []
  for (const rule of rules) {
    if (rule.resources.length === 0) {
      result.push(rule)
      continue
    }
    const key = JSON.stringify([rule.apiGroups[0], rule.resources[0], rule.resourceNames[0] ?? null])
    const same = simple.get(key)
    if (!same) {
      const own = { ...rule, verbs: [...rule.verbs] }
      simple.set(key, own)
      result.push(own)
    } else if (!same.verbs.includes(rule.verbs[0]!)) same.verbs.push(rule.verbs[0]!)
  }
  return result
}

/** The order of PolicyRule.String(). */
const ruleText = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string =>
  `[${verbs.join(' ')}],[${apiGroups.join(' ')}],[${resources.join(' ')}],[${resourceNames.join(' ')}],[${nonResourceURLs.join(' ')}]`

/** "pods.apps/log" */
const combined = ({ resources, apiGroups }: Rule): string => {
  if (resources.length === 0) return ''
  const [name = '', ...rest] = resources[0]!.split('/')
  const group = apiGroups[0] ? `.${apiGroups[0]}` : ''
  return name + group + (rest.length > 0 ? `/${rest.join('/')}` : '')
}

/** Upstream: `kubectl/pkg/cmd/auth/whoami.go`. */
export const authWhoami: Verb = {
  path: 'auth whoami',
  run: session => {
    const output = outputOf(session)
    const review = session.client.object({
      verb: 'create', group: 'authentication.k8s.io', version: 'v1', resource: 'selfsubjectreviews',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {} },
    })
    if (output.form === 'print') {
      session.print(output.print(typedOrder(review), true))
      return 0
    }
    if (output.form === 'name') {
      session.print('selfsubjectreview.authentication.k8s.io/\n')
      return 0
    }
    session.print(alignLines(userRows(review), TABLE_LAYOUT))
    return 0
  },
}

const userRows = (review: AnyObj): string[][] => {
  const { username, uid, groups, extra } = (review['status']?.userInfo ?? {}) as any
  return [
    ['ATTRIBUTE', 'VALUE'],
    ...(username ? [['Username', username]] : []),
    ...(uid ? [['UID', uid]] : []),
    ...(groups?.length > 0 ? [['Groups', `[${groups.join(' ')}]`]] : []),
    ...Object.keys(extra ?? {}).sort(byCodePoint).map(key => [`Extra: ${key}`, `[${extra[key].join(' ')}]`]),
  ]
}

