/** The containers that a pod's status calls running, with the ports that their images open. */
import type { Image } from '../images/image.ts'
import { pull } from '../images/index.ts'
import type { Container, Pod } from '../kinds/generated/api-types.ts'
import type { Reader } from '../kinds/kind.ts'
import { mountedFile } from './mounts.ts'
import type { Containers, RunningContainer } from './packet.ts'

/** Works out what runs from the objects alone; the result is kept as long as the pod stays the same object. */
export function createDerivedContainers(cluster: Reader, log: (pod: Pod, container: string, line: string) => void): Containers {
  const known = new WeakMap<Pod, readonly RunningContainer[]>()
  return {
    running(pod) {
      let containers = known.get(pod)
      if (containers === undefined) known.set(pod, (containers = runningIn(pod, cluster, log)))
      return containers
    },
  }
}

function runningIn(pod: Pod, cluster: Reader, log: (pod: Pod, container: string, line: string) => void): readonly RunningContainer[] {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]
  return [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].flatMap((container) => {
    if (statuses.find((s) => s.name === container.name)?.state?.running === undefined) return []
    return [describe(pod, container, cluster, (line) => log(pod, container.name, line))]
  })
}

function describe(pod: Pod, container: Container, cluster: Reader, log: (line: string) => void): RunningContainer {
  const name = container.image ?? ''
  const pulled = pull(name)
  const image = 'image' in pulled ? pulled.image : undefined
  const argv = commandOf(container, image)
  const env = new Map([...Object.entries(image?.env ?? {}), ...(container.env ?? []).map((e): [string, string] => [e.name, e.value ?? ''])])
  const readFile = (path: string): string | undefined => mountedFile(pod, container, path, cluster) ?? image?.files?.[path]
  const ports = (container.ports ?? []).map((p) => ({
    containerPort: p.containerPort, ...(p.name === undefined ? {} : { name: p.name }), ...(p.protocol === undefined ? {} : { protocol: p.protocol }),
  }))
  const started = image?.start?.({ argv, image: name, env, ports, hostname: pod.metadata.name, now: cluster.now, readFile })
  return { pod, name: container.name, image: name, argv, env, listens: started?.listens ?? [], readFile, log }
}

/** Entrypoint and arguments: the pod's command replaces both, its args only the second. */
function commandOf(container: Container, image: Image | undefined): readonly string[] {
  if (container.command !== undefined && container.command.length > 0) return [...container.command, ...(container.args ?? [])]
  return [...(image?.entrypoint ?? []), ...(container.args ?? image?.command ?? [])]
}
