/** The program `kubectl`: finds the command, reads its flags, runs it, words what went wrong. */
import type { Io, Pause, Program, Running } from '../lib/process.ts'
import { distance } from '../lib/levenshtein.ts'
import { flagSpecsOf } from './arguments/flag-specs.ts'
import { FlagError, type Parsed, parseFlags } from './arguments/flags.ts'
import type { Discovery } from './client/mapper.ts'
import type { Cluster } from './cluster.ts'
import { ExitError, KubectlError, errorText } from './errors.ts'
import { findCommand, globalOptions, helpOf, subcommandsOf } from './help.ts'
import { openSession } from './session.ts'
import { verbs } from './verbs/index.ts'

export const createKubectl = (cluster: Cluster): Program => {
  const discovery: Discovery = {}
  return (words, io) => run(words, io, cluster, discovery)
}

const run = (words: readonly string[], io: Io, cluster: Cluster, discovery: Discovery): number | Running => {
  const { path, rest } = locate(words)
  if (path === 'help') return help(rest, io)
  if (path === 'options') {
    io.stdout.write(`${globalOptions(io.env.get('HOME') ?? '/root')}`)
    return 0
  }
  if (path === '' && rest.some(word => !word.startsWith('-'))) {
    const unknown = unknownCommand(rest)
    if (unknown !== undefined) return failed(io, unknown)
  }
  let parsed: Parsed
  try {
    parsed = parseFlags(rest, flagSpecsOf(path))
  } catch (error) {
    if (!(error instanceof FlagError)) throw error
    const command = path === '' ? 'kubectl' : `kubectl ${path}`
    return failed(io, `error: ${error.message}\nSee '${command} --help' for usage.\n`)
  }
  for (const notice of parsed.notices) io.stderr.write(`${notice}\n`)
  if (parsed.flags.bool('help')) {
    io.stdout.write(helpOf(path)!)
    return 0
  }
  const verb = verbs.get(path)
  if (!verb) return group(path, parsed, io)
  const missing = (verb.required ?? []).filter(name => !parsed.flags.changed(name))
  if (missing.length > 0) {
    return failed(io, `error: required flag(s) ${missing.map(name => `"${name}"`).join(', ')} not set\n`)
  }
  const session = openSession({ path, args: parsed.args, flags: parsed.flags, dash: parsed.dash, words: rest, io, cluster, discovery })
  return guarded(io, () => verb.run(session), failureStatus(path))
}

const failureStatus = (path: string): number => path === 'diff' ? 2 : 1

const guarded = (io: Io, action: () => number | Running, status: number): number | Running => {
  try {
    const result = action()
    return typeof result === 'number' ? result : untilDone(io, result, status)
  } catch (error) {
    return told(io, error, status)
  }
}

/** Runs on without a pause where that is possible, so that a plain command needs no driver. */
const untilDone = (io: Io, running: Running, status: number): number | Running => {
  const first = running.next()
  return first.done ? first.value : resumed(io, running, first.value, status)
}

function* resumed(io: Io, running: Running, first: Pause, status: number): Running {
  try {
    let answer = yield first
    for (;;) {
      const next = running.next(answer)
      if (next.done) return next.value
      answer = yield next.value
    }
  } catch (error) {
    return told(io, error, status)
  } finally {
    running.return(0)
  }
}

const told = (io: Io, error: unknown, status: number): number => {
  if (!(error instanceof KubectlError)) throw error
  io.stderr.write(errorText(error))
  return error instanceof ExitError ? error.exit : status
}

const failed = (io: Io, text: string): number => {
  io.stderr.write(text)
  return 1
}

/** The deepest command that the words name, and the words without its names. */
const locate = (words: readonly string[]): { path: string; rest: readonly string[] } => {
  let path = ''
  let rest = words
  for (;;) {
    const at = firstArgument(rest, path)
    if (at < 0) return { path, rest }
    const word = rest[at]!
    if (path === '' && (word === 'help' || word === 'options')) {
      return { path: word, rest: [...rest.slice(0, at), ...rest.slice(at + 1)] }
    }
    const found = findCommand(path, word)
    if (found === undefined) return { path, rest }
    path = found
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)]
  }
}

/** Upstream: github.com/spf13/cobra `command.go` stripFlags. */
const firstArgument = (words: readonly string[], path: string): number => {
  const specs = flagSpecsOf(path)
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word === '--') return -1
    if (!word.startsWith('-') && word !== '') return at
    const alone = !word.includes('=') && (word.startsWith('--') || word.length === 2)
    const spec = specs.get(word.replace(/^--?/, ''))
    if (alone && spec?.type !== 'bool' && spec?.bare === undefined) at++
  }
  return -1
}

const unknownCommand = (rest: readonly string[]): string | undefined => {
  const at = firstArgument(rest, '')
  if (at < 0) return undefined
  const word = rest[at]!
  const near = subcommandsOf('').filter(name => {
    const lower = name.toLowerCase()
    return distance(word.toLowerCase(), lower) <= 2 || lower.startsWith(word.toLowerCase())
  })
  const suggestion = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map(name => `\t${name}\n`).join('')}`
  return `error: unknown command "${word}" for "kubectl"${suggestion === '' ? '\n' : suggestion}`
}

/** Commands that only hold others: they show their help, not all in the same way. */
const SHOWN_AS_SUCCESS = new Set(['', 'certificate', 'alpha'])
const SHOWN_ON_STDOUT = new Set([...SHOWN_AS_SUCCESS, 'rollout'])

const group = (path: string, parsed: Parsed, io: Io): number => {
  const success = SHOWN_AS_SUCCESS.has(path)
  if (!success && parsed.args.length > 0) {
    return failed(io, `error: unknown command "${parsed.args.join(' ')}"\nSee 'kubectl ${path} -h' for help and examples\n`)
  }
  const out = SHOWN_ON_STDOUT.has(path) ? io.stdout : io.stderr
  out.write(helpOf(path)!)
  return success ? 0 : 1
}

const help = (words: readonly string[], io: Io): number => {
  const { path, rest } = locate(words)
  const unknown = path === '' && rest.some(word => !word.startsWith('-'))
  if (!unknown) {
    io.stdout.write(helpOf(path)!)
    return 0
  }
  io.stderr.write(`Unknown help topic [${rest.map(word => `\`${word}\``).join(' ')}]\n\n\n`)
  io.stderr.write(helpOf('')!.slice(helpOf('')!.indexOf('Basic Commands')))
  return 0
}


