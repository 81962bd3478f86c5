/** Colours one line of YAML: keys, strings, numbers, constants, comments and the signs between. */
import type { Style } from './frame.ts'

/** One style a character. */
export function yamlStyles(line: string): Style[] {
  const styles = new Array<Style>(line.length).fill('plain')
  const set = (style: Style, from: number, length: number): void => {
    styles.fill(style, from, from + length)
  }
  if (/^\s*#/.test(line)) {
    styles.fill('comment')
    return styles
  }
  if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
    set('special', 0, 3)
    return styles
  }
  let at = /^\s*/.exec(line)?.[0].length ?? 0
  for (let dash = /^-\s+|^-$/.exec(line.slice(at)); dash; dash = /^-\s+|^-$/.exec(line.slice(at))) {
    set('punctuation', at, 1)
    at += dash[0].length
  }
  const key = /^("(?:\\.|[^"])*"|'[^']*'|[^\s#{}[\],"'][^#:]*?(?::[^\s#:]+)*)(\s*:)(?=\s|$)/.exec(
    line.slice(at),
  )
  if (key) {
    set('key', at, key[1]?.length ?? 0)
    set('punctuation', at + (key[1]?.length ?? 0), key[2]?.length ?? 0)
    at += key[0].length
  }
  value(line, at, set)
  return styles
}

function value(
  line: string,
  start: number,
  set: (style: Style, from: number, length: number) => void,
): void {
  for (const token of line.slice(start).matchAll(TOKENS)) {
    const text = token[0]
    const at = start + token.index
    if (text.startsWith('#')) set('comment', at, text.length)
    else if (/^["']/.test(text)) set('string', at, text.length)
    else if (/^[{}[\],|>]/.test(text)) set('punctuation', at, text.length)
    else if (/^[&*!]/.test(text)) set('special', at, text.length)
    else if (/^(?:true|false|yes|no|on|off|null|~)$/i.test(text)) set('constant', at, text.length)
    else if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$|^0x[0-9a-f]+$|^0o?[0-7]+$/i.test(text))
      set('number', at, text.length)
  }
}

const TOKENS =
  /(?<=^|\s)#.*$|"(?:\\.|[^"\\])*"?|'(?:''|[^'])*'?|[{}[\],]|(?<=\s|^)[|>][+-]?\d?(?=\s|$)|[^\s,[\]{}]+/g
