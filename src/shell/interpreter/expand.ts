/** Expands words: braces, tilde, parameters, commands, arithmetic, then splitting and path names. */
import type { Part, Word } from '../syntax/ast.ts'
import type { Steps } from '../kernel.ts'
import { arithmetic } from './arithmetic-scope.ts'
import { expandBraces } from './brace.ts'
import { ExpansionFailure } from './flow.ts'
import { Fields, type Purpose } from './fields.ts'
import { globPaths } from './glob.ts'
import { expandParameter } from './parameter.ts'
import type { Shell } from './shell.ts'
import { processPath, substitute } from './substitute.ts'

export const ifsOf = (sh: Shell): string => sh.variables.value('IFS') ?? ' \t\n'

/** The words of a command or a `for`: each may become none, one or many. */
export function* expandWords(sh: Shell, words: readonly Word[]): Steps<string[]> {
  const out: string[] = []
  for (const word of words) {
    if (word.literal !== undefined) out.push(word.literal)
    else
      for (const each of sh.options.has('braceexpand') ? expandBraces(word) : [word])
        if (each.parts.length > 0) yield* expandFields(sh, each, out)
  }
  return out
}

function* expandFields(sh: Shell, word: Word, out: string[]): Steps<void> {
  if (word.literal !== undefined) {
    out.push(word.literal)
    return
  }
  const fields = new Fields('fields', ifsOf(sh))
  yield* expandParts(sh, word.parts, fields, false, true)
  for (const field of fields.finish()) {
    if (!field.open || sh.options.has('noglob')) out.push(field.text)
    else pathsInto(sh, field.text, field.pattern, out)
  }
}

function pathsInto(sh: Shell, text: string, pattern: string, out: string[]): void {
  const { switches } = sh
  const paths = globPaths(sh.host.files, sh.cwd, pattern, {
    dotglob: switches.has('dotglob'),
    extglob: switches.has('extglob'),
    nocase: switches.has('nocaseglob'),
    globstar: switches.has('globstar'),
  })
  if (paths.length > 0) out.push(...paths)
  else if (switches.has('failglob')) throw new ExpansionFailure(`no match: ${text}`)
  else if (!switches.has('nullglob')) out.push(text)
}

/** Without splitting and path names: assignments, here-strings, the word of `case`. */
export function* expandText(sh: Shell, word: Word): Steps<string> {
  if (word.literal !== undefined) return word.literal
  return (yield* collect(sh, word, 'text')).text
}

/** As a shell pattern: what was quoted stands for itself. */
export function* expandPattern(sh: Shell, word: Word): Steps<string> {
  return (yield* collect(sh, word, 'pattern')).pattern
}

/** As a regular expression for `=~`. */
export function* expandRegExp(sh: Shell, word: Word): Steps<string> {
  return (yield* collect(sh, word, 'regexp')).pattern
}

function* collect(sh: Shell, word: Word, purpose: Purpose): Steps<Fields> {
  const fields = new Fields(purpose, ifsOf(sh))
  yield* expandParts(sh, word.parts, fields, false, true)
  return fields
}

/** `start`: the parts stand at the beginning of a word, where a tilde counts. */
export function* expandParts(
  sh: Shell,
  parts: readonly Part[],
  fields: Fields,
  quoted: boolean,
  start = false,
): Steps<void> {
  for (const [index, part] of parts.entries()) {
    switch (part.type) {
      case 'text':
        fields.add(
          tilde(sh, part.text, start && index === 0, parts.length === 1, fields.purpose === 'text'),
          false,
        )
        break
      case 'quoted':
        fields.add(part.text, true)
        break
      case 'double':
        yield* expandDouble(sh, part.parts, fields)
        break
      case 'parameter':
        yield* expandParameter(sh, part, fields, quoted)
        break
      case 'command': {
        const text = yield* substitute(sh, part.lists)
        if (quoted) fields.add(text, true)
        else fields.addSplit(text)
        break
      }
      case 'arithmetic': {
        const value = String(
          arithmetic(
            sh,
            yield* expandText(sh, {
              parts: [{ type: 'double', parts: part.expression.parts }],
              source: '',
            }),
          ),
        )
        if (quoted) fields.add(value, true)
        else fields.addSplit(value)
        break
      }
      case 'process':
        fields.add(yield* processPath(sh, part.direction, part.lists), true)
    }
  }
}

/** `"$@"` of nothing leaves no field; `""` leaves an empty one. */
function* expandDouble(sh: Shell, parts: readonly Part[], fields: Fields): Steps<void> {
  const onlyLists =
    parts.length > 0 && parts.every(part => part.type === 'parameter' && isList(part))
  if (!onlyLists) fields.touch()
  yield* expandParts(sh, parts, fields, true)
}

function isList(part: Part & { type: 'parameter' }): boolean {
  return (
    !part.length && (part.name === '@' || part.subscript?.literal === '@' || part.prefix === '@')
  )
}

function tilde(
  sh: Shell,
  text: string,
  start: boolean,
  whole: boolean,
  assigning: boolean,
): string {
  if (!text.includes('~')) return text
  const expand = (piece: string): string => {
    const match = /^~([A-Za-z_][\w-]*|\+|-)?(?=\/|$)/.exec(piece)
    if (!match || (match[0].length === piece.length && !whole)) return piece
    const home = homeOf(sh, match[1])
    return home === undefined ? piece : home + piece.slice(match[0].length)
  }
  if (!assigning) return start ? expand(text) : text
  return text
    .split(':')
    .map((piece, index) => (index > 0 || start ? expand(piece) : piece))
    .join(':')
}

function homeOf(sh: Shell, user: string | undefined): string | undefined {
  if (user === undefined) return sh.variables.value('HOME') ?? '/root'
  if (user === '+') return sh.cwd
  if (user === '-') return sh.variables.value('OLDPWD')
  try {
    const line = sh.host.files
      .readText('/etc/passwd')
      .split('\n')
      .find(each => each.startsWith(`${user}:`))
    return line?.split(':')[5]
  } catch {
    return user === 'root' ? '/root' : undefined
  }
}
