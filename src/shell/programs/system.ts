/** Programs that tell about the machine: hostname, whoami, id, uname, which, ps, free, df, nproc. */
import { resolvePath } from '../../lib/path.ts'
import type { Io, Program } from '../../lib/process.ts'
import { diffPrograms } from './diff.ts'
import { editorPrograms } from './editors.ts'
import type { ProgramTable } from './index.ts'
import { parseOptions } from './options.ts'
import { badOption } from './program.ts'

export const systemPrograms: ProgramTable = context => ({
  hostname,
  whoami: (_, io) => print(io, user(io)),
  id,
  groups: (_, io) => print(io, user(io)),
  users: (_, io) => print(io, user(io)),
  tty: (_, io) => print(io, io.terminal ? '/dev/pts/0' : 'not a tty', io.terminal ? 0 : 1),
  uname,
  arch: (_, io) => print(io, 'x86_64'),
  nproc: (_, io) => print(io, '4'),
  which,
  ps,
  free,
  df,
  ...diffPrograms(context),
  ...editorPrograms(context),
})

function print(io: Io, text: string, status = 0): number {
  io.stdout.write(`${text}\n`)
  return status
}

const user = (io: Io): string => io.env.get('USER') ?? 'root'

function read(io: Io, path: string): string | undefined {
  return io.files.exists(path) ? io.files.readText(path).trim() : undefined
}

function hostName(io: Io): string {
  return read(io, '/etc/hostname') ?? io.env.get('HOSTNAME') ?? 'localhost'
}

function hostname(args: readonly string[], io: Io): number {
  const name = hostName(io)
  if (args.includes('-i') || args.includes('-I')) {
    const line = (read(io, '/etc/hosts') ?? '')
      .split('\n')
      .find(each => each.split(/\s+/).slice(1).includes(name))
    return print(io, line?.split(/\s+/)[0] ?? '127.0.0.1')
  }
  if (args.includes('-s')) return print(io, name.split('.')[0] ?? name)
  return print(io, name)
}

function id(args: readonly string[], io: Io): number {
  const name = args.find(arg => !arg.startsWith('-')) ?? user(io)
  const entry = (read(io, '/etc/passwd') ?? '')
    .split('\n')
    .find(line => line.startsWith(`${name}:`))
    ?.split(':')
  const uid = name === 'root' ? '0' : entry?.[2]
  if (uid === undefined) {
    io.stderr.write(`id: ‘${name}’: no such user\n`)
    return 1
  }
  const gid = name === 'root' ? '0' : (entry?.[3] ?? uid)
  const flags = args.filter(arg => arg.startsWith('-')).join('')
  if (flags.includes('n')) return print(io, name)
  if (flags.includes('u')) return print(io, uid)
  if (/[gG]/.test(flags)) return print(io, gid)
  return print(io, `uid=${uid}(${name}) gid=${gid}(${name}) groups=${gid}(${name})`)
}

const KERNEL = '5.15.0-1083-gcp'

