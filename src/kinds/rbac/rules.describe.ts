/** The descriptions of roles: their rules, taken apart and put together again by resource. */
import { byCodePoint } from '../../lib/json.ts'
import { type Row, row } from '../../lib/rows.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import type { ClusterRole, PolicyRule, Role } from '../generated/api-types.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, RoleDescriber and ClusterRoleDescriber. */
export function describeRules({ metadata, rules }: Role | ClusterRole): Row[] {
  const lines = compacted((rules ?? []).flatMap(brokenDown))
    .map((line) => ({ line, order: goString(line) }))
    .sort((a, b) => byCodePoint(a.order, b.order))
  return [
    ...clusterMetadataRows(metadata),
    row(0, 'PolicyRule:'),
    row(1, 'Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'),
    row(1, '---------', '-----------------', '--------------', '-----'),
    ...lines.map(({ line }) =>
      row(1, resourceText(line), list(line.url), list(line.name), `[${line.verbs.join(' ')}]`)),
  ]
}

/** One resource, or one URL, with its verbs. */
interface Line {
  readonly group?: string
  readonly resource?: string
  readonly name?: string
  readonly url?: string
  readonly verbs: string[]
}

/** Upstream: `staging/src/k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go`, BreakdownRule. */
function brokenDown(rule: PolicyRule): Line[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule
  const lines: Line[] = []
  const names = resourceNames.length > 0 ? resourceNames : [undefined]
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        for (const name of names) {
          lines.push({ group, resource, verbs: [verb], ...(name === undefined ? {} : { name }) })
        }
      }
    }
  }
  for (const url of nonResourceURLs) for (const verb of verbs) lines.push({ url, verbs: [verb] })
  return lines
}

/** Upstream: `staging/src/k8s.io/kubectl/pkg/util/rbac/rbac.go`, CompactRules. */
function compacted(lines: readonly Line[]): Line[] {
  const byResource = new Map<string, Line>()
  const rest: Line[] = []
  for (const line of lines) {
    if (line.url !== undefined) {
      rest.push(line)
      continue
    }
    const key = JSON.stringify([line.group, line.resource, line.name])
    const known = byResource.get(key)
    if (known === undefined) byResource.set(key, { ...line, verbs: [...line.verbs] })
    else for (const verb of line.verbs) if (!known.verbs.includes(verb)) known.verbs.push(verb)
  }
  return [...rest, ...byResource.values()]
}

/** Go's generated PolicyRule.String(), by which kubectl sorts. */
const goString = ({ group, resource, name, url, verbs }: Line): string =>
  `&PolicyRule{Verbs:[${verbs.join(' ')}],APIGroups:${list(group)},Resources:${list(resource)},` +
  `ResourceNames:${list(name)},NonResourceURLs:${list(url)},}`

const list = (value: string | undefined): string => `[${value ?? ''}]`

/** "deployments.apps/scale"; upstream: `describe.go`, CombineResourceGroup. */
function resourceText({ resource, group }: Line): string {
  if (resource === undefined) return ''
  const [name, sub] = resource.split(/\/(.*)/)
  return `${name}${group ? `.${group}` : ''}${sub === undefined ? '' : `/${sub}`}`
}
