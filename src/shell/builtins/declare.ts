/** declare, typeset, local, export, readonly, unset. */
import { assign, type Declared } from '../interpreter/assign.ts'
import { arithmetic } from '../interpreter/arithmetic-scope.ts'
import { declaration } from '../interpreter/declaration.ts'
import { ExpansionFailure } from '../interpreter/flow.ts'
import { functionText } from '../interpreter/function-text.ts'
import { quoteIfNeeded } from '../interpreter/quote.ts'
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import { writable } from '../interpreter/values.ts'
import type { Attributes, Variable } from '../interpreter/variables.ts'
import type { Builtins } from './index.ts'

interface Request {
  readonly command: string
  readonly attributes: Attributes
  readonly flags: ReadonlySet<string>
  readonly local: boolean
  readonly names: readonly { readonly text: string; readonly declared?: Declared }[]
}

const ATTRIBUTES: Readonly<Record<string, Attributes>> = {
  x: { exported: true },
  r: { readonly: true },
  i: { integer: true },
  l: { fold: 'lower' },
  u: { fold: 'upper' },
  n: { reference: true },
}
const REMOVED: Readonly<Record<string, Attributes>> = {
  x: { exported: false },
  i: { integer: false },
  l: { fold: undefined },
  u: { fold: undefined },
  n: { reference: false },
}

export const declareBuiltins: Builtins = {
  declare: (sh, args, declared) =>
    declare(sh, request('declare', args, declared, sh.variables.inFunction)),
  typeset: (sh, args, declared) =>
    declare(sh, request('typeset', args, declared, sh.variables.inFunction)),
  local(sh, args, declared) {
    if (!sh.variables.inFunction) {
      complain(sh, 'local: can only be used in a function')
      return 1
    }
    return declare(sh, request('local', args, declared, true))
  },
  export: (sh, args, declared) => exportNames(sh, request('export', args, declared, false)),
  readonly: (sh, args, declared) =>
    mark(sh, request('readonly', args, declared, false), { readonly: true }),
  unset,
}

function request(
  command: string,
  args: readonly string[],
  declared: ReadonlyMap<number, Declared>,
  local: boolean,
): Request {
  const flags = new Set<string>()
  let attributes: Attributes = {}
  const names: { text: string; declared?: Declared }[] = []
  for (const [index, text] of args.entries()) {
    const assignment = declared.get(index + 1)
    if (!assignment && names.length === 0 && /^[-+][A-Za-z]+$/.test(text)) {
      for (const letter of text.slice(1)) {
        if (text[0] === '-') flags.add(letter)
        const table = text[0] === '-' ? ATTRIBUTES : REMOVED
        if (!(command === 'export' && letter === 'n'))
          attributes = { ...attributes, ...table[letter] }
      }
    } else if (text !== '--')
      names.push({ text, declared: assignment ?? parsed(text) } as {
        text: string
        declared?: Declared
      })
  }
  return { command, attributes, flags, local: local && !flags.has('g'), names }
}

/** `name=value` that came out of an expansion. */
function parsed(text: string): Declared | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[(.*?)\])?(\+?)=([\s\S]*)$/.exec(text)
  if (!match?.[1]) return undefined
  return {
    name: match[1],
    append: match[3] === '+',
    value: match[4] ?? '',
    ...(match[2] !== undefined && { subscript: match[2] }),
  }
}

function declare(sh: Shell, asked: Request): number {
  const { flags, names } = asked
  if (flags.has('p')) return printDeclarations(sh, asked)
  if (flags.has('f') || flags.has('F')) return printFunctions(sh, asked)
  if (names.length === 0) return printDeclarations(sh, asked)
  let status = 0
  for (const { text, declared } of names) {
    const name = declared?.name ?? /^[A-Za-z_]\w*/.exec(text)?.[0] ?? ''
    if (name === '' || (!declared && !/^[A-Za-z_]\w*(\[.*\])?$/.test(text))) {
      complain(sh, `${asked.command}: \`${text}': not a valid identifier`)
      status = 1
      continue
    }
    try {
      declareOne(sh, asked, name, declared)
    } catch (thrown) {
      if (!(thrown instanceof ExpansionFailure)) throw thrown
      complain(sh, `${asked.command}: ${thrown.text}`)
      status = 1
    }
  }
  return status
}

function declareOne(
  sh: Shell,
  { attributes, flags, local }: Request,
  name: string,
  declared: Declared | undefined,
): void {
  if (local) sh.variables.makeLocal(name, flags.has('I'))
  const { reference, readonly, ...rest } = attributes
  if (declared || Object.keys(rest).length > 0) writable(sh, name)
  const old = reference ? undefined : sh.variables.get(name)
  if (flags.has('A') && !old?.map) sh.variables.put(name, { ...withoutValue(old), map: new Map() })
  else if (flags.has('a') && !old?.array) {
    sh.variables.put(name, {
      ...withoutValue(old),
      array: new Map(old?.value === undefined ? [] : [[0, old.value]]),
    })
  } else if (!old && !reference) sh.variables.put(name, {})
  if (reference) sh.variables.attributes(name, { reference: true, ...{} })
  if (reference && declared && typeof declared.value === 'string') {
    const own = sh.variables.all.get(name) ?? {}
    ;(sh.variables.all as Map<string, Variable>).set(name, {
      ...own,
      value: declared.value,
      reference: true,
    })
    return
  }
  if (Object.keys(rest).length > 0) sh.variables.attributes(name, rest)
  if (declared) assign(sh, declared)
  if (readonly) sh.variables.attributes(name, { readonly: true })
}

