/** Expands `$x` and `${…}`. */
import type { ParameterOperation, ParameterPart, Word } from '../syntax/ast.ts'
import type { Steps } from '../kernel.ts'
import { arithmetic } from './arithmetic-scope.ts'
import { expandParts, expandPattern, expandText } from './expand.ts'
import type { Fields } from './fields.ts'
import { ExpansionFailure } from './flow.ts'
import { changeCase, removeMatch, replaceMatch, transform } from './parameter-text.ts'
import type { Shell } from './shell.ts'
import {
  assignElement,
  assignVariable,
  elementValue,
  parameterElements,
  parameterValue,
} from './values.ts'
import { complainNothing } from './values-unset.ts'

/** One value, or a list: `@` gives a field for each, `*` joins when quoted. */
interface Found {
  readonly values: readonly string[]
  readonly list?: '@' | '*'
  readonly set: boolean
}

export function* expandParameter(
  sh: Shell,
  part: ParameterPart,
  fields: Fields,
  quoted: boolean,
): Steps<void> {
  if (part.name === '') throw new ExpansionFailure(`${part.source}: bad substitution`)
  if (part.prefix) return addList(fields, namesWith(sh, part.name), part.prefix, quoted)
  if (part.indirect) return yield* expandIndirect(sh, part, fields, quoted)
  const subscript = yield* subscriptOf(sh, part.name, part.subscript)
  const found = find(sh, part.name, subscript)
  if (part.length) return add(fields, { values: [lengthOf(sh, part, found)], set: true }, quoted)
  const { operation } = part
  if (!operation) {
    if (!found.set) complainNothing(sh, part, subscript)
    return add(fields, found, quoted)
  }
  if ('word' in operation)
    return yield* expandConditional(sh, part, operation, found, subscript, fields, quoted)
  if (!found.set && operation.op !== '@') {
    complainNothing(sh, part, subscript)
    return add(fields, found, quoted)
  }
  add(fields, yield* operate(sh, part, operation, found), quoted)
}

function* subscriptOf(sh: Shell, name: string, word: Word | undefined): Steps<string | undefined> {
  if (!word) return undefined
  if (word.literal === '@' || word.literal === '*') return word.literal
  const text = yield* expandText(sh, word)
  return sh.variables.get(name)?.map ? text : text
}

function find(sh: Shell, name: string, subscript: string | undefined): Found {
  const list =
    name === '@' || name === '*'
      ? name
      : subscript === '@' || subscript === '*'
        ? subscript
        : undefined
  if (list) {
    const values = parameterElements(sh, name).map(([, value]) => value)
    return { values, list, set: values.length > 0 }
  }
  const value =
    subscript === undefined ? parameterValue(sh, name) : elementValue(sh, name, subscript)
  return { values: value === undefined ? [] : [value], set: value !== undefined }
}

function lengthOf(sh: Shell, part: ParameterPart, found: Found): string {
  if (found.list) return String(found.values.length)
  if (!found.set) complainNothing(sh, part, undefined)
  return String([...(found.values[0] ?? '')].length)
}

/** ${!name}, ${!array[@]} */
function* expandIndirect(
  sh: Shell,
  part: ParameterPart,
  fields: Fields,
  quoted: boolean,
): Steps<void> {
  const literal = part.subscript?.literal
  if ((literal === '@' || literal === '*') && !part.operation) {
    return addList(
      fields,
      parameterElements(sh, part.name).map(([key]) => key),
      literal,
      quoted,
    )
  }
  const variable = sh.variables.all.get(part.name)
  const subscript = yield* subscriptOf(sh, part.name, part.subscript)
  const target = variable?.reference ? undefined : find(sh, part.name, subscript).values[0]
  if (variable?.reference) return add(fields, { values: [variable.value ?? ''], set: true }, quoted)
  if (target === undefined || target === '') {
    if (target === undefined && part.operation)
      return yield* expandParameter(sh, { ...bare(part), name: '__unset__' }, fields, quoted)
    throw new ExpansionFailure(
      target === undefined
        ? `${part.name}: invalid indirect expansion`
        : `${target}: invalid variable name`,
    )
  }
  const match = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target)
  if (!match?.[1]) throw new ExpansionFailure(`${target}: invalid variable name`)
  const index = match[2]
  yield* expandParameter(
    sh,
    {
      ...bare(part),
      name: match[1],
      ...(index !== undefined && {
        subscript: { parts: [{ type: 'quoted', text: index }], literal: index, source: index },
      }),
    },
    fields,
    quoted,
  )
}

function bare(part: ParameterPart): ParameterPart {
  const { indirect: _, subscript: __, ...rest } = part
  return rest
}

type Conditional = Extract<ParameterOperation, { word: Word }>

