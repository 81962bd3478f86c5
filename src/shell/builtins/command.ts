/** Commands about commands: eval, source, command, builtin, type, hash, enable, help. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Steps } from '../kernel.ts'
import { findExternal, runExternal } from '../interpreter/external.ts'
import { ReturnFlow } from '../interpreter/flow.ts'
import { functionText } from '../interpreter/function-text.ts'
import { quoteAlways } from '../interpreter/quote.ts'
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import { runText } from '../interpreter/text.ts'
import { type Builtin, type Builtins, builtins, KEYWORDS } from './index.ts'

const source: Builtin = function* (sh, args): Steps<number> {
  const [name, ...rest] = args[0] === '--' ? args.slice(1) : args
  if (name === undefined) {
    complain(sh, 'source: filename argument required')
    fdOf(sh, 2).write?.('source: usage: source filename [arguments]\n')
    return 2
  }
  const path = sourcePath(sh, name)
  let text: string
  try {
    text = sh.host.files.readText(path)
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    complain(
      sh,
      thrown.code === 'EISDIR' ? `source: ${name}: is a directory` : `${name}: ${thrown.text}`,
    )
    return 1
  }
  const { positional, label, showsLine, line } = sh
  if (rest.length > 0) sh.positional = rest
  sh.label = name
  sh.showsLine = true
  sh.sourceDepth++
  sh.status = 0
  try {
    return yield* runText(sh, text, { nested: true })
  } catch (thrown) {
    if (!(thrown instanceof ReturnFlow)) throw thrown
    return thrown.status
  } finally {
    if (rest.length > 0) sh.positional = positional
    sh.label = label
    sh.showsLine = showsLine
    sh.line = line
    sh.sourceDepth--
  }
}

/** Without a slash PATH is searched, then the current directory. */
function sourcePath(sh: Shell, name: string): string {
  if (!name.includes('/')) {
    for (const folder of (sh.variables.value('PATH') ?? '').split(':')) {
      const path = resolvePath(sh.cwd, `${folder}/${name}`)
      if (folder !== '' && sh.host.files.exists(path) && sh.host.files.stat(path).type === 'file')
        return path
    }
  }
  return resolvePath(sh.cwd, name)
}

export const commandBuiltins: Builtins = {
  *eval(sh, args) {
    const text = args.join(' ')
    if (text.trim() === '') return 0
    const status = yield* runText(sh, text, { line: sh.line, origin: 'eval: ', nested: true })
    return status === 2 && sh.status === 2 ? 1 : status
  },
  source,
  '.': source,
  *command(sh, args, declared) {
    const flags = /^-[pvV]+$/.test(args[0] ?? '') ? (args[0] ?? '') : ''
    const words = flags === '' ? (args[0] === '--' ? args.slice(1) : args) : args.slice(1)
    if (flags.includes('v'))
      return words.map(word => describe(sh, word, 'short')).some(found => found) ? 0 : 1
    if (flags.includes('V'))
      return words.map(word => describe(sh, word, 'command')).every(found => found) ? 0 : 1
    if (words.length === 0) return 0
    const builtin = builtins.get(words[0] ?? '')
    if (!builtin) return yield* runExternal(sh, words)
    const shifted = new Map([...declared].map(([index, value]) => [index - 1, value]))
    const result = builtin(sh, words.slice(1), shifted)
    return typeof result === 'number' ? result : yield* result
  },
  *builtin(sh, args) {
    const builtin = builtins.get(args[0] ?? '')
    if (args.length === 0) return 0
    if (!builtin) {
      complain(sh, `builtin: ${args[0]}: not a shell builtin`)
      return 1
    }
    const result = builtin(sh, args.slice(1), new Map())
    return typeof result === 'number' ? result : yield* result
  },
  type(sh, args) {
    const flags = args.filter(arg => /^-[aftpP]+$/.test(arg)).join('')
    const words = args.filter(arg => !/^-[aftpP]+$/.test(arg))
    const style = flags.includes('t') ? 'kind' : /[pP]/.test(flags) ? 'path' : 'long'
    return words.map(word => describe(sh, word, style)).every(found => found) ? 0 : 1
  },
  hash(sh, args) {
    if (args.length === 0) fdOf(sh, 1).write?.('hash: hash table empty\n')
    return 0
  },
  enable(sh, args) {
    for (const name of args.filter(arg => !arg.startsWith('-'))) {
      if (args[0] === '-n') sh.switches.add(`disabled ${name}`)
      else sh.switches.delete(`disabled ${name}`)
    }
    return 0
  },
  help(sh) {
    fdOf(sh, 1).write?.(
      `GNU bash, version ${sh.variables.value('BASH_VERSION') ?? ''}\nThese shell commands are defined internally:\n\n${[...builtins.keys()].sort().join(' ')}\n`,
    )
    return 0
  },
}

/** `type`, `type -t`, `type -p`, `command -v` and `command -V` in one place. */
function describe(
  sh: Shell,
  name: string,
  style: 'long' | 'kind' | 'path' | 'short' | 'command',
): boolean {
  const say = (long: string, kind: string, short: string): true => {
    if (style !== 'path')
      fdOf(sh, 1).write?.(`${style === 'kind' ? kind : style === 'short' ? short : long}\n`)
    return true
  }
  const alias = sh.switches.has('expand_aliases') ? sh.aliases.get(name) : undefined
  if (alias !== undefined)
    return say(`${name} is aliased to \`${alias}'`, 'alias', `alias ${name}=${quoteAlways(alias)}`)
  if (KEYWORDS.includes(name)) return say(`${name} is a shell keyword`, 'keyword', name)
  const defined = sh.functions.get(name)
  if (defined) return say(`${name} is a function\n${functionText(name, defined)}`, 'function', name)
  if (builtins.has(name) || name === 'exec')
    return say(`${name} is a shell builtin`, 'builtin', name)
  const found = findExternal(sh, name)
  if (!('error' in found)) {
    if (style === 'path') fdOf(sh, 1).write?.(`${found.path}\n`)
    return say(`${name} is ${found.path}`, 'file', found.path)
  }
  if (style === 'long' || style === 'command')
    complain(sh, `${style === 'long' ? 'type' : 'command'}: ${name}: not found`)
  return false
}
