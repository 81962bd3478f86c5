/** jq: its command line, its inputs, and how results are printed. */
import { resolvePath } from '../../../lib/path.ts'
import type { Io, Running } from '../../../lib/process.ts'
import type { ProgramContext } from '../program.ts'
import { readAll, readSource } from '../program.ts'
import { type Filter, JqError, JqSyntaxError, type Json } from './ast.ts'
import { color } from './color.ts'
import { evaluate, type Scope, truthy } from './evaluate.ts'
import { readJsonValues } from './json-text.ts'
import { parseJq } from './parse.ts'
import { pretty } from './values.ts'

interface Call {
  readonly flags: ReadonlySet<string>
  readonly filter?: string
  readonly files: readonly string[]
  readonly variables: Map<string, Json>
  readonly indent: string
  readonly error?: string
}

const LONG: Readonly<Record<string, string>> = {
  'raw-output': 'r',
  'join-output': 'j',
  'compact-output': 'c',
  'null-input': 'n',
  slurp: 's',
  'raw-input': 'R',
  'exit-status': 'e',
  'sort-keys': 'S',
  tab: 'tab',
  'color-output': 'C',
  'monochrome-output': 'M',
  'ascii-output': 'a',
  'raw-output0': 'r',
  unbuffered: 'u',
  version: 'V',
  help: 'h',
}

export function* jq(args: readonly string[], io: Io, context: ProgramContext): Running {
  const call = parseCall(args, io)
  if (call.error !== undefined) {
    io.stderr.write(
      `jq: error: ${call.error}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq\n`,
    )
    return 2
  }
  if (call.flags.has('V')) {
    io.stdout.write('jq-1.6\n')
    return 0
  }
  let filter: Filter
  try {
    filter = parseJq(call.filter ?? '.')
  } catch (thrown) {
    if (!(thrown instanceof JqSyntaxError)) throw thrown
    io.stderr.write(
      `jq: error: ${thrown.message} at <top-level>, line 1:\n${call.filter}\njq: 1 compile error\n`,
    )
    return 3
  }
  const source = yield* readInputs(io, call)
  if (source.status !== 0 && source.values.length === 0 && source.fatal) return source.status
  return run(filter, call, source, io, context)
}

function parseCall(args: readonly string[], io: Io): Call {
  const flags = new Set<string>()
  const variables = new Map<string, Json>([['ENV', Object.fromEntries(io.env)]])
  const named: Record<string, Json> = {}
  const rest: string[] = []
  let indent = '  '
  let filter: string | undefined
  let positional: 'args' | 'jsonargs' | undefined
  const given: Json[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    const next = () => args[++at] ?? ''
    if (arg === '--arg') {
      const name = next()
      variables.set(name, (named[name] = next()))
    } else if (arg === '--argjson') {
      const name = next()
      const text = next()
      try {
        variables.set(name, (named[name] = JSON.parse(text) as Json))
      } catch {
        return {
          flags,
          files: [],
          variables,
          indent,
          error: `Invalid JSON text passed to --argjson`,
        }
      }
    } else if (arg === '--slurpfile' || arg === '--rawfile') {
      const name = next()
      const text = io.files.readText(resolvePath(io.cwd, next()))
      variables.set(name, (named[name] = arg === '--rawfile' ? text : readJsonValues(text).values))
    } else if (arg === '--args' || arg === '--jsonargs')
      positional = arg === '--args' ? 'args' : 'jsonargs'
    else if (arg === '--indent') indent = ' '.repeat(Number(next()))
    else if (arg === '-f' || arg === '--from-file')
      filter = io.files.readText(resolvePath(io.cwd, next()))
    else if (/^--./.test(arg)) {
      const letter = LONG[arg.slice(2)]
      if (letter === undefined)
        return { flags, files: [], variables, indent, error: `Unknown arguments` }
      flags.add(letter)
    } else if (/^-[A-Za-z]/.test(arg)) for (const letter of arg.slice(1)) flags.add(letter)
    else if (filter === undefined) filter = arg
    else if (positional) given.push(positional === 'args' ? arg : (JSON.parse(arg) as Json))
    else rest.push(arg)
  }
  variables.set('__prog_args', given)
  variables.set('ARGS', { positional: given, named })
  if (flags.has('tab')) indent = '\t'
  return {
    flags,
    files: rest,
    variables,
    indent: flags.has('c') ? '' : indent,
    ...(filter !== undefined && { filter }),
  }
}

