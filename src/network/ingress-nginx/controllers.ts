/** The ingress-nginx controllers that run in the cluster, found by what their containers are. */
import { Pod } from '../../kinds/core/pod.ts'
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import { indexed } from '../indexes.ts'
import type { NetworkContext, RunningContainer } from '../packet.ts'

const IMAGE = /(^|\/)ingress-nginx\/controller([:@]|$)/

const candidates = indexed((pods: readonly PodObject[]) =>
  pods.filter((pod) => pod.spec?.containers.some((c) => IMAGE.test(c.image ?? '')) === true))

/** Running controller containers, one for each pod. */
export const runningControllers = ({ cluster, containers }: Pick<NetworkContext, 'cluster' | 'containers'>): readonly RunningContainer[] =>
  candidates(cluster.list(Pod)).flatMap((pod) => containers.running(pod).filter((c) => IMAGE.test(c.image)))
