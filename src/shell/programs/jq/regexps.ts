/** jq's functions with regular expressions. */
import { type Filter, JqError, type Json } from './ast.ts'
import { string } from './checked.ts'
import { evaluate, type Results, type Scope } from './evaluate.ts'

export function regexp(pattern: Json | undefined, flags: Json | undefined, extra = ''): RegExp {
  const letters = `${flags ?? ''}${extra}`
  const js = `u${letters.includes('g') ? 'g' : ''}${letters.includes('i') ? 'i' : ''}${letters.includes('s') ? 's' : ''}`
  const source = string(pattern ?? null, 'cannot be matched, as it is not a string').replace(
    /\\h/g,
    '[0-9a-fA-F]',
  )
  try {
    return new RegExp(letters.includes('x') ? source.replace(/\s+/g, '') : source, js)
  } catch {
    throw new JqError(`${source} (at offset 0) is not a valid regex`)
  }
}

export function* matches(
  input: Json,
  args: readonly Filter[],
  scope: Scope,
  extra = '',
): Generator<RegExpMatchArray, void, undefined> {
  const [pattern, flags] = args
  if (!pattern || !flags) return
  for (const given of evaluate(pattern, input, scope))
    for (const letters of evaluate(flags, input, scope)) {
      const [source, own] = Array.isArray(given)
        ? [given[0] as Json, given[1] as Json]
        : [given, letters]
      const made = regexp(source, own, extra)
      const text = string(input, 'cannot be matched, as it is not a string')
      if (made.global) yield* text.matchAll(made)
      else {
        const found = made.exec(text)
        if (found) yield found
      }
    }
}

export function describeMatch(found: RegExpMatchArray): Json {
  const names = Object.keys(found.groups ?? {})
  const offset = (text: string | undefined) =>
    text === undefined ? -1 : (found.index ?? 0) + found[0].indexOf(text)
  return {
    offset: found.index ?? 0,
    length: [...found[0]].length,
    string: found[0],
    captures: found.slice(1).map((group, at) => ({
      offset: offset(group),
      length: [...(group ?? '')].length,
      string: group ?? null,
      name:
        names.length === found.length - 1
          ? (names[at] ?? null)
          : (names.find(name => found.groups?.[name] === group) ?? null),
    })),
  }
}

export function* substitute(
  input: Json,
  [pattern, replacement, flags]: readonly Filter[],
  scope: Scope,
): Results {
  if (!pattern || !replacement || !flags) return
  const text = string(input, 'cannot be matched, as it is not a string')
  let out = ''
  let end = 0
  for (const found of matches(input, [pattern, flags], scope)) {
    const groups: Record<string, Json> = {}
    for (const [name, value] of Object.entries(found.groups ?? {})) groups[name] = value ?? null
    const [made = ''] = evaluate(replacement, groups, scope)
    out += text.slice(end, found.index) + string(made, 'cannot be added to a string')
    end = (found.index ?? 0) + found[0].length
  }
  yield out + text.slice(end)
}

export function occurrences(text: string, part: string): Json {
  const found: number[] = []
  for (let at = text.indexOf(part); at >= 0 && part !== ''; at = text.indexOf(part, at + 1))
    found.push(at)
  return found
}
