/** kubectl version, api-versions, api-resources and cluster-info. */
import { apiSchema } from '../../kinds/generated/schema.ts'
import type { Kind } from '../../kinds/kind.ts'
import { byCodePoint } from '../../lib/json.ts'
import { TABLE_LAYOUT, alignLines } from '../../lib/tabwriter.ts'
import { writeIndentedJson } from '../../lib/json.ts'
import { writeYaml } from '../../lib/yaml-write.ts'
import { requestTo } from '../client/builder.ts'
import { builtInMapping } from '../client/mapper.ts'
import { targetOf } from '../client/target.ts'
import { KubectlError, ServerError, usageError } from '../errors.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

const CLIENT = {
  major: '1', minor: '35', gitVersion: 'v1.35.2', gitCommit: 'fdc9d74cbf2da6754ebf81d56f80ae2948cd6425',
  gitTreeState: 'clean', buildDate: '2026-02-26T20:05:34Z', goVersion: 'go1.25.7', compiler: 'gc', platform: 'linux/amd64',
}
const KUSTOMIZE = 'v5.7.1'

export const serverVersion = () => {
  const [, minor = ''] = apiSchema.version.replace(/^v/, '').split('.')
  const { major, minor: _, gitVersion: __, ...build } = CLIENT
  return {
    major, minor, emulationMajor: major, emulationMinor: minor, minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1), gitVersion: apiSchema.version, ...build,
  }
}

/** Upstream: `kubectl/pkg/cmd/version/version.go`. */
export const version: Verb = {
  path: 'version',
  run: session => {
    const { flags, args } = session
    if (args.length > 0) throw new KubectlError(`extra arguments: [${args.join(' ')}]`)
    const output = flags.string('output')
    if (output !== '' && output !== 'yaml' && output !== 'json') throw new KubectlError("--output must be 'yaml' or 'json'")
    let failure: Error | undefined
    if (!flags.bool('client')) {
      try {
        void session.client.user
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error
        failure = error
      }
    }
    const asked = !flags.bool('client') && failure === undefined
    const info = {
      clientVersion: CLIENT, kustomizeVersion: KUSTOMIZE, ...(asked ? { serverVersion: serverVersion() } : {}),
    }
    if (output === 'yaml') session.print(writeYaml(info))
    else if (output === 'json') session.print(`${JSON.stringify(info, undefined, 2)}\n`)
    else {
      session.print(`Client Version: ${CLIENT.gitVersion}\nKustomize Version: ${KUSTOMIZE}\n`)
      if (asked) session.print(`Server Version: ${apiSchema.version}\n`)
    }
    if (failure) throw failure
    return 0
  },
}

const servedVersions = (session: Session): string[] => {
  const versions = new Set<string>()
  for (const kind of session.client.kinds.all()) {
    versions.add(kind.apiVersion)
    for (const other of kind.served ?? []) versions.add(other.group === '' ? other.version : `${other.group}/${other.version}`)
  }
  return [...versions].sort(byCodePoint)
}

export const apiVersions: Verb = {
  path: 'api-versions',
  run: session => {
    if (session.args.length > 0) throw usageError('api-versions', `unexpected arguments: [${session.args.join(' ')}]`)
    for (const one of servedVersions(session)) session.print(`${one}\n`)
    return 0
  },
}

interface Served { readonly kind: Kind; readonly apiVersion: string; readonly group: string }

