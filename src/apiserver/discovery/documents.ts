/** Discovery as JSON: APIGroupList, APIResourceList and the aggregated APIGroupDiscoveryList. */
import { groupVersion } from '../../kinds/object.ts'
import type { Kinds } from '../../kinds/registry.ts'
import type { Served } from './discovery.ts'
import { groupsOf, resourcesOf } from './discovery.ts'

export const apiVersions = (serverAddress: string): object => ({
  kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
})

export const apiGroupList = (kinds: Kinds): object => ({
  kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(kinds).filter((g) => g.name !== '').map(group),
})

export function apiGroup(kinds: Kinds, name: string): object | undefined {
  const found = groupsOf(kinds).find((g) => g.name === name)
  return found === undefined ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...group(found) }
}

function group({ name, versions }: { name: string; versions: readonly string[] }) {
  const listed = versions.map((version) => ({ groupVersion: groupVersion(name, version), version }))
  return { name, versions: listed, preferredVersion: listed[0] }
}

export function apiResourceList(kinds: Kinds, name: string, version: string): object | undefined {
  const resources = resourcesOf(kinds, name, version)
  if (resources === undefined) return undefined
  return {
    kind: 'APIResourceList', ...(name === '' ? {} : { apiVersion: 'v1' }), groupVersion: groupVersion(name, version),
    resources,
  }
}

/** apidiscovery.k8s.io/v2; `core` picks /api, otherwise /apis. */
export const apiGroupDiscoveryList = (kinds: Kinds, core: boolean): object => ({
  kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {},
  items: groupsOf(kinds).filter((g) => (g.name === '') === core).map(({ name, versions }) => ({
    metadata: name === '' ? {} : { name },
    versions: versions.map((version) => ({
      version, resources: aggregated(resourcesOf(kinds, name, version) ?? []), freshness: 'Current',
    })),
  })),
})

function aggregated(served: readonly Served[]): object[] {
  return served.filter((r) => !r.name.includes('/')).map((resource) => {
    const subresources = served.filter((r) => r.name.startsWith(`${resource.name}/`)).map((sub) => ({
      subresource: sub.name.slice(resource.name.length + 1), responseKind: responseKind(sub), verbs: sub.verbs,
    }))
    return {
      resource: resource.name, responseKind: responseKind(resource),
      scope: resource.namespaced ? 'Namespaced' : 'Cluster', singularResource: resource.singularName, verbs: resource.verbs,
      ...(resource.shortNames === undefined ? {} : { shortNames: resource.shortNames }),
      ...(resource.categories === undefined ? {} : { categories: resource.categories }),
      ...(subresources.length > 0 ? { subresources } : {}),
    }
  })
}

const responseKind = (r: Served): object => ({ group: r.group ?? '', version: r.version ?? '', kind: r.kind })
