/** What can be installed into a world besides Kubernetes itself: manifests by the add-on's name, in order of creation. */
import type { AnyObj } from '../../kinds/object.ts'
import { addonJson } from '../generated/addons.ts'
import { certManagerDefinitions } from './cert-manager.ts'
import { gatewayDefinitions } from './gateway.ts'

/** From data/addons/, parsed when the build was made. */
const objectsOf = (name: keyof typeof addonJson): readonly AnyObj[] => JSON.parse(addonJson[name])

const manifests: Readonly<Record<string, () => readonly AnyObj[]>> = {
  coredns: () => objectsOf('coredns'),
  'ingress-nginx': () => objectsOf('ingress-nginx'),
  'cert-manager': () => [...certManagerDefinitions, ...objectsOf('cert-manager')],
  'metrics-server': () => objectsOf('metrics-server'),
  'local-path': () => objectsOf('local-path'),
  gateway: () => [...gatewayDefinitions, ...objectsOf('gateway')],
}

/** Add-ons that come with somebody who gives LoadBalancer Services an address. */
export const WITH_LOAD_BALANCERS: readonly string[] = ['ingress-nginx', 'gateway']

export const addonNames: readonly string[] = Object.keys(manifests)

const parsed = new Map<string, readonly AnyObj[]>()
/** The objects of an add-on; undefined for a name that nobody knows. Parsed once a process. */
export function addonObjects(name: string): readonly AnyObj[] | undefined {
  if (!parsed.has(name) && manifests[name] !== undefined) parsed.set(name, manifests[name]!())
  return parsed.get(name)
}