/** Upstream: `kubectl/pkg/cmd/apiresources/apiresources.go`. */
export const apiResources: Verb = {
  path: 'api-resources',
  run: session => {
    const { flags, args } = session
    if (args.length > 0) throw usageError('api-resources', `unexpected arguments: [${args.join(' ')}]`)
    const output = flags.string('output')
    if (!['', 'wide', 'name', 'json', 'yaml'].includes(output)) {
      throw new KubectlError(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, ` +
        'allowed formats are: json,kyaml,name,wide,yaml')
    }
    const sortBy = flags.string('sort-by')
    if (!['', 'name', 'kind'].includes(sortBy)) throw new KubectlError('--sort-by accepts only name or kind')
    const rows = sorted(wanted(session), sortBy)
    if (output === 'name') {
      for (const { kind, group } of rows) session.print(`${group === '' ? kind.plural : `${kind.plural}.${group}`}\n`)
      return 0
    }
    if (output === 'json' || output === 'yaml') {
      const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources: rows.map(resourceObject) }
      session.print(output === 'json' ? `${writeIndentedJson(list)}\n` : writeYaml(list))
      return 0
    }
    session.print(alignLines(table(rows, output === 'wide', flags.bool('no-headers')), TABLE_LAYOUT))
    return 0
  },
}

const wanted = (session: Session): Served[] => {
  const { flags } = session
  const all = session.client.kinds.all().flatMap((kind): Served[] => [
    { kind, apiVersion: kind.apiVersion, group: kind.group },
    ...(kind.served ?? []).filter(other => other.group !== kind.group)
      .map(other => ({ kind, apiVersion: `${other.group}/${other.version}`, group: other.group })),
  ])
  return all.filter(({ kind, group }) => {
    if (flags.changed('api-group') && group !== flags.string('api-group')) return false
    if (flags.changed('namespaced') && kind.namespaced !== flags.bool('namespaced')) return false
    if (!flags.list('verbs').every(verb => kind.verbs.includes(verb))) return false
    return flags.list('categories').every(category => kind.categories.includes(category))
  })
}

const sorted = (rows: readonly Served[], by: string): Served[] =>
  [...rows].sort((a, b) => by === 'kind' ? byCodePoint(a.kind.kind, b.kind.kind)
    : by === 'name' ? byCodePoint(a.kind.plural, b.kind.plural)
      : byCodePoint(a.group, b.group) || byCodePoint(a.kind.plural, b.kind.plural))

const table = (rows: readonly Served[], wide: boolean, noHeaders: boolean): string[][] => [
  ...(noHeaders ? [] : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])]]),
  ...rows.map(({ kind, apiVersion }) => [
    kind.plural, kind.short.join(','), apiVersion, String(kind.namespaced), kind.kind,
    ...(wide ? [kind.verbs.join(','), kind.categories.join(',')] : []),
  ]),
]

const resourceObject = ({ kind, group }: Served): object => ({
  name: kind.plural, singularName: kind.singular, namespaced: kind.namespaced, group, version: kind.version, kind: kind.kind,
  verbs: kind.verbs, ...(kind.short.length > 0 ? { shortNames: kind.short } : {}),
  ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
})

/** Upstream: `kubectl/pkg/cmd/clusterinfo/clusterinfo.go`. */
export const clusterInfo: Verb = {
  path: 'cluster-info',
  run: session => {
    const { server: url } = targetOf(session)
    const services = clusterServices(session)
    session.print(`Kubernetes control plane is running at ${url}\n`)
    for (const service of services) {
      const { name, namespace } = service.metadata
      const port = (service['spec']?.ports ?? [])[0]
      const scheme = port?.name === 'https' || port?.port === 443 ? 'https:' : ''
      const suffix = port?.name ? `:${port.name}` : ''
      const title = service.metadata.labels?.['kubernetes.io/name'] ?? name
      session.print(`${title} is running at ${url}/api/v1/namespaces/${namespace}/services/${scheme}${name}${suffix}/proxy\n`)
    }
    session.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n")
    return 0
  },
}

const clusterServices = (session: Session): readonly any[] => {
  try {
    return (session.client.request({
      ...requestTo(builtInMapping('v1', 'Service')!), verb: 'list', namespace: 'kube-system',
      options: { labelSelector: 'kubernetes.io/cluster-service=true' },
    }).body as any).items
  } catch (error) {
    if (error instanceof ServerError) return []
    throw error
  }
}
