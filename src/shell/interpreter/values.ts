/** Reads and writes variables by the shell's rules: special parameters, attributes, readonly, subscripts. */
import { arithmetic } from './arithmetic-scope.ts'
import { ExpansionFailure } from './flow.ts'
import type { Shell } from './shell.ts'
import { elements, type Variable } from './variables.ts'

/** Variables that are worked out when they are read. */
const DYNAMIC: Readonly<Record<string, (sh: Shell) => string>> = {
  '?': sh => String(sh.status),
  '#': sh => String(sh.positional.length),
  $: sh => String(sh.pid),
  '0': sh => sh.name,
  '-': sh => optionFlags(sh),
  _: sh => sh.lastArgument,
  RANDOM: sh => String(Math.floor(sh.host.random() * 32768)),
  SECONDS: sh => String(Math.floor((sh.host.now() - sh.startedMs) / 1000)),
  EPOCHSECONDS: sh => String(Math.floor(sh.host.now() / 1000)),
  EPOCHREALTIME: sh => (sh.host.now() / 1000).toFixed(6),
  LINENO: sh => String(sh.line),
  BASHPID: sh => String(sh.process?.pid ?? sh.pid),
  BASH_SUBSHELL: sh => String(sh.subshellDepth),
  BASH_COMMAND: sh => sh.command,
}

const DYNAMIC_ARRAYS: Readonly<Record<string, (sh: Shell) => readonly string[]>> = {
  PIPESTATUS: sh => sh.pipeStatus.map(String),
  FUNCNAME: sh => sh.functionNames,
  DIRSTACK: sh => [sh.cwd, ...sh.directories],
}

function optionFlags(sh: Shell): string {
  const letters = [
    ['h', 'hashall'],
    ['B', 'braceexpand'],
    ['e', 'errexit'],
    ['u', 'nounset'],
    ['x', 'xtrace'],
    ['f', 'noglob'],
    ['a', 'allexport'],
    ['C', 'noclobber'],
    ['m', 'monitor'],
    ['H', 'histexpand'],
  ] as const
  const flags = letters.filter(([, name]) => sh.options.has(name)).map(([letter]) => letter)
  if (sh.interactive) flags.push('i' as never)
  return flags.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join('')
}

/** A parameter as text; undefined: not set. */
export function parameterValue(sh: Shell, name: string): string | undefined {
  if (/^\d+$/.test(name) && name !== '0') return sh.positional[Number(name) - 1]
  if (name === '!') return sh.lastBackground === undefined ? undefined : String(sh.lastBackground)
  const dynamic = DYNAMIC[name]
  if (dynamic && Object.hasOwn(DYNAMIC, name)) return dynamic(sh)
  const list = Object.hasOwn(DYNAMIC_ARRAYS, name) ? DYNAMIC_ARRAYS[name]?.(sh) : undefined
  return list ? list[0] : sh.variables.value(name)
}

/** All elements of an array with their keys; `@` and `*` are the positional parameters. */
export function parameterElements(sh: Shell, name: string): readonly (readonly [string, string])[] {
  if (name === '@' || name === '*')
    return sh.positional.map((value, index) => [String(index + 1), value])
  const list = Object.hasOwn(DYNAMIC_ARRAYS, name) ? DYNAMIC_ARRAYS[name]?.(sh) : undefined
  if (list) return list.map((value, index) => [String(index), value])
  return elements(sh.variables.get(name))
}

/** One element; `subscript` has been expanded. */
export function elementValue(sh: Shell, name: string, subscript: string): string | undefined {
  const variable = sh.variables.get(name)
  if (variable?.map) return variable.map.get(subscript)
  const list = parameterElements(sh, name)
  const index = Number(arithmetic(sh, subscript))
  const key = index < 0 ? String(Number(list.at(-1)?.[0] ?? -1) + 1 + index) : String(index)
  return list.find(([each]) => each === key)?.[1]
}

export function assignVariable(sh: Shell, name: string, value: string, append = false): void {
  const variable = writable(sh, name)
  if (name === 'OPTIND') sh.optionIndex = 1
  if (name === 'SECONDS') sh.startedMs = sh.host.now() - Number(value) * 1000
  const old = sh.variables.value(name) ?? ''
  if (variable?.integer)
    sh.variables.set(name, String(arithmetic(sh, append ? `${old || 0}+(${value || 0})` : value)))
  else sh.variables.set(name, append ? old + value : value)
  if (sh.options.has('allexport')) sh.variables.attributes(name, { exported: true })
}

export function assignElement(
  sh: Shell,
  name: string,
  subscript: string,
  value: string,
  append = false,
): void {
  const variable = writable(sh, name)
  const key = variable?.map ? subscript : String(indexOf(sh, name, subscript, variable))
  const old = append ? (elementValue(sh, name, key) ?? '') : ''
  const whole = variable?.integer
    ? String(arithmetic(sh, append ? `${old || 0}+(${value})` : value))
    : old + value
  sh.variables.setElement(name, variable?.map ? key : Number(key), whole)
}

function indexOf(
  sh: Shell,
  name: string,
  subscript: string,
  variable: Variable | undefined,
): number {
  const index = Number(arithmetic(sh, subscript))
  if (index >= 0) return index
  const wrapped =
    Math.max(-1, ...(variable?.array?.keys() ?? (variable?.value === undefined ? [] : [0]))) +
    1 +
    index
  if (wrapped < 0) throw new ExpansionFailure(`${name}[${subscript}]: bad array subscript`)
  return wrapped
}

/** The variable behind a name; fails if it is readonly. */
export function writable(sh: Shell, name: string): Variable | undefined {
  const variable = sh.variables.get(name)
  if (variable?.readonly || (name === 'EUID' && variable) || (name === 'UID' && variable))
    throw new ExpansionFailure(`${name}: readonly variable`)
  return variable
}