function withoutValue(variable: Variable | undefined): Omit<Variable, 'value' | 'array' | 'map'> {
  const { value: _, array: __, map: ___, ...rest } = variable ?? {}
  return rest
}

function printDeclarations(sh: Shell, { command, names, attributes, flags }: Request): number {
  let status = 0
  const all = [...sh.variables.all.keys()].sort()
  const wanted = names.length > 0 ? names.map(each => each.text) : all
  for (const name of wanted) {
    const variable = sh.variables.all.get(name)
    if (!variable) {
      complain(sh, `${command}: ${name}: not found`)
      status = 1
      continue
    }
    if (names.length === 0) {
      const matches = Object.entries(attributes).every(
        ([key, value]) => variable[key as keyof Attributes] === value,
      )
      if (!matches || (flags.has('a') && !variable.array) || (flags.has('A') && !variable.map))
        continue
      if (command === 'local' && !sh.variables.isLocal(name)) continue
    }
    const text = declaration(name, variable)
    fdOf(sh, 1).write?.(
      `${names.length === 0 && !flags.has('p') && flags.size === 0 ? text.replace(/^declare \S+ /, '').replace(/="(.*)"$/s, (_, value: string) => `=${quoteIfNeeded(value)}`) : text}\n`,
    )
  }
  return status
}

function printFunctions(sh: Shell, { names, flags }: Request): number {
  let status = 0
  for (const name of names.length > 0
    ? names.map(each => each.text)
    : [...sh.functions.keys()].sort()) {
    const defined = sh.functions.get(name)
    if (!defined) status = 1
    else if (flags.has('F'))
      fdOf(sh, 1).write?.(`${names.length > 0 ? '' : 'declare -f '}${name}\n`)
    else fdOf(sh, 1).write?.(`${functionText(name, defined)}\n`)
  }
  return status
}

function exportNames(sh: Shell, asked: Request): number {
  if (asked.flags.has('f')) {
    for (const { text } of asked.names) {
      const defined = sh.functions.get(text)
      if (defined) sh.functions.set(text, { ...defined, exported: !asked.flags.has('n') })
      else complain(sh, `export: ${text}: not a function`)
    }
    return 0
  }
  return mark(sh, asked, { exported: !asked.flags.has('n') })
}

/** export and readonly: assign, then set the attribute. */
function mark(sh: Shell, asked: Request, attributes: Attributes): number {
  if (asked.names.length === 0) {
    const [key] = Object.keys(attributes) as (keyof Attributes)[]
    for (const [name, variable] of [...sh.variables.all].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
      if (key && variable[key]) fdOf(sh, 1).write?.(`${declaration(name, variable)}\n`)
    }
    return 0
  }
  let status = 0
  for (const { text, declared } of asked.names) {
    const name = declared?.name ?? text
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      complain(sh, `${asked.command}: \`${text}': not a valid identifier`)
      status = 1
      continue
    }
    try {
      if (declared && asked.flags.has('A')) sh.variables.put(name, { map: new Map() })
      if (declared) assign(sh, declared)
      sh.variables.attributes(name, attributes)
    } catch (thrown) {
      if (!(thrown instanceof ExpansionFailure)) throw thrown
      complain(sh, asked.command === 'export' ? thrown.text : `${asked.command}: ${thrown.text}`)
      status = 1
    }
  }
  return status
}

function unset(sh: Shell, args: readonly string[]): number {
  let status = 0
  const flags = args.filter(arg => /^-[fvn]+$/.test(arg)).join('')
  for (const arg of args.filter(each => !/^-[fvn]+$/.test(each))) {
    const match = /^([A-Za-z_]\w*)(?:\[([\s\S]*)\])?$/.exec(arg)
    const name = match?.[1]
    if (
      flags.includes('f') ||
      (name === undefined
        ? sh.functions.has(arg)
        : !flags.includes('v') && !sh.variables.all.has(name))
    ) {
      sh.functions.delete(arg)
      continue
    }
    if (name === undefined) continue
    const variable = sh.variables.all.get(name)
    if (variable?.readonly) {
      complain(sh, `unset: ${name}: cannot unset: readonly variable`)
      status = 1
    } else if (match?.[2] !== undefined) unsetElement(sh, name, match[2])
    else if (flags.includes('n')) (sh.variables.all as Map<string, Variable>).delete(name)
    else sh.variables.unset(name)
  }
  return status
}

function unsetElement(sh: Shell, name: string, subscript: string): void {
  const variable = sh.variables.get(name)
  if (subscript === '@' || subscript === '*') return sh.variables.unset(name)
  if (variable?.map) {
    const map = new Map(variable.map)
    map.delete(subscript.replace(/^(["'])(.*)\1$/, '$2'))
    sh.variables.put(name, { ...variable, map })
  } else if (variable?.array) {
    const array = new Map(variable.array)
    const index = Number(arithmetic(sh, subscript))
    array.delete(index < 0 ? Math.max(-1, ...array.keys()) + 1 + index : index)
    sh.variables.put(name, { ...variable, array })
  }
}
