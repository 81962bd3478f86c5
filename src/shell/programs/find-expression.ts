/** Reads find's expression: tests, actions and the operators between them. */
import { FileError, type Stat } from '../../lib/files.ts'
import { baseName, dirName, resolvePath } from '../../lib/path.ts'
import type { Io, Pause } from '../../lib/process.ts'
import { matchesPattern } from '../pattern.ts'
import { extendedRegExp } from '../posix-regexp.ts'
import { modeText } from './mode.ts'
import type { ProgramContext } from './program.ts'
import { formatTime } from './strftime.ts'

export interface Item {
  readonly shown: string
  readonly path: string
  readonly stat: Stat
  readonly depth: number
  prune?: boolean
}
type Test = (item: Item) => Generator<Pause, boolean, unknown>

export interface Plan {
  readonly test: Test
  readonly minDepth: number
  readonly maxDepth: number
  readonly deepFirst: boolean
  /** Commands of `-exec … +`, run at the end. */
  readonly finish: (() => Generator<Pause, void, unknown>)[]
}

export class FindError extends Error {}

export class FindExpression {
  readonly #args: readonly string[]
  readonly #io: Io
  readonly #context: ProgramContext
  readonly #finish: (() => Generator<Pause, void, unknown>)[] = []
  #at = 0
  #acts = false
  #minDepth = 0
  #maxDepth = Number.POSITIVE_INFINITY
  #deepFirst = false

  constructor(args: readonly string[], io: Io, context: ProgramContext) {
    this.#args = args
    this.#io = io
    this.#context = context
  }

  plan(): Plan {
    const test =
      this.#args.length > 0
        ? this.#or()
        : function* () {
            return true
          }
    if (this.#at < this.#args.length)
      throw new FindError(
        this.#args[this.#at] === ')'
          ? "you have too many ')'"
          : `paths must precede expression: \`${this.#args[this.#at]}'`,
      )
    const print = this.#printer('\n')
    const whole: Test = this.#acts
      ? test
      : function* (item) {
          return (yield* test(item)) && (yield* print(item))
        }
    return {
      test: whole,
      minDepth: this.#minDepth,
      maxDepth: this.#maxDepth,
      deepFirst: this.#deepFirst,
      finish: this.#finish,
    }
  }

  #or(): Test {
    let left = this.#and()
    while (this.#args[this.#at] === '-o' || this.#args[this.#at] === '-or') {
      this.#at++
      const [first, second] = [left, this.#and()]
      left = function* (item) {
        return (yield* first(item)) || (yield* second(item))
      }
    }
    return left
  }

  #and(): Test {
    let left = this.#term()
    for (;;) {
      const word = this.#args[this.#at]
      if (word === undefined || word === '-o' || word === '-or' || word === ')') return left
      if (word === '-a' || word === '-and') this.#at++
      const [first, second] = [left, this.#term()]
      left = function* (item) {
        return (yield* first(item)) && (yield* second(item))
      }
    }
  }

  #term(): Test {
    const word = this.#args[this.#at++]
    if (word === '!' || word === '-not') {
      const inner = this.#term()
      return function* (item) {
        return !(yield* inner(item))
      }
    }
    if (word === '(') {
      const inner = this.#or()
      if (this.#args[this.#at++] !== ')')
        throw new FindError(
          "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
        )
      return inner
    }
    return this.#predicate(word ?? '')
  }

  #value(name: string): string {
    const value = this.#args[this.#at++]
    if (value === undefined) throw new FindError(`missing argument to \`${name}'`)
    return value
  }