/** `lines`: on which line of the text each value ends; errors name it. */
interface Source {
  readonly values: Json[]
  readonly lines: readonly number[]
  readonly status: number
  readonly fatal: boolean
  readonly error?: string
}

function* readInputs(
  io: Io,
  call: Call,
): Generator<import('../../../lib/process.ts').Pause, Source, unknown> {
  if (call.flags.has('n') && call.files.length === 0 && !/\binputs?\b/.test(call.filter ?? ''))
    return { values: [], lines: [], status: 0, fatal: false }
  let text = ''
  let status = 0
  for (const path of call.files) {
    const part = yield* readFile(io, path)
    if (part === undefined) status = 2
    else text += part
  }
  if (call.files.length === 0) text = yield* readAll(io.stdin)
  if (call.flags.has('R')) {
    const all = text.split('\n')
    if (all.at(-1) === '') all.pop()
    return {
      values: call.flags.has('s') ? [text] : all,
      lines: all.map((_, index) => index + 1),
      status,
      fatal: false,
    }
  }
  const { values, lines, error } = readJsonValues(text)
  return {
    values: call.flags.has('s') ? [values] : values,
    lines,
    status,
    fatal: status !== 0,
    ...(error !== undefined && { error }),
  }
}

function* readFile(
  io: Io,
  path: string,
): Generator<import('../../../lib/process.ts').Pause, string | undefined, unknown> {
  if (io.files.exists(resolvePath(io.cwd, path))) return yield* readSource(io, 'jq', path)
  io.stderr.write(`jq: error: Could not open file ${path}: No such file or directory\n`)
  return undefined
}

function run(filter: Filter, call: Call, source: Source, io: Io, context: ProgramContext): number {
  const { flags, variables } = call
  const inputs = [...source.values]
  variables.set('__inputs__', inputs)
  variables.set('__now__', context.now())
  const scope: Scope = { variables, functions: new Map(), limits: { steps: 0 } }
  let status = source.status
  let last: Json | undefined
  let number = -1
  const one = (input: Json): void => {
    number++
    try {
      for (const value of evaluate(filter, input, scope)) {
        last = value
        print(value, call, io)
      }
    } catch (thrown) {
      const place =
        source.values.length === 0
          ? ' (at <unknown>)'
          : ` (at ${call.files.at(-1) ?? '<stdin>'}:${source.lines[number] ?? source.lines.at(-1) ?? 0})`
      if (!(thrown instanceof JqError)) {
        if (!(thrown instanceof RangeError)) throw thrown
        io.stderr.write(`jq: error${place}: filter nested too deeply\n`)
        status = 5
      } else if (/is not defined$/.test(thrown.message)) {
        io.stderr.write(
          `jq: error: ${thrown.message} at <top-level>, line 1:\n${call.filter}\njq: 1 compile error\n`,
        )
        status = 3
      } else {
        const text =
          typeof thrown.value === 'string'
            ? `: ${thrown.value}`
            : ` (not a string): ${pretty(thrown.value, '', false)}`
        io.stderr.write(`jq: error${place}${text}\n`)
        status = 5
      }
    }
  }
  if (flags.has('n')) one(null)
  else
    for (let input = inputs.shift(); input !== undefined && status !== 3; input = inputs.shift())
      one(input)
  if (source.error !== undefined) {
    io.stderr.write(`parse error: ${source.error}\n`)
    return last === undefined ? 4 : 2
  }
  if (status !== 0 || !flags.has('e')) return status
  return last === undefined ? 4 : truthy(last) ? 0 : 1
}

function print(value: Json, { flags, indent }: Call, io: Io): void {
  const raw = flags.has('r') || flags.has('j')
  const painted = flags.has('C') || (io.terminal !== undefined && !flags.has('M'))
  const text =
    raw && typeof value === 'string'
      ? value
      : painted
        ? color(value, indent, flags.has('S'))
        : pretty(value, indent, flags.has('S'))
  io.stdout.write(flags.has('j') ? text : `${text}\n`)
}
