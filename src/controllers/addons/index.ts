/** What can be installed into a world besides Kubernetes itself: manifests by the add-on's name, in order of creation. */
import type { AnyObj } from '../../kinds/object.ts'
import { readYaml, splitYamlDocuments } from '../../lib/yaml-read.ts'
import { certManager, certManagerDefinitions } from './cert-manager.ts'
import { coredns } from './coredns.ts'
import { gateway, gatewayDefinitions } from './gateway.ts'
import { ingressNginx } from './ingress-nginx.ts'
import { localPath } from './local-path.ts'
import { metricsServer } from './metrics-server.ts'

const objectsOf = (text: string): readonly AnyObj[] => splitYamlDocuments(text).map((document) => readYaml(document) as AnyObj)

const manifests: Readonly<Record<string, () => readonly AnyObj[]>> = {
  coredns: () => objectsOf(coredns),
  'ingress-nginx': () => objectsOf(ingressNginx),
  'cert-manager': () => [...certManagerDefinitions, ...objectsOf(certManager)],
  'metrics-server': () => objectsOf(metricsServer),
  'local-path': () => objectsOf(localPath),
  gateway: () => [...gatewayDefinitions, ...objectsOf(gateway)],
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
