/** The container runtime of all nodes: starts containers, keeps what ran, answers who listens where. */
import type { Image } from '../../images/image.ts'
import type { Container, Pod } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import type { Random } from '../../lib/random.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import type { Containers, RunningContainer } from '../../network/packet.ts'
import type { Storage } from './container-files.ts'
import { containerFiles } from './container-files.ts'
import { ContainerRun } from './container-run.ts'
import { commandOf } from './environment.ts'
import type { Programs } from './programs.ts'
import type { TokenOf } from './volume-content.ts'

declare module '../controller.ts' {
  interface Parts {
    readonly runtime: ContainerRuntime
  }
}

/** The runs of one container of a pod, the newest last; older ones than the last two are forgotten. */
type Runs = readonly ContainerRun[]

export interface ContainerRuntime extends Containers {
  /** A text is what runc says when there is nothing to run. */
  start(pod: Pod, container: Container, image: Image, env: ReadonlyMap<string, string>, podIP: string): ContainerRun | string
  runsOf(podUid: string, container: string): Runs
  /** Every container of a pod that has ever run and was not removed. */
  containersOf(podUid: string): ReadonlyMap<string, Runs>
  /** Runs a program inside a running container: `kubectl exec`, exec probes, lifecycle hooks. Undefined: no such program. */
  exec(run: ContainerRun, argv: readonly string[], io?: Partial<Io>): Running | undefined
  remove(podUid: string): void
  /** A fresh container ID. */
  newId(): string
  /** Whether the kubelet of a node does its work; a node's own commands may stop it. */
  isKubeletUp(nodeName: string): boolean
  setKubeletUp(nodeName: string, up: boolean): void
}

const RUNS_KEPT = 2
const ID_BYTES = 32

export function createContainerRuntime(parts: { cluster: Reader; random: Random; now: () => number; programs: () => Programs; tokenOf: TokenOf }): ContainerRuntime {
  const { cluster, random, now } = parts
  const pods = new Map<string, Map<string, ContainerRun[]>>()
  const down = new Set<string>()
  const storage: Storage = new Map()

  const newId = (): string => hex(random.bytes(ID_BYTES))
  const find = (run: ContainerRun, name: string): Program | undefined => parts.programs().find(name, {
    image: run.image,
    place: { namespace: run.pod.metadata.namespace!, pod: run.pod.metadata.name, container: run.container.name },
  })
  const runIn = (run: ContainerRun): Io['run'] => function* (argv, io) {
    const program = find(run, argv[0] ?? '')
    if (program === undefined) return 127
    const running = program(argv.slice(1), io)
    return typeof running === 'number' ? running : yield* running
  }
  const start: ContainerRuntime['start'] = (pod, container, image, env, podIP) => {
    const argv = commandOf(container, image, env)
    const id = newId()
    const run: ContainerRun = new ContainerRun(
      { id, pod, container, image, argv, env, podIP, now: now() }, () => containerFiles(run, cluster, now, storage, parts.tokenOf))
    const memory = container.resources?.limits?.['memory']
    const started = image.start?.({
      argv, image: container.image ?? '', env, ports: (container.ports ?? []) as never, hostname: pod.spec.hostname ?? pod.metadata.name, now: now(),
      readFile: (path) => run.readFile(path),
      ...(memory === undefined ? {} : { memoryLimitBytes: parseQuantity(memory).value() }),
    })
    if (started !== undefined) run.serve(started.listens, started.logs, started.exit)
    else {
      const name = argv[0]
      if (name === undefined) return 'no command specified'
      const program = find(run, name) ?? ownProgram(image, name)
      if (program === undefined) return `exec: ${JSON.stringify(name)}: ${name.includes('/') ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'}: unknown`
      run.run(asRunning(program, argv.slice(1), run.io(now, runIn(run))))
    }
    keep(run)
    return run
  }
  const keep = (run: ContainerRun): void => {
    const uid = run.pod.metadata.uid!
    let containers = pods.get(uid)
    if (containers === undefined) pods.set(uid, (containers = new Map()))
    containers.set(run.container.name, [...(containers.get(run.container.name) ?? []), run].slice(-RUNS_KEPT))
  }
  const asSeen = (run: ContainerRun, pod: Pod): RunningContainer => ({
    pod, name: run.container.name, image: run.container.image ?? '', argv: run.argv, env: run.env, listens: run.listens,
    readFile: (path) => run.readFile(path),
    log: (line) => run.write('stdout', `${line}\n`, now()),
  })

  return {
    start, newId,
    runsOf: (uid, container) => pods.get(uid)?.get(container) ?? [],
    containersOf: (uid) => pods.get(uid) ?? new Map(),
    running: (pod) => [...(pods.get(pod.metadata.uid!)?.values() ?? [])]
      .map((runs) => runs.at(-1)!).filter((run) => run.exit === undefined).map((run) => asSeen(run, pod)),
    exec(run, argv, io = {}) {
      const program = find(run, argv[0] ?? '')
      run.touched = true
      return program && asRunning(program, argv.slice(1), { ...run.io(now, runIn(run)), ...io })
    },
    remove: (uid) => void pods.delete(uid),
    isKubeletUp: (node) => !down.has(node),
    setKubeletUp: (node, up) => void (up ? down.delete(node) : down.add(node)),
  }
}

/** A program that the image has and nobody described does its work and ends. */
const ownProgram = (image: Image, name: string): Program | undefined => {
  const word = name.slice(name.lastIndexOf('/') + 1)
  const known = [...(image.programs ?? []), ...[image.entrypoint?.[0], image.command?.[0]].filter((w) => w !== undefined)]
  return known.some((k) => k === word || k.replace(/\d+$/, '') === word) ? () => 0 : undefined
}

function* asRunning(program: Program, args: readonly string[], io: Io): Running {
  const running = program(args, io)
  return typeof running === 'number' ? running : yield* running
}

const hex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += DIGITS[byte >> 4]! + DIGITS[byte & 15]!
  return text
}
const DIGITS = '0123456789abcdef'
