/** stress: takes the memory it is told to take, and dies of it when the limit is lower. */
import { parseMemory } from './memory.ts'
import type { Image } from './image.ts'

const stressing: Omit<Image, 'names'> = {
  sizeBytes: 4_041_495,
  tools: 'busybox',
  programs: ['stress'],
  start: ({ argv, memoryLimitBytes }) => {
    if (!/(^|\/)stress(-ng)?$/.test(argv[0] ?? '')) return undefined
    const workers = Number(flag(argv, '--vm') ?? flag(argv, '-m') ?? 1)
    const each = parseMemory(flag(argv, '--vm-bytes') ?? flag(argv, '-mem-total') ?? '0')
    const seconds = flag(argv, '--timeout') ?? flag(argv, '-t')
    const dispatch = `stress: info: [1] dispatching hogs: ${flag(argv, '--cpu') ?? flag(argv, '-c') ?? 0} cpu, ${flag(argv, '--io') ?? 0} io, ${flag(argv, '--vm') ?? 0} vm, 0 hdd`
    if (memoryLimitBytes !== undefined && workers * each > memoryLimitBytes) {
      // the kernel takes the worker; the program itself ends with a failed run
      return { logs: [dispatch], listens: [], exit: { code: 1, afterMs: 500, reason: 'OOMKilled' } }
    }
    return {
      logs: [dispatch],
      listens: [],
      ...(seconds === undefined ? {} : { exit: { code: 0, afterMs: Number.parseInt(seconds, 10) * 1000 } }),
    }
  },
}

export const stress: Image = { ...stressing, names: ['polinux/stress', 'polinux/stress-ng'], command: ['stress'] }

/** The same with an entrypoint: arguments alone are enough. */
export const stressEntrypoint: Image = { ...stressing, names: ['vish/stress', 'progrium/stress'], entrypoint: ['stress'] }

function flag(argv: readonly string[], name: string): string | undefined {
  const at = argv.indexOf(name)
  if (at >= 0) return argv[at + 1]
  return argv.find((a) => a.startsWith(`${name}=`))?.slice(name.length + 1)
}
