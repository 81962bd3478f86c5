/** The learner's computer: its files, its shell, and the programs that reach the cluster. */
import { createKubectl } from '../kubectl/kubectl.ts'
import type { Input, Io, Pause, Place, Program, Running } from '../lib/process.ts'
import { Signal } from '../lib/process.ts'
import { createFiles } from '../lib/memory-files.ts'
import { NODE_RESOLV_CONF } from '../network/dns/resolv-conf.ts'
import { runAsync } from '../shell/drive.ts'
import { createNetworkPrograms } from '../shell/programs/network-programs.ts'
import { createSession } from '../shell/session.ts'
import type { RunResult } from './checks/check.ts'
import { kubeconfigText } from './kubeconfig.ts'
import { connectTo } from './connection.ts'
import type { ScreenAnswer } from './live.ts'
import type { Lab } from './scenario/scenario.ts'
import type { World } from './world.ts'

export type Sink = (stream: 'out' | 'err', text: string) => void

type ScreenPause = Extract<Pause, { for: 'screen' }>

export type Machine = ReturnType<typeof createMachine>

/** How the waiting of programs is done. */
export interface Pace {
  /** Lets this much time pass. */
  sleep(ms: number): Promise<void>
  /** Lets time pass until something in the cluster changes, `ms` at the most; false: nothing ever will. */
  change(ms: number | undefined): Promise<boolean>
  /** Waits until something was typed into `stdin`, `ms` at the most. */
  input?(ms: number | undefined): Promise<void>
  /** What is typed; absent: nothing ever is. */
  readonly stdin?: Input
  /** Lends the screen to an editor or pager. */
  screen?(pause: ScreenPause): Promise<ScreenAnswer | undefined>
  readonly terminal?: { readonly columns: number; readonly rows: number }
  readonly signal?: AbortSignal
}

const HOME = '/root'
/** The learner's shell runs on the control plane. */
export const HOST: Place = { node: 'controlplane' }
const SERVER = 'https://127.0.0.1:6443'

export function createMachine(world: World, lab: Lab | undefined) {
  const files = createFiles({ now: () => world.now })
  furnish(files, lab)
  const random = world.random.fork('shell')
  const cluster = {
    now: () => world.now, random: () => random.integer(2 ** 31) / 2 ** 31,
    connect: connectTo(world), containers: world.containers, forward: world.network.forward,
  }
  const programs = new Map<string, Program>([
    ['kubectl', createKubectl(cluster)],
    ...createNetworkPrograms({ network: world.network, place: () => HOST, now: () => world.now, random }),
  ])
  const shell = createSession({
    files, programs, now: () => world.now, random: cluster.random, interactive: true,
    env: { HOME, HOSTNAME: 'controlplane', USER: 'root' },
  })

  const drive = async (running: Running, pace: Pace): Promise<number> => {
    const change = async (ms: number | undefined): Promise<void> => {
      if (!(await pace.change(ms))) throw new Signal('INT')
    }
    return runAsync(running, {
      sleep: pace.sleep, change,
      ...(pace.input === undefined ? {} : { input: (ms) => pace.input!(ms) }),
      ...(pace.screen === undefined ? {} : { screen: lend(pace.screen) }),
      ...(pace.signal === undefined ? {} : { signal: pace.signal }),
    })
  }
  /** A line in a container's own shell. Throws a KubectlError as `kubectl exec` would print it. */
  const runIn = (place: Place, line: string, io: Io): Running => {
    if ('node' in place) return createSession({ files, programs, now: () => world.now, random: cluster.random }).run(line, io)
    return world.containers.exec(place, ['sh', '-c', line], io, false)
  }
  /** Whatever else was written from an editor is written here; the program itself writes its own file. */
  const lend = (screen: NonNullable<Pace['screen']>) => async (pause: ScreenPause) => {
    const answer = await screen(pause)
    for (const { path, text } of answer?.others ?? []) files.write(path, text)
    return answer
  }
  return {
    files, shell, programs,
    /** Runs a line in the learner's shell, or in a container or on a node. */
    async run(line: string, from: Place | undefined, pace: Pace, sink?: Sink): Promise<RunResult> {
      const said = { out: '', err: '' }
      const output = (stream: 'out' | 'err') => ({
        write(text: string) {
          said[stream] += text
          sink?.(stream, text)
        },
      })
      const io = {
        stdout: output('out'), stderr: output('err'), stdin: pace.stdin ?? { read: () => undefined },
        ...(pace.terminal === undefined ? {} : { terminal: pace.terminal }),
      }
      const running = from === undefined ? shell.run(line, io) : runIn(from, line, { ...shell.io(), ...io })
      const exit = await drive(running, pace)
      return { exit, stdout: said.out, stderr: said.err }
    },
  }
}

function furnish(files: ReturnType<typeof createFiles>, lab: Lab | undefined): void {
  for (const folder of ['/root/.kube', '/tmp', '/etc/kubernetes', '/home', '/usr/local/bin', '/var/log', '/opt']) files.mkdir(folder, { recursive: true })
  files.mount(`${HOME}/.kube/config`, () => kubeconfigText(SERVER), { mode: 0o600 })
  files.mount('/etc/kubernetes/admin.conf', () => kubeconfigText(SERVER), { mode: 0o600 })
  files.write('/etc/hostname', 'controlplane\n')
  files.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n')
  files.write('/etc/hosts', '127.0.0.1\tlocalhost\n127.0.1.1\tcontrolplane\n192.168.56.10\tcontrolplane\n192.168.56.11\tnode01\n')
  files.write('/etc/resolv.conf', NODE_RESOLV_CONF)
  files.write('/etc/os-release', OS_RELEASE)
  files.write(`${HOME}/.bashrc`, "alias k=kubectl\n")
  for (const [name, text] of lab?.files ?? []) {
    const path = `${HOME}/${name}`
    files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true })
    files.write(path, text)
  }
}

const OS_RELEASE = `PRETTY_NAME="Ubuntu 22.04.5 LTS"
NAME="Ubuntu"
VERSION_ID="22.04"
VERSION="22.04.5 LTS (Jammy Jellyfish)"
VERSION_CODENAME=jammy
ID=ubuntu
ID_LIKE=debian
`
