/** Brace expansion: `a{b,c}d`, `{1..10..2}`, `{a..e}`. It works on words before anything else is expanded. */
import type { Part, Word } from '../syntax/ast.ts'
import { makeWord } from '../syntax/word.ts'

/** A character that may be a brace's syntax, or a part that may not. */
type Item = string | Part

/** What `{1..N}` may become. */
const SEQUENCE_MAX = 1_000_000

export function expandBraces(word: Word): readonly Word[] {
  if (!word.parts.some(part => part.type === 'text' && part.text.includes('{'))) return [word]
  const items = word.parts.flatMap<Item>(part => (part.type === 'text' ? [...part.text] : [part]))
  const expanded = expandItems(items)
  return expanded.length === 1 && expanded[0] === items
    ? [word]
    : expanded.map(each => makeWord(merge(each), word.source))
}

function expandItems(items: readonly Item[]): readonly (readonly Item[])[] {
  for (let open = 0; open < items.length; open++) {
    if (items[open] !== '{') continue
    const inside = braceAt(items, open)
    if (!inside) continue
    const before = items.slice(0, open)
    const choices = inside.choices.flatMap(choice => expandItems(choice))
    const after = expandItems(items.slice(inside.end + 1))
    return choices.flatMap(choice => after.map(rest => [...before, ...choice, ...rest]))
  }
  return [items]
}

function braceAt(
  items: readonly Item[],
  open: number,
): { choices: readonly (readonly Item[])[]; end: number } | undefined {
  const choices: Item[][] = [[]]
  let depth = 0
  for (let at = open + 1; at < items.length; at++) {
    const item = items[at]
    if (item === '{') depth++
    if (item === '}' && depth-- === 0) {
      if (choices.length > 1) return { choices, end: at }
      const sequence = sequenceOf(choices[0] ?? [])
      return sequence && { choices: sequence.map(text => [...text]), end: at }
    }
    if (item === ',' && depth === 0) choices.push([])
    else if (item !== undefined) choices.at(-1)?.push(item)
  }
  return undefined
}

function sequenceOf(items: readonly Item[]): readonly string[] | undefined {
  if (!items.every(item => typeof item === 'string')) return undefined
  const match = /^(?:(-?\d+)\.\.(-?\d+)|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d+))?$/.exec(
    items.join(''),
  )
  if (!match) return undefined
  const [, low, high, first, last, by] = match
  const numeric = low !== undefined
  const from = numeric ? Number(low) : (first ?? '').charCodeAt(0)
  const to = numeric ? Number(high) : (last ?? '').charCodeAt(0)
  const step = Math.max(1, Math.abs(Number(by ?? 1)))
  const padded = [low ?? '', high ?? ''].some(text => /^-?0\d/.test(text))
  const width = padded ? Math.max((low ?? '').length, (high ?? '').length) : 0
  const out: string[] = []
  for (
    let count = 0;
    count <= Math.min(Math.floor(Math.abs(to - from) / step), SEQUENCE_MAX);
    count++
  ) {
    const value = from < to ? from + count * step : from - count * step
    if (!numeric) out.push(String.fromCharCode(value))
    else
      out.push(
        value < 0
          ? `-${String(-value).padStart(width - 1, '0')}`
          : String(value).padStart(width, '0'),
      )
  }
  return out
}

function merge(items: readonly Item[]): Part[] {
  const parts: Part[] = []
  let text = ''
  for (const item of items) {
    if (typeof item === 'string') text += item
    else {
      if (text !== '') parts.push({ type: 'text', text })
      text = ''
      parts.push(item)
    }
  }
  if (text !== '') parts.push({ type: 'text', text })
  return parts
}
