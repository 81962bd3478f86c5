/** The few programs that there are without the shell's room: worlds in tests of lower rows run on them. */
import type { Io, Pause, Program } from '../../lib/process.ts'
import type { Programs } from './programs.ts'

const sleep: Program = function* (args): Generator<Pause, number, unknown> {
  const seconds = /^infinity$/.test(args[0] ?? '') ? Number.MAX_SAFE_INTEGER / 1000 : Number.parseFloat(args[0] ?? '0')
  yield { for: 'time', ms: Math.max(0, seconds * 1000) }
  return 0
}

const plain: Readonly<Record<string, Program>> = {
  sleep,
  echo: (args, io) => {
    io.stdout.write(`${args.join(' ')}\n`)
    return 0
  },
  true: () => 0,
  false: () => 1,
  date: () => 0,
  cat: (args, io) => {
    for (const path of args) {
      if (!io.files.exists(path)) {
        io.stderr.write(`cat: ${path}: No such file or directory\n`)
        return 1
      }
      io.stdout.write(io.files.readText(path))
    }
    return 0
  },
  ls: () => 0,
  touch: (args, io) => {
    for (const path of args) io.files.write(path, '')
    return 0
  },
  rm: (args, io) => {
    for (const path of args.filter((a) => !a.startsWith('-'))) if (io.files.exists(path)) io.files.remove(path, { recursive: true })
    return 0
  },
  sh: (args, io) => (args[0] === '-c' ? script(args[1] ?? '', io) : 0),
}

/** Commands separated by `;` or `&&`, nothing more. */
function* script(text: string, io: Io): Generator<Pause, number, unknown> {
  let status = 0
  for (const part of text.split(/;|\n/)) {
    status = 0
    for (const command of part.split('&&')) {
      const [name, ...args] = command.trim().split(/\s+/).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'))
      if (name === undefined || name === '') continue
      if (name === 'exit') return Number(args[0] ?? status)
      const program = plain[name]
      if (program === undefined) {
        io.stderr.write(`sh: ${name}: not found\n`)
        status = 127
      } else {
        const running = program(args, io)
        status = typeof running === 'number' ? running : yield* running
      }
      if (status !== 0) break
    }
  }
  return status
}

export const plainPrograms: Programs = {
  find: (name) => plain[name.slice(name.lastIndexOf('/') + 1)],
}