function* expandConditional(
  sh: Shell,
  part: ParameterPart,
  operation: Conditional,
  found: Found,
  subscript: string | undefined,
  fields: Fields,
  quoted: boolean,
): Steps<void> {
  const empty = found.values.length === 0 || (found.values.length === 1 && found.values[0] === '')
  const missing = !found.set || (operation.colon && empty)
  if (operation.op === 'alternative') {
    if (!missing) yield* expandParts(sh, operation.word.parts, fields, quoted, true)
    return
  }
  if (!missing) return add(fields, found, quoted)
  switch (operation.op) {
    case 'default':
      return yield* expandParts(sh, operation.word.parts, fields, quoted, true)
    case 'assign': {
      if (!/^[A-Za-z_]/.test(part.name))
        throw new ExpansionFailure(`$${part.name}: cannot assign in this way`)
      const value = yield* expandText(sh, operation.word)
      if (subscript === undefined) assignVariable(sh, part.name, value)
      else assignElement(sh, part.name, subscript, value)
      return add(fields, { values: [value], set: true }, quoted)
    }
    case 'error': {
      const text = yield* expandText(sh, operation.word)
      throw new ExpansionFailure(
        `${part.name}: ${text || `parameter ${operation.colon ? 'null or not set' : 'not set'}`}`,
        true,
      )
    }
  }
}

function* operate(
  sh: Shell,
  part: ParameterPart,
  operation: Exclude<ParameterOperation, Conditional>,
  found: Found,
): Steps<Found> {
  const each = (change: (value: string) => string): Found => ({
    ...found,
    values: found.values.map(change),
  })
  const extglob = sh.switches.has('extglob')
  switch (operation.op) {
    case 'slice': {
      const offset = Number(arithmetic(sh, yield* expandText(sh, operation.offset)))
      const length = operation.length
        ? Number(arithmetic(sh, yield* expandText(sh, operation.length)))
        : undefined
      return slice(sh, part, found, offset, length)
    }
    case '#':
    case '##':
    case '%':
    case '%%': {
      const pattern = yield* expandPattern(sh, operation.pattern)
      return each(value => removeMatch(value, pattern, operation.op, extglob))
    }
    case '/':
    case '//':
    case '/#':
    case '/%': {
      const pattern = yield* expandPattern(sh, operation.pattern)
      const replacement = yield* expandText(sh, operation.replacement)
      return each(value => replaceMatch(value, pattern, replacement, operation.op, extglob))
    }
    case '@':
      return transform(sh, part, operation.letter, found)
    default: {
      const pattern = operation.pattern ? yield* expandPattern(sh, operation.pattern) : '?'
      return each(value => changeCase(value, operation.op, pattern, extglob))
    }
  }
}

function slice(
  sh: Shell,
  part: ParameterPart,
  found: Found,
  offset: number,
  length: number | undefined,
): Found {
  if (found.list) {
    const positional = part.name === '@' || part.name === '*'
    const all = positional ? [sh.name, ...sh.positional] : found.values
    const from = offset < 0 ? all.length + offset : offset
    if (length !== undefined && length < 0)
      throw new ExpansionFailure(`${length}: substring expression < 0`)
    return {
      ...found,
      values: from < 0 ? [] : all.slice(from, length === undefined ? undefined : from + length),
    }
  }
  const chars = [...(found.values[0] ?? '')]
  const from = offset < 0 ? chars.length + offset : offset
  if (from < 0) return { ...found, values: [''] }
  const to =
    length === undefined ? chars.length : length < 0 ? chars.length + length : from + length
  if (to < from) throw new ExpansionFailure(`${length}: substring expression < 0`)
  return { ...found, values: [chars.slice(from, to).join('')] }
}

function namesWith(sh: Shell, prefix: string): string[] {
  return [...sh.variables.all.keys()].filter(name => name.startsWith(prefix)).sort()
}

function add(fields: Fields, found: Found, quoted: boolean): void {
  if (found.list) return addList(fields, found.values, found.list, quoted)
  const value = found.values[0] ?? ''
  if (quoted) fields.add(value, true)
  else fields.addSplit(value)
}

function addList(
  fields: Fields,
  values: readonly string[],
  list: '@' | '*',
  quoted: boolean,
): void {
  if (fields.purpose !== 'fields') {
    const joined = values.join(list === '*' ? fields.ifs.slice(0, 1) : ' ')
    return fields.add(joined, quoted)
  }
  if (quoted && list === '*') return fields.add(values.join(fields.ifs.slice(0, 1)), true)
  for (const [index, value] of values.entries()) {
    if (index > 0) fields.next()
    if (quoted) fields.add(value, true)
    else fields.addSplit(value)
  }
}