function uname(args: readonly string[], io: Io): number {
  const options = parseOptions(args, {
    flags: 'asnrvmpio',
    long: {
      all: 'a',
      'kernel-name': 's',
      nodename: 'n',
      'kernel-release': 'r',
      'kernel-version': 'v',
      machine: 'm',
      processor: 'p',
      'operating-system': 'o',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'uname', options.bad)
  const parts: readonly (readonly [string, string])[] = [
    ['s', 'Linux'],
    ['n', hostName(io)],
    ['r', KERNEL],
    ['v', '#92-Ubuntu SMP Tue Apr 8 09:15:21 UTC 2025'],
    ['m', 'x86_64'],
    ['p', 'x86_64'],
    ['i', 'x86_64'],
    ['o', 'GNU/Linux'],
  ]
  const chosen = parts.filter(([letter]) => options.has('a') || options.has(letter))
  return print(io, chosen.length === 0 ? 'Linux' : chosen.map(([, text]) => text).join(' '))
}

/** Asks the shell, which knows its programs. */
const which: Program = function* (args, io) {
  let status = 0
  for (const name of args.filter(arg => !arg.startsWith('-'))) {
    let found = ''
    const collect = {
      ...io,
      stdout: {
        write: (text: string) => {
          found += text
        },
      },
      stderr: { write: () => {} },
    }
    yield* io.run(['bash', '-c', `type -P -- ${name.replace(/[^\w./-]/g, '\\$&')}`], collect)
    if (found === '') status = 1
    else io.stdout.write(found)
  }
  return status
}

const MEMORY_KB = 8_141_208

interface Row {
  readonly pid: number
  readonly tty: string
  readonly time: string
  readonly command: string
  readonly cpu: string
  readonly mem: string
  readonly ppid: number
}

function processes(io: Io): Row[] {
  const row = (
    pid: number,
    ppid: number,
    command: string,
    cpu = '0.0',
    mem = '0.1',
    tty = '?',
    time = '00:00:00',
  ): Row => ({ pid, ppid, tty, time, command, cpu, mem })
  const node: Row[] = [
    row(1, 0, '/sbin/init', '0.1', '0.2', '?', '00:00:04'),
    row(702, 1, '/usr/bin/containerd', '0.8', '0.8', '?', '00:01:12'),
    row(
      981,
      1,
      '/usr/bin/kubelet --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml',
      '1.9',
      '1.2',
      '?',
      '00:03:41',
    ),
  ]
  const controlPlane: Row[] = [
    row(
      1534,
      1490,
      'etcd --data-dir=/var/lib/etcd --listen-client-urls=https://127.0.0.1:2379,https://192.168.56.10:2379',
      '2.1',
      '0.7',
      '?',
      '00:04:02',
    ),
    row(
      1551,
      1497,
      'kube-scheduler --kubeconfig=/etc/kubernetes/scheduler.conf --leader-elect=true',
      '0.3',
      '0.7',
      '?',
      '00:00:31',
    ),
    row(
      1563,
      1502,
      'kube-controller-manager --kubeconfig=/etc/kubernetes/controller-manager.conf --leader-elect=true',
      '1.4',
      '1.3',
      '?',
      '00:02:37',
    ),
    row(
      1577,
      1511,
      'kube-apiserver --advertise-address=192.168.56.10 --etcd-servers=https://127.0.0.1:2379 --service-cluster-ip-range=172.20.0.0/16',
      '4.6',
      '3.6',
      '?',
      '00:08:55',
    ),
  ]
  const name = hostName(io)
  const own = [
    row(4210, 4188, 'bash', '0.0', '0.1', 'pts/0'),
    row(4977, 4210, 'ps', '0.0', '0.0', 'pts/0'),
  ]
  if (!/^(controlplane|node\d+)/.test(name))
    return [row(1, 0, 'sh', '0.0', '0.0', '?'), row(12, 1, 'ps', '0.0', '0.0', '?')]
  return [...node, ...(name.startsWith('controlplane') ? controlPlane : []), ...own]
}

function ps(args: readonly string[], io: Io): number {
  const flags = args.join(' ')
  const all = processes(io)
  if (/\baux?\b|-aux|aux/.test(flags)) {
    io.stdout.write('USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n')
    for (const each of all) {
      const rss = Math.round((Number(each.mem) / 100) * MEMORY_KB)
      io.stdout.write(
        `root     ${String(each.pid).padStart(7)}  ${each.cpu}  ${each.mem} ${String(rss * 3).padStart(6)} ${String(rss).padStart(5)} ${each.tty.padEnd(8)} ${each.command === 'ps' ? 'R+' : 'Ss'}   09:00   ${each.time.slice(3).replace(/^0/, '')} ${each.command === 'ps' ? `ps ${flags}` : each.command}\n`,
      )
    }
    return 0
  }
  if (/-e?f|-ef/.test(flags)) {
    io.stdout.write('UID          PID    PPID  C STIME TTY          TIME CMD\n')
    for (const each of all) {
      if (!flags.includes('e') && each.tty === '?') continue
      io.stdout.write(
        `root     ${String(each.pid).padStart(7)} ${String(each.ppid).padStart(7)}  0 09:00 ${each.tty.padEnd(8)} ${each.time} ${each.command === 'ps' ? `ps ${flags}` : each.command}\n`,
      )
    }
    return 0
  }
  io.stdout.write('    PID TTY          TIME CMD\n')
  for (const each of all) {
    if (each.tty === '?' && !/-[eA]/.test(flags) && all.length > 2) continue
    io.stdout.write(
      `${String(each.pid).padStart(7)} ${each.tty.padEnd(8)} ${each.time} ${each.command.split(' ')[0]?.split('/').at(-1)}\n`,
    )
  }
  return 0
}

function free(args: readonly string[], io: Io): number {
  const flags = args.join('')
  const unit = flags.includes('g') ? 1024 * 1024 : flags.includes('m') ? 1024 : 1
  const show = (kb: number): string => {
    if (flags.includes('h'))
      return kb === 0
        ? '0B'
        : kb >= 1024 * 1024
          ? `${(kb / 1024 / 1024).toFixed(1)}Gi`
          : `${Math.round(kb / 1024)}Mi`
    return String(Math.floor(kb / unit))
  }
  const row = (name: string, values: readonly number[]) =>
    `${name.padEnd(7)}${values
      .map(value => show(value).padStart(12))
      .join('')
      .replace(/^ {0}/, ' ')}\n`
  io.stdout.write(
    '               total        used        free      shared  buff/cache   available\n',
  )
  io.stdout.write(row('Mem:', [MEMORY_KB, 1_402_736, 4_118_904, 3_448, 2_619_568, 6_430_172]))
  io.stdout.write(row('Swap:', [0, 0, 0]))
  return 0
}

function df(args: readonly string[], io: Io): number {
  const wide = args.some(arg => /^-\w*h/.test(arg))
  const rows = [
    ['overlay', 20_134_592, 6_284_176, '/'],
    ['tmpfs', 65_536, 0, '/dev'],
    ['/dev/sda1', 20_134_592, 6_284_176, '/etc/hosts'],
    ['shm', 65_536, 0, '/dev/shm'],
    ['tmpfs', 814_120, 1_128, '/run'],
  ] as const
  const size = (kb: number): string => {
    if (!wide) return String(kb)
    return kb === 0
      ? '0'
      : kb >= 1024 * 1024
        ? `${kb / 1024 / 1024 < 10 ? (kb / 1024 / 1024).toFixed(1) : Math.ceil(kb / 1024 / 1024)}G`
        : kb >= 1024
          ? `${kb / 1024 < 10 ? (kb / 1024).toFixed(1) : Math.ceil(kb / 1024)}M`
          : `${kb}K`
  }
  io.stdout.write(
    wide
      ? 'Filesystem      Size  Used Avail Use% Mounted on\n'
      : 'Filesystem     1K-blocks    Used Available Use% Mounted on\n',
  )
  const operands = args.filter(arg => !arg.startsWith('-')).map(arg => resolvePath(io.cwd, arg))
  const holds = (at: string, path: string) =>
    path === at || path.startsWith(at === '/' ? at : `${at}/`)
  const chosen: readonly (readonly [string, number, number, string])[] =
    operands.length === 0
      ? rows
      : operands.map(path => rows.findLast(row => holds(row[3], path)) ?? rows[0])
  for (const [name, whole, used, at] of chosen) {
    const percent = `${Math.ceil((used / whole) * 100)}%`
    io.stdout.write(
      wide
        ? `${name.padEnd(14)} ${size(whole).padStart(5)} ${size(used).padStart(5)} ${size(whole - used).padStart(5)} ${percent.padStart(4)} ${at}\n`
        : `${name.padEnd(14)} ${size(whole).padStart(9)} ${size(used).padStart(7)} ${size(whole - used).padStart(9)} ${percent.padStart(4)} ${at}\n`,
    )
  }
  return 0
}
