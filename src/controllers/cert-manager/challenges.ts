/** Challenges: presented, checked from inside, then validated from outside (pkg/controller/acmechallenges/sync.go). */
import type { Again, World } from '../controller.ts'
import { podHosts, podResolvConf } from '../../network/dns/resolv-conf.ts'
import { peerOf } from '../../network/dns/resolve.ts'
import { acmeServer } from './acme-server.ts'
import { setStatus } from './conditions.ts'
import type { Challenge } from './kinds.ts'
import { controllerPod, customController, issuerOf, kindOf } from './kinds.ts'
import { fetchChallenge } from './self-check.ts'
import { present, withdraw } from './solver.ts'

/** How often the self check is repeated. */
const CHECK_MS = 10_000
const FINAL = new Set(['valid', 'invalid', 'expired', 'errored'])
const FINALIZER = 'acme.cert-manager.io/finalizer'

export const challengesController = customController<Challenge>({
  name: 'cert-manager-challenges', component: 'cert-manager-challenges', kind: 'Challenge',
  reconcile(challenge, world): Again | undefined {
    if (challenge.metadata.deletionTimestamp !== undefined) return void release(challenge, world)
    const { state = '', processing, presented } = challenge.status ?? {}
    if (FINAL.has(state)) {
      if (presented === true || processing === true) {
        withdraw(challenge, world)
        setStatus(world, 'Challenge', challenge, (s) => Object.assign(s, { presented: false, processing: false }))
      }
      return undefined
    }
    if (processing !== true) {
      world.event(challenge, 'Normal', 'Started', 'Challenge scheduled for processing')
      setStatus(world, 'Challenge', challenge, (s) => Object.assign(s, { presented: false, processing: true, state: 'pending' }))
      return undefined
    }
    if (presented !== true) {
      present(challenge, world)
      const how = challenge.spec.type
      world.event(challenge, 'Normal', 'Presented', `Presented challenge using ${how} challenge mechanism`)
      setStatus(world, 'Challenge', challenge, (s) => Object.assign(s, { presented: true }))
      return { ms: 1000 }
    }
    present(challenge, world)
    return check(challenge, world)
  },
})

function check(challenge: Challenge, world: World): Again | undefined {
  const { dnsName, token, key, type, issuerRef } = challenge.spec
  const pod = controllerPod(world)!
  const network = world.parts.network!
  if (type === 'HTTP-01') {
    const url = `http://${dnsName}/.well-known/acme-challenge/${token}`
    const got = fetchChallenge(url, peerOf(pod), { hosts: podHosts(pod), resolvConf: podResolvConf(pod) }, network)
    const wrong = 'failed' in got ? `failed to perform self check GET request '${url}': ${got.failed}`
      : got.status !== 200 ? `wrong status code '${got.status}', expected '200'`
      : got.body.trim() !== key ? `did not get expected response when querying endpoint, expected "${key}" but got: ${got.body.slice(0, 24)}... (truncated)` : undefined
    if (wrong !== undefined) {
      setStatus(world, 'Challenge', challenge, (s) => Object.assign(s, { reason: `Waiting for HTTP-01 challenge propagation: ${wrong}` }))
      return { ms: CHECK_MS }
    }
  }
  const issuer = issuerOf(world, issuerRef, challenge.metadata.namespace ?? '')
  const server = issuer?.spec.acme === undefined ? 'the issuer is gone' : acmeServer(issuer.spec.acme.server, world)
  if (typeof server === 'string') return { ms: CHECK_MS }
  const refused = type === 'HTTP-01' ? server.validate(dnsName, token, key) : undefined
  if (refused !== undefined) {
    const reason = `Error accepting authorization: acme: authorization error for ${dnsName}: ${refused}`
    world.event(challenge, 'Warning', 'Failed', `Accepting challenge authorization failed: acme: authorization error for ${dnsName}: ${refused}`)
    setStatus(world, 'Challenge', challenge, (s) => Object.assign(s, { state: 'invalid', reason }))
    return undefined
  }
  world.event(challenge, 'Normal', 'DomainVerified', `Domain "${dnsName}" verified with "${type}" validation`)
  setStatus(world, 'Challenge', challenge, (s) => Object.assign(s, { state: 'valid', reason: 'Successfully authorized domain' }))
  return undefined
}

/** The finalizer goes when the solver's objects are gone. */
function release(challenge: Challenge, world: World): void {
  withdraw(challenge, world)
  world.api.update(kindOf(world, 'Challenge')!, challenge, (draft: any) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((f: string) => f !== FINALIZER)
  })
}