  #predicate(name: string): Test {
    const when = (test: (item: Item) => boolean): Test =>
      function* (item) {
        return test(item)
      }
    switch (name) {
      case '-name':
      case '-iname':
        return this.#pattern(name, item => baseName(item.shown))
      case '-path':
      case '-ipath':
      case '-wholename':
        return this.#pattern(name, item => item.shown)
      case '-regex':
      case '-iregex': {
        const regexp = extendedRegExp(`^(${this.#value(name)})$`, name === '-iregex' ? 'i' : '')
        return when(item => regexp.test(item.shown))
      }
      case '-type': {
        const types = this.#value(name).split(',')
        return when(({ stat }) =>
          types.includes(stat.type === 'directory' ? 'd' : stat.type === 'symlink' ? 'l' : 'f'),
        )
      }
      case '-maxdepth':
        this.#maxDepth = Number(this.#value(name))
        return when(() => true)
      case '-mindepth':
        this.#minDepth = Number(this.#value(name))
        return when(() => true)
      case '-depth':
        this.#deepFirst = true
        return when(() => true)
      case '-xdev':
      case '-mount':
      case '-follow':
      case '-noleaf':
        return when(() => true)
      case '-empty':
        return when(({ stat, path }) =>
          stat.type === 'directory' ? this.#io.files.list(path).length === 0 : stat.size === 0,
        )
      case '-size':
        return this.#size(this.#value(name))
      case '-mtime':
      case '-atime':
      case '-ctime':
        return this.#age(this.#value(name), 86_400_000)
      case '-mmin':
      case '-amin':
      case '-cmin':
        return this.#age(this.#value(name), 60_000)
      case '-newer': {
        const { mtimeMs } = this.#io.files.stat(resolvePath(this.#io.cwd, this.#value(name)))
        return when(({ stat }) => stat.mtimeMs > mtimeMs)
      }
      case '-perm':
        return this.#mode(this.#value(name))
      case '-user':
      case '-group': {
        const owner = this.#value(name)
        return when(({ stat }) => stat.owner === owner)
      }
      case '-executable':
        return when(({ stat }) => stat.type === 'directory' || (stat.mode & 0o111) !== 0)
      case '-true':
        return when(() => true)
      case '-false':
        return when(() => false)
      case '-prune':
        return when(item => {
          item.prune = true
          return true
        })
      default:
        return this.#action(name)
    }
  }

  #action(name: string): Test {
    this.#acts = true
    const io = this.#io
    switch (name) {
      case '-print':
        return this.#printer('\n')
      case '-print0':
        return this.#printer('\0')
      case '-ls':
        return function* ({ shown, stat }) {
          io.stdout.write(
            `${modeText(stat)} ${stat.owner} ${stat.group} ${stat.size} ${formatTime('%b %e %H:%M', stat.mtimeMs)} ${shown}\n`,
          )
          return true
        }
      case '-printf': {
        const format = this.#value(name)
        return function* (item) {
          io.stdout.write(formatItem(format, item))
          return true
        }
      }
      case '-delete':
        this.#deepFirst = true
        return function* ({ path }) {
          io.files.remove(path)
          return true
        }
      case '-quit':
        return function* () {
          return true
        }
      case '-exec':
      case '-ok':
      case '-execdir':
        return this.#command(name)
      default:
        throw new FindError(`unknown predicate \`${name}'`)
    }
  }

  #command(name: string): Test {
    const end = this.#args.findIndex(
      (arg, index) =>
        index >= this.#at && (arg === ';' || (arg === '+' && this.#args[index - 1] === '{}')),
    )
    if (end < 0) throw new FindError(`missing argument to \`${name}'`)
    const words = this.#args.slice(this.#at, end)
    const all = this.#args[end] === '+'
    this.#at = end + 1
    const io = this.#io
    const run = function* (argv: readonly string[]): Generator<Pause, boolean, unknown> {
      try {
        return (yield* io.run(argv, io)) === 0
      } catch (thrown) {
        if (!(thrown instanceof FileError)) throw thrown
        io.stderr.write(`find: ‘${argv[0]}’: ${thrown.text}\n`)
        return false
      }
    }
    if (!all) return item => run(words.map(word => word.replaceAll('{}', item.shown)))
    const found: string[] = []
    this.#finish.push(function* () {
      if (found.length > 0) yield* run([...words.slice(0, -1), ...found])
    })
    return function* (item) {
      found.push(item.shown)
      return true
    }
  }

  #printer(end: string): Test {
    const io = this.#io
    return function* ({ shown }) {
      io.stdout.write(shown + end)
      return true
    }
  }

  #pattern(name: string, text: (item: Item) => string): Test {
    const pattern = this.#value(name)
    const options = { ignoreCase: name.startsWith('-i') }
    return function* (item) {
      return matchesPattern(text(item), pattern, options)
    }
  }

  #size(text: string): Test {
    const match = /^([-+]?)(\d+)([cwbkMG]?)$/.exec(text)
    if (!match) throw new FindError(`invalid argument \`${text}' to \`-size'`)
    const unit =
      { c: 1, w: 2, b: 512, '': 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[3] as 'c'] ?? 512
    const wanted = Number(match[2])
    return function* ({ stat }) {
      return compare(Math.ceil(stat.size / unit), match[1] ?? '', wanted)
    }
  }

  #age(text: string, unitMs: number): Test {
    const now = this.#context.now()
    const match = /^([-+]?)(\d+)$/.exec(text)
    if (!match) throw new FindError(`invalid argument \`${text}' to \`-mtime'`)
    return function* ({ stat }) {
      return compare(Math.floor((now - stat.mtimeMs) / unitMs), match[1] ?? '', Number(match[2]))
    }
  }

  #mode(text: string): Test {
    const bits = Number.parseInt(text.replace(/^[-/]/, ''), 8)
    if (Number.isNaN(bits)) throw new FindError(`invalid mode ‘${text}’`)
    return function* ({ stat }) {
      return text.startsWith('-')
        ? (stat.mode & bits) === bits
        : text.startsWith('/')
          ? (stat.mode & bits) !== 0
          : stat.mode === bits
    }
  }
}

function compare(value: number, sign: string, wanted: number): boolean {
  return sign === '+' ? value > wanted : sign === '-' ? value < wanted : value === wanted
}

function formatItem(format: string, { shown, stat, depth }: Item): string {
  return format
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\0/g, '\0')
    .replace(/%([pfhsmMuydTg%])(.?)/g, (all, letter: string, next: string) => {
      const values: Readonly<Record<string, string>> = {
        p: shown,
        f: baseName(shown),
        h: dirName(shown),
        s: String(stat.size),
        m: stat.mode.toString(8),
        M: modeText(stat),
        u: stat.owner,
        g: stat.group,
        y: stat.type === 'directory' ? 'd' : stat.type === 'symlink' ? 'l' : 'f',
        d: String(depth),
        '%': '%',
      }
      if (letter === 'T')
        return next === '@'
          ? (stat.mtimeMs / 1000).toFixed(10)
          : formatTime(`%${next}`, stat.mtimeMs)
      return letter in values ? `${values[letter]}${next}` : all
    })
}
