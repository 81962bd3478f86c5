/** One world: everything wired. The second file to read. */
import type { UserInfo } from '../apiserver/request.ts'
import { createApi } from '../apiserver/api.ts'
import { createApiServer } from '../apiserver/server.ts'
import { createStore } from '../apiserver/store.ts'
import { WITH_LOAD_BALANCERS } from '../controllers/addons/index.ts'
import type { Controller, Parts, World as ControllerWorld } from '../controllers/controller.ts'
import { createEventRecorder, createNewEventRecorder } from '../controllers/events.ts'
import { controllers } from '../controllers/index.ts'
import { createAddresses } from '../controllers/kubelet/addresses.ts'
import { createContainerRuntime } from '../controllers/kubelet/runtime.ts'
import { createManager } from '../controllers/manager.ts'
import { NodeMetricsKind, PodMetricsKind } from '../kinds/metrics/metrics.ts'
import { createKinds } from '../kinds/registry.ts'
import { createRandom } from '../lib/random.ts'
import { createNetwork } from '../network/network.ts'
import { fillBaseline } from './baseline.ts'
import { credentials } from './generated/credentials.ts'
import { createApiEndpoint } from './api-endpoint.ts'
import { podTokens } from './pod-tokens.ts'
import { createContainerPrograms, createContainers } from './containers.ts'

export interface WorldOptions {
  /** Where all chance comes from. */
  readonly seed: number
  /** Virtual time at the start, milliseconds since the epoch. */
  readonly startMs?: number
  readonly addons?: readonly string[]
  /** One node that takes all pods, or a control plane and a worker (default). */
  readonly nodes?: 'single' | 'pair'
}

export type World = ReturnType<typeof createWorld>

/** Default start: any fixed day does, so that the same seed gives the same bytes. */
const START_MS = Date.UTC(2026, 5, 1, 9, 0, 0)
/** The cluster is quiet when nothing was written for this long. */
const QUIET_MS = 1_300
/** The part of it that passes for sure. */
const SETTLED_MS = 1_000
/** A settle never jumps further than this. */
const SETTLE_MAX_MS = 120_000

export const ADMIN: UserInfo = { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] }

export function createWorld(options: WorldOptions) {
  const startMs = options.startMs ?? START_MS
  let now = startMs
  const clock = (): number => now
  const random = createRandom(options.seed)
  const kinds = createKinds()
  const store = createStore(clock)
  const server = createApiServer({ store, kinds, random: random.fork('apiserver'), now: clock, tokenKeyPem: credentials.serviceAccounts.keyPem })
  fillBaseline(server, options.nodes ?? 'pair')
  const programs = createContainerPrograms({ now: clock, random: random.fork('programs'), network: () => network })
  const runtime = createContainerRuntime({ cluster: server.reader, random: random.fork('runtime'), now: clock, programs: () => programs, tokenOf: podTokens(server) })
  const network = createNetwork({ cluster: server.reader, random: random.fork('network'), containers: runtime, apiServer: createApiEndpoint(server) })
  const addons = options.addons ?? []
  if (addons.includes('metrics-server')) for (const kind of [NodeMetricsKind, PodMetricsKind]) kinds.add(kind as never)
  const parts: Parts = { runtime, network, authority: credentials.authority, tokens: server.tokens, addresses: createAddresses(), loadBalancers: addons.some((name) => WITH_LOAD_BALANCERS.includes(name)) }
  let ticks = 0
  let settledRevision = store.revision
  const worldOf = (controller: Controller): ControllerWorld => {
    const user = controller.user ?? `system:serviceaccount:kube-system:${controller.name}`
    const api = createApi(server, { name: user, groups: ['system:masters'] }, controller.program ?? 'kube-controller-manager')
    const component = controller.component ?? controller.name
    return {
      api, parts,
      get now() {
        return now
      },
      random: random.fork(controller.name),
      event: controller.events === 'events.k8s.io'
        ? createNewEventRecorder(api, component, `${component}-controlplane`, () => ticks++)
        : createEventRecorder(api, { component, ...(controller.hostOf ? { hostOf: controller.hostOf } : {}) }, () => ticks++),
      memory: new Map(),
    }
  }
  const manager = createManager(controllers, store, worldOf, clock)

  const jump = (to: number): void => {
    now = Math.max(now, to)
    manager.fire(now)
    manager.drain()
  }
  return {
    server, store, kinds, random, parts, network, addons, startMs,
    containers: createContainers(server.reader, parts.runtime),
    get now() {
      return now
    },
    /** Lets the cluster answer what has been asked of it, with no time passing. */
    drain: () => manager.drain(),
    /**
     * Lets time jump from timer to timer until nothing has been written for a while.
     * `probation`: also until failing containers have had their second chance; `pause`: and a second on top.
     */
    settle({ pause = true, probation = true }: { readonly pause?: boolean; readonly probation?: boolean } = {}) {
      manager.drain()
      const end = now + SETTLE_MAX_MS
      let quietSince = now
      for (;;) {
        const next = manager.nextTimer
        if (next === undefined || next > end || (next - quietSince > QUIET_MS && !(probation && manager.unsettled))) break
        const revision = store.revision
        jump(next)
        if (store.revision !== revision) quietSince = now
      }
      // what is done after something settled happens in a later second than what settled
      if (!pause || store.revision === settledRevision) return
      now = Math.max(now, quietSince + SETTLED_MS)
      settledRevision = store.revision
    },
    /** Jumps to the next timer, or to `end` when none fires before. */
    step(end: number) {
      manager.drain()
      jump(Math.min(manager.nextTimer ?? end, end))
    },
    /** Lets this much time pass; every timer on the way fires at its moment. */
    advance(ms: number) {
      const end = now + ms
      manager.drain()
      for (let next = manager.nextTimer; next !== undefined && next <= end; next = manager.nextTimer) jump(next)
      jump(end)
    },
    /** The whole state as plain data: equal dumps mean equal worlds. */
    dump() {
      const objects = kinds.all().flatMap((kind) => store.list(kind))
      return { now: new Date(now).toISOString(), revision: store.revision, objects }
    },
  }
}
