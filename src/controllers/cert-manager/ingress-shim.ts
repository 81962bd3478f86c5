/** ingress-shim: a Certificate for each TLS entry of an annotated Ingress (pkg/controller/certificate-shim/sync.go). */
import type { Ingress as IngressObject } from '../../kinds/generated/api-types.ts'
import { Ingress } from '../../kinds/networking/ingress.ts'
import type { Controller, World } from '../controller.ts'
import type { Certificate, IssuerRef } from './kinds.ts'
import { GROUP, USER, controllerPod, kindOf, listed, ownedBy, ownerKeys } from './kinds.ts'

const RETRY_MS = 5_000

export const ingressShimController: Controller<IngressObject> = {
  name: 'cert-manager-ingress-shim', component: 'cert-manager-ingress-shim', user: USER, program: 'cert-manager-controller',
  reconciles: Ingress,
  sees: (change) => (change.kind.kind === 'Certificate' && change.kind.group === GROUP ? ownerKeys('Ingress')(change.after ?? change.before!) : undefined),
  reconcile(ingress, world) {
    if (kindOf(world, 'Certificate') === undefined || ingress.metadata.deletionTimestamp !== undefined) return
    const ref = issuerRefOf(ingress)
    if (ref === undefined) return
    if (controllerPod(world) === undefined) return { ms: RETRY_MS }
    sync(ingress, ref, world)
    return undefined
  },
}

function issuerRefOf({ metadata: { annotations = {} } }: IngressObject): IssuerRef | undefined {
  const group = annotations['cert-manager.io/issuer-group'] ?? GROUP
  const cluster = annotations['cert-manager.io/cluster-issuer']
  if (cluster !== undefined) return { name: cluster, kind: 'ClusterIssuer', group }
  const named = annotations['cert-manager.io/issuer']
  return named === undefined ? undefined : { name: named, kind: annotations['cert-manager.io/issuer-kind'] ?? 'Issuer', group }
}

function sync(ingress: IngressObject, ref: IssuerRef, world: World): void {
  const namespace = ingress.metadata.namespace ?? ''
  const kind = kindOf(world, 'Certificate')!
  const wanted = new Map<string, readonly string[]>()
  for (const [i, entry] of (ingress.spec.tls ?? []).entries()) {
    const missing = (entry.hosts ?? []).length === 0 ? 'hosts' : (entry.secretName ?? '') === '' ? 'secretName' : undefined
    if (missing !== undefined) {
      const key = `bad ${ingress.metadata.uid} ${i} ${ingress.metadata.generation ?? 0}`
      if (!world.memory.has(key)) world.event(ingress, 'Warning', 'BadConfig', `Skipped a TLS block: spec.tls[${i}].${missing}: Required value`)
      world.memory.set(key, true)
    } else wanted.set(entry.secretName!, [...(wanted.get(entry.secretName!) ?? []), ...entry.hosts!])
  }
  const own = listed<Certificate>(world, 'Certificate', namespace).filter((c) => (c.metadata.ownerReferences ?? []).some((o) => o.uid === ingress.metadata.uid))
  for (const [name, hosts] of wanted) {
    const spec = specFor(ingress, ref, name, hosts)
    const existing = world.api.get(kind, namespace, name) as Certificate | undefined
    if (existing === undefined) {
      world.api.create(kind, { metadata: { name, namespace, labels: { ...ingress.metadata.labels }, ownerReferences: [ownedBy(ingress)] }, spec } as never)
      world.event(ingress, 'Normal', 'CreateCertificate', `Successfully created Certificate "${name}"`)
    } else if (own.some((c) => c.metadata.uid === existing.metadata.uid) && JSON.stringify(sorted(existing.spec)) !== JSON.stringify(sorted({ ...existing.spec, ...spec }))) {
      world.api.update(kind, existing, (draft: any) => { draft.spec = { ...draft.spec, ...spec } })
      world.event(ingress, 'Normal', 'UpdateCertificate', `Successfully updated Certificate "${name}"`)
    }
  }
  for (const left of own.filter((c) => !wanted.has(c.spec.secretName))) {
    world.api.delete(kind, left)
    world.event(ingress, 'Normal', 'DeleteCertificate', `Successfully deleted unrequired Certificate "${left.metadata.name}"`)
  }
}

const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/** What annotations may say about the Certificate (helper.go, translateAnnotations). */
function specFor({ metadata: { annotations = {} } }: IngressObject, issuerRef: IssuerRef, secretName: string, hosts: readonly string[]): object {
  const at = (name: string): string | undefined => annotations[`cert-manager.io/${name}`]
  const keys = { algorithm: at('private-key-algorithm'), encoding: at('private-key-encoding'), rotationPolicy: at('private-key-rotation-policy'), size: at('private-key-size') }
  const privateKey = Object.fromEntries(Object.entries(keys).filter(([, v]) => v !== undefined).map(([k, v]) => [k, k === 'size' ? Number(v) : v]))
  return {
    dnsNames: [...new Set(hosts)], issuerRef, secretName,
    usages: at('usages')?.split(',').map((u) => u.trim()) ?? ['digital signature', 'key encipherment'],
    ...(at('common-name') === undefined ? {} : { commonName: at('common-name') }), ...(at('duration') === undefined ? {} : { duration: at('duration') }),
    ...(at('renew-before') === undefined ? {} : { renewBefore: at('renew-before') }),
    ...(at('revision-history-limit') === undefined ? {} : { revisionHistoryLimit: Number(at('revision-history-limit')) }),
    ...(Object.keys(privateKey).length === 0 ? {} : { privateKey }),
  }
}
