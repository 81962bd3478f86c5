/** A session without a cluster: a handful of programs that print, stream, wait and read. */
import type { Board, Completion, Sink, TerminalSession } from '../../src/ui/session.ts'

export interface FakeSession extends TerminalSession {
  readonly ran: string[]
  readonly files: Map<string, string>
}

const WORDS = [
  'kubectl',
  'get',
  'pods',
  'deployments',
  'describe',
  'critical-space',
  'cat',
  'vim',
  'seq',
  'stream',
]

export function fakeSession(): FakeSession {
  const ran: string[] = []
  const history: string[] = []
  const files = new Map([
    ['abc.yaml', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: pay-service\n'],
  ])
  let stop: (() => void) | undefined
  let receive: ((text: string | undefined) => void) | undefined
  let ended = false
  let score = 0
  const board = (): Board => ({
    lab: 'critical-space',
    title: 'The pay page answers 404',
    story: 'The team runs **webapp-pay** in `critical-space`.\n\nCustomers see an error page.',
    tasks: [
      {
        id: 'reach',
        text: 'Make `/pay` reachable through the Ingress controller',
        points: 10,
        earned: score,
        status: score ? 'passed' : 'open',
      },
      { id: 'keep', text: 'Leave the Service as it is', points: 5, earned: 0, status: 'open' },
    ],
    score,
    max: 15,
    hintsUsed: 0,
    hintsLeft: 3,
  })

  const programs: Record<string, (args: string[], sink: Sink) => Promise<number> | number> = {
    echo: (args, sink) => {
      sink.write('out', `${args.join(' ')}\n`)
      return 0
    },
    oops: (_, sink) => {
      sink.write('err', 'error: the server is not here\n')
      return 1
    },
    seq: (args, sink) => {
      sink.write('out', Array.from({ length: Number(args[0]) }, (_, at) => `${at + 1}\n`).join(''))
      return 0
    },
    wide: (_, sink) => {
      sink.write('out', `${'wide '.repeat(60)}\nnarrow\n`)
      return 0
    },
    cat: (args, sink) =>
      args[0] === undefined
        ? new Promise(resolve => {
            sink.reads?.(true)
            receive = text => {
              if (text !== undefined) return sink.write('out', text.toUpperCase())
              sink.reads?.(false)
              resolve(0)
            }
            stop = () => resolve(130)
          })
        : (sink.write('out', files.get(args[0]) ?? ''), 0),
    stream: (_, sink) =>
      new Promise(resolve => {
        let count = 0
        const timer = setInterval(() => sink.write('out', `line ${++count}\n`), 20)
        stop = () => {
          clearInterval(timer)
          resolve(130)
        }
      }),
    vim: async (args, sink) => {
      const path = args[0] ?? ''
      const result = await sink.screen({
        program: 'vim',
        path,
        text: files.get(path) ?? '',
        isNew: !files.has(path),
      })
      for (const write of result.writes) files.set(write.path, write.text)
      return result.exit
    },
    less: async (args, sink) => {
      const path = args[0] ?? ''
      return (await sink.screen({ program: 'less', path, text: files.get(path) ?? '' })).exit
    },
    clear: (_, sink) => {
      sink.write('out', '\x1b[H\x1b[2J\x1b[3J')
      return 0
    },
    exit: () => {
      ended = true
      return 0
    },
  }
  return {
    ran,
    files,
    prompt: () => 'controlplane ~ ➜ ',
    continuation: () => '> ',
    isIncomplete: text => (text.split("'").length - 1) % 2 === 1,
    complete(text, cursor): Completion {
      const from = text.slice(0, cursor).lastIndexOf(' ') + 1
      const word = text.slice(from, cursor)
      const candidates = WORDS.filter(each => each.startsWith(word) && each !== word).map(each => ({
        text: each,
      }))
      return { from, candidates: from === 0 && word === '' ? [] : candidates }
    },
    history: () => [...history],
    async run(line, sink) {
      ran.push(line)
      history.push(line)
      const [name = '', ...args] = line.replaceAll("'", '').split(/\s+/)
      const program = programs[name]
      if (program) return program(args, sink)
      sink.write('err', `bash: ${name}: command not found\n`)
      return 127
    },
    ended: () => ended,
    send: text => receive?.(text),
    abort: () => stop?.(),
    commands: [
      { name: 'check', summary: 'grades what stands now' },
      { name: 'quit', summary: 'ends the session' },
    ],
    async command(name, _, sink) {
      if (name === 'quit') return 'quit'
      score = 10
      sink.write('out', '✔ reach 10/10\n')
    },
    board,
    elapsedMs: () => 12 * 60_000,
  }
}
