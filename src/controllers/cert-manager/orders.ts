/** Orders: a Challenge for each name, then the certificate (pkg/controller/acmeorders/sync.go). */
import { toBase64 } from '../../lib/base64.ts'
import { decodeBase64 } from '../../network/mounts.ts'
import { parseRequest } from '../../pki/request.ts'
import type { World } from '../controller.ts'
import { acmeServer } from './acme-server.ts'
import { hashNumber } from './certificate-requests.ts'
import { setStatus } from './conditions.ts'
import type { Challenge, Issuer, Order, Solver } from './kinds.ts'
import { customController, issuerOf, kindOf, listed, ownedBy, ownerKeys } from './kinds.ts'

const FINAL = new Set(['valid', 'invalid', 'expired', 'errored'])
const TOKEN_BYTES = 32

export const ordersController = customController<Order>({
  name: 'cert-manager-orders', component: 'cert-manager-orders', kind: 'Order',
  watches: { Challenge: ownerKeys('Order') },
  reconcile(order, world) {
    const own = listed<Challenge>(world, 'Challenge', order.metadata.namespace).filter((c) => (c.metadata.ownerReferences ?? []).some((o) => o.uid === order.metadata.uid))
    if (FINAL.has(order.status?.state ?? '')) {
      for (const challenge of own) world.api.delete(kindOf(world, 'Challenge')!, challenge)
      return
    }
    const issuer = issuerOf(world, order.spec.issuerRef, order.metadata.namespace ?? '')
    if (issuer?.spec.acme === undefined) return
    const server = acmeServer(issuer.spec.acme.server, world)
    if (typeof server === 'string') return
    const names = namesOf(order)
    const end = (state: string, reason: string): void => setStatus(world, 'Order', order, (s) => Object.assign(s, { state, reason, failureTime: new Date(world.now).toISOString().slice(0, 19) + 'Z' }))
    if (order.status?.url === undefined) {
      const limited = server.limit(names)
      if (limited !== undefined) return end('errored', `Failed to create Order: ${limited}`)
      return open(order, issuer, names, world)
    }
    if (own.length < names.length) return challenge(order, issuer, names, own, world)
    const bad = own.find((c) => ['invalid', 'errored', 'expired'].includes(c.status?.state ?? ''))
    if (bad !== undefined) return setStatus(world, 'Order', order, (s) => Object.assign(s, { state: 'invalid', failureTime: new Date(world.now).toISOString().slice(0, 19) + 'Z' }))
    if (!own.every((c) => c.status?.state === 'valid')) return
    const csr = parseRequest(decodeBase64(order.spec.request))
    if (csr === undefined) return end('errored', 'Failed to finalize Order: the request cannot be read')
    const chain = server.finalize(csr, names)
    setStatus(world, 'Order', order, (s) => Object.assign(s, { state: 'valid', certificate: toBase64(chain) }))
    world.event(order, 'Normal', 'Complete', 'Order completed successfully')
  },
})

const namesOf = ({ spec }: Order): readonly string[] => [...new Set([...(spec.commonName === undefined ? [] : [spec.commonName]), ...(spec.dnsNames ?? [])])]

function open(order: Order, issuer: Issuer, names: readonly string[], world: World): void {
  const origin = new URL(issuer.spec.acme!.server).origin
  const number = `${1_000_000 + world.random.integer(8_999_999)}/${10_000_000 + world.random.integer(89_999_999)}`
  setStatus(world, 'Order', order, (status) => Object.assign(status, {
    url: `${origin}/acme/order/${number}`, finalizeURL: `${origin}/acme/finalize/${number}`, state: 'pending',
    authorizations: names.map((name) => ({
      identifier: name.replace(/^\*\./, ''), initialState: 'pending', url: `${origin}/acme/authz/${world.random.integer(2 ** 31)}`, wildcard: name.startsWith('*.'),
      challenges: (name.startsWith('*.') ? ['dns-01'] : ['http-01', 'dns-01', 'tls-alpn-01']).map((type) => ({ type, token: tokenFor(world), url: `${origin}/acme/chall/${world.random.integer(2 ** 31)}` })),
    })),
  }))
}

const tokenFor = (world: World): string => Buffer.from(world.random.bytes(TOKEN_BYTES)).toString('base64url')

/** A Challenge for every name that has none, with the solver that fits it best. */
function challenge(order: Order, issuer: Issuer, names: readonly string[], own: readonly Challenge[], world: World): void {
  for (const name of names) {
    const dnsName = name.replace(/^\*\./, '')
    if (own.some((c) => c.spec.dnsName === dnsName)) continue
    const solver = solverFor(issuer, name, order)
    if (solver === undefined) {
      setStatus(world, 'Order', order, (s) => Object.assign(s, { state: 'errored', reason: `Failed to determine a valid solver configuration for the set of domains on the Order: no configured challenge solvers can be used for this challenge` }))
      world.event(order, 'Warning', 'Solver', 'Failed to determine a valid solver configuration for the set of domains on the Order: no configured challenge solvers can be used for this challenge')
      return
    }
    const type = solver.dns01 !== undefined ? 'DNS-01' : 'HTTP-01'
    const token = tokenFor(world)
    const key = `${token}.${Buffer.from(world.random.bytes(TOKEN_BYTES)).toString('base64url')}`
    const spec = { dnsName, type, token, key, solver, issuerRef: order.spec.issuerRef, wildcard: name.startsWith('*.'), url: '', authorizationURL: '' }
    const created = `${order.metadata.name}-${hashNumber(JSON.stringify({ dnsName, type, token }))}`
    world.api.create(kindOf(world, 'Challenge')!, {
      metadata: { name: created, namespace: order.metadata.namespace ?? '', ownerReferences: [ownedBy(order)], finalizers: ['acme.cert-manager.io/finalizer'] }, spec,
    } as never)
    world.event(order, 'Normal', 'Created', `Created Challenge resource "${created}" for domain "${dnsName}"`)
  }
}

/** The most specific selector wins: names, then the longest zone, then labels, then none (sync.go, challengeSpecForAuthorization). */
function solverFor(issuer: Issuer, name: string, order: Order): Solver | undefined {
  const plain = name.replace(/^\*\./, '')
  const usable = (issuer.spec.acme?.solvers ?? []).filter((s) => !name.startsWith('*.') || s.dns01 !== undefined)
  const score = ({ selector }: Solver): number => {
    const { dnsNames = [], dnsZones = [], matchLabels = {} } = selector ?? {}
    const labels = Object.entries(matchLabels)
    if (labels.some(([k, v]) => order.metadata.labels?.[k] !== v)) return -1
    if (dnsNames.length > 0) return dnsNames.includes(name) ? 10_000 : -1
    const zones = dnsZones.filter((z) => plain === z || plain.endsWith(`.${z}`)).map((z) => z.length)
    if (dnsZones.length > 0) return zones.length > 0 ? 100 + Math.max(...zones) : -1
    return labels.length
  }
  return usable.map((solver) => ({ solver, score: score(solver) })).filter((s) => s.score >= 0).sort((a, b) => b.score - a.score)[0]?.solver
}
