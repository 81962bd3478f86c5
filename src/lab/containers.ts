/** Containers as programs meet them: which commands an image holds, and the way in for kubectl and `from`. */
import type { ContainerRun } from '../controllers/kubelet/container-run.ts'
import type { ProgramPlace, Programs } from '../controllers/kubelet/programs.ts'
import type { ContainerRuntime } from '../controllers/kubelet/runtime.ts'
import type { Tools } from '../images/image.ts'
import { Pod } from '../kinds/core/pod.ts'
import type { Reader } from '../kinds/kind.ts'
import type { ContainerPlace, Containers } from '../kubectl/cluster.ts'
import { KubectlError } from '../kubectl/errors.ts'
import type { Program } from '../lib/process.ts'
import type { Random } from '../lib/random.ts'
import type { Network } from '../network/network.ts'
import { createPrograms } from '../shell/programs/index.ts'
import { createNetworkPrograms } from '../shell/programs/network-programs.ts'
import { shellProgram } from '../shell/session.ts'

/** Network programs that a family of images has; an image may list more. */
const NETWORK_TOOLS: Readonly<Record<Tools, readonly string[]>> = {
  scratch: [],
  busybox: ['wget', 'nslookup', 'nc', 'ping', 'hostname', 'ip'],
  debian: ['getent', 'hostname'],
  network: ['curl', 'wget', 'nslookup', 'dig', 'host', 'nc', 'ping', 'getent', 'openssl', 'ip', 'hostname'],
}
const SHELLS: Readonly<Record<Tools, readonly string[]>> = {
  scratch: [], busybox: ['sh', 'ash'], debian: ['sh', 'bash', 'dash'], network: ['sh', 'bash'],
}
const BIN = /^\/(usr\/)?(local\/)?s?bin\//

/** `network` is asked when a program starts, since the network is made after the runtime that it looks into. */
export function createContainerPrograms(parts: { now: () => number; random: Random; network: () => Network }): Programs {
  const random = (): number => parts.random.integer(2 ** 31) / 2 ** 31
  const everyday = createPrograms({ now: parts.now, random })
  const programsAt = ({ image, place }: ProgramPlace): Map<string, Program> => {
    const allowed = new Set([...NETWORK_TOOLS[image.tools], ...(image.programs ?? [])])
    const network = createNetworkPrograms({ network: parts.network(), place: () => place, now: parts.now, random: parts.random })
    const programs = new Map([...everyday, ...[...network].filter(([name]) => allowed.has(name))])
    const dialect = image.tools === 'debian' ? 'dash' : 'ash'
    for (const name of SHELLS[image.tools]) programs.set(name, shellProgram({ programs, now: parts.now, random, name, dialect }))
    return programs
  }
  return {
    find: (name, at) => (at.image.tools === 'scratch' ? undefined : programsAt(at).get(name.replace(BIN, ''))),
  }
}

/** exec, attach and logs; what goes wrong is told in the kubelet's words. */
export function createContainers(cluster: Reader, runtime: ContainerRuntime): Containers {
  const runOf = ({ namespace, pod, container }: ContainerPlace): ContainerRun | undefined => {
    const found = cluster.get(Pod, namespace, pod)
    return found && runtime.runsOf(found.metadata.uid, container).at(-1)
  }
  return {
    exec(at, command, io, tty) {
      const run = runOf(at)
      if (run === undefined || run.exit !== undefined) {
        throw new KubectlError(`Internal error occurred: unable to upgrade connection: container not found (${JSON.stringify(at.container)})`)
      }
      const { stdin, stdout, stderr, terminal } = io
      const running = runtime.exec(run, command, { stdin, stdout, stderr, ...(tty && terminal !== undefined ? { terminal } : {}) })
      if (running === undefined) {
        const name = command[0] ?? ''
        const why = name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'
        throw new KubectlError(
          'Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: ' +
          `failed to start exec "${run.id}": OCI runtime exec failed: exec failed: unable to start container process: exec: ${JSON.stringify(name)}: ${why}`)
      }
      return running
    },
    * attach(at, io) {
      const run = runOf(at)
      if (run === undefined) throw new KubectlError(`Internal error occurred: unable to upgrade connection: container not found (${JSON.stringify(at.container)})`)
      let shown = run.log().length
      while (run.exit === undefined) {
        for (const line of run.log().slice(shown)) (line.stream === 'stdout' ? io.stdout : io.stderr).write(`${line.text}\n`)
        shown = run.log().length
        yield { for: 'change' }
      }
      return run.exit.code
    },
    log(at, previous) {
      const pod = cluster.get(Pod, at.namespace, at.pod)
      const runs = pod === undefined ? [] : runtime.runsOf(pod.metadata.uid, at.container)
      return (previous ? runs.at(-2) : runs.at(-1))?.log()
    },
  }
}
