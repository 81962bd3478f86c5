/** awk: its command line, and the records it reads. */
import { FileError } from '../../../lib/files.ts'
import { resolvePath } from '../../../lib/path.ts'
import type { Io, Pause, Running } from '../../../lib/process.ts'
import { ansiText } from '../../syntax/ansi.ts'
import { parseOptions } from '../options.ts'
import { type ProgramContext, readAll } from '../program.ts'
import { runOther } from '../runners.ts'
import type { AwkProgram } from './ast.ts'
import { parseAwk } from './parse.ts'
import { AwkError, AwkRun } from './run.ts'
import { pipedIo } from './text.ts'
import { AwkSyntaxError } from './tokens.ts'
import { InputText, toNumber, type Value } from './values.ts'

export function* awk(args: readonly string[], io: Io, context: ProgramContext): Running {
  const options = parseOptions(args, {
    valued: 'Fvf',
    long: { 'field-separator': 'F', assign: 'v', file: 'f' },
    stopsEarly: true,
  })
  if (options.bad !== undefined) {
    io.stderr.write(`awk: not an option: ${options.bad}\n`)
    return 2
  }
  const files = options.values('f')
  const [source, ...operands] = files.length > 0 ? ['', ...options.rest] : options.rest
  if (source === undefined) {
    io.stderr.write('usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]\n')
    return 2
  }
  const missing = files.find(path => !io.files.exists(resolvePath(io.cwd, path)))
  if (missing !== undefined) {
    io.stderr.write(`awk: cannot open ${missing} (No such file or directory)\n`)
    return 2
  }
  let program: AwkProgram
  try {
    program = parseAwk(
      files.length > 0
        ? files.map(path => io.files.readText(resolvePath(io.cwd, path))).join('\n')
        : source,
    )
  } catch (thrown) {
    if (!(thrown instanceof AwkSyntaxError)) throw thrown
    io.stderr.write(`awk: ${thrown.message}\n`)
    return 2
  }
  const run = new AwkRun(program, io, context)
  const separator = options.value('F')
  if (separator !== undefined) run.globals.set('FS', separator === 't' ? '\t' : ansiText(separator))
  for (const assignment of options.values('v')) setVariable(run, assignment)
  run.globals.set('ARGC', operands.length + 1)
  run.globals.set(
    'ARGV',
    new Map([
      ['0', 'awk'],
      ...operands.map((each, index): [string, Value] => [String(index + 1), new InputText(each)]),
    ]),
  )
  try {
    return yield* runAll(run, operands, source)
  } catch (thrown) {
    if (!(thrown instanceof AwkError) && !(thrown instanceof SyntaxError)) throw thrown
    io.stderr.write(`awk: ${thrown.message}\n`)
    return 2
  }
}

function setVariable(run: AwkRun, assignment: string): void {
  const equals = assignment.indexOf('=')
  run.globals.set(
    assignment.slice(0, equals),
    new InputText(ansiText(assignment.slice(equals + 1))),
  )
}

function* runAll(run: AwkRun, operands: readonly string[], source: string): Running {
  const { io, program } = run
  if (/\bgetline\b/.test(source)) return yield* runWithInput(run, operands)
  const goes = run.runRules('BEGIN')
  let status = 0
  if (goes && program.rules.some(rule => rule.when !== 'BEGIN'))
    status = yield* readRecords(run, operands)
  if (run.exitStatus === undefined || goes) run.runRules('END')
  for (const [command, text] of run.streams.takePipes())
    yield* runOther('awk', ['sh', '-c', command], pipedIo(io, text))
  return run.exitStatus ?? status
}

/** A plain getline takes records wherever it stands, in BEGIN too: all input is read before. */
function* runWithInput(run: AwkRun, operands: readonly string[]): Running {
  const { io } = run
  const paths = operands.filter(operand => !/^[A-Za-z_]\w*=/.test(operand))
  const reads = run.program.rules.some(rule => rule.when !== 'BEGIN')
  let text = paths.map(path => io.files.readText(resolvePath(io.cwd, path))).join('')
  if (paths.length === 0) text = yield* readAll(io.stdin)
  const list = records(run, text)
  run.nextRecord = () => list.shift()
  const goes = run.runRules('BEGIN')
  if (goes && reads) feed(run, list)
  if (run.exitStatus === undefined || goes) run.runRules('END')
  for (const [command, piped] of run.streams.takePipes())
    yield* runOther('awk', ['sh', '-c', command], pipedIo(io, piped))
  return run.exitStatus ?? 0
}

function* readRecords(run: AwkRun, operands: readonly string[]): Generator<Pause, number, unknown> {
  let status = 0
  let any = false
  for (const operand of operands) {
    if (/^[A-Za-z_]\w*=/.test(operand)) {
      setVariable(run, operand)
      continue
    }
    any = true
    const outcome = operand === '-' ? yield* readInput(run) : readFile(run, operand)
    if (outcome === 'missing') status = 2
    else if (outcome === 'end') return status
  }
  if (!any) yield* readInput(run)
  return status
}

function readFile(run: AwkRun, path: string): 'go' | 'end' | 'missing' {
  try {
    const text = run.io.files.readText(resolvePath(run.io.cwd, path))
    run.globals.set('FILENAME', path)
    run.globals.set('FNR', 0)
    return feed(run, records(run, text))
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    run.io.stderr.write(`awk: cannot open "${path}" (${thrown.text})\n`)
    return 'missing'
  }
}

/** RS: a newline, another character or pattern, or "" for paragraphs. */
function records(run: AwkRun, text: string): string[] {
  const separator = run.text(run.globals.get('RS') as Value)
  if (text === '') return []
  if (separator === '') return text.replace(/^\n+|\n+$/g, '').split(/\n{2,}/)
  const all = separator.length > 1 ? text.split(new RegExp(separator)) : text.split(separator)
  if (all.at(-1) === '') all.pop()
  return all
}

function feed(run: AwkRun, list: string[]): 'go' | 'end' {
  run.nextRecord = () => list.shift()
  for (let record = list.shift(); record !== undefined; record = list.shift()) {
    for (const name of ['NR', 'FNR'])
      run.globals.set(name, toNumber(run.globals.get(name) as Value) + 1)
    const outcome = run.runRecord(record)
    if (outcome === 'end') return 'end'
    if (outcome === 'nextfile') return 'go'
  }
  return 'go'
}

/** Standard input, line by line as it comes. */
function* readInput(run: AwkRun): Generator<Pause, 'go' | 'end', unknown> {
  const byLine = run.text(run.globals.get('RS') as Value) === '\n'
  let rest = ''
  for (;;) {
    const chunk = run.io.stdin.read()
    if (chunk === undefined) return feed(run, records(run, rest))
    if (chunk === '') {
      yield { for: 'input' }
      continue
    }
    rest += chunk
    if (!byLine) continue
    const end = rest.lastIndexOf('\n')
    if (end < 0) continue
    const whole = rest.slice(0, end)
    rest = rest.slice(end + 1)
    if (feed(run, whole.split('\n')) === 'end') return 'end'
  }
}
