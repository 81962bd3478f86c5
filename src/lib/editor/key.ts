/** What a key press is: one grapheme, or a name in angle brackets as vim writes it (`<Esc>`, `<C-r>`, `<M-b>`). */

export type Key = string

/** Splits vim's notation into keys: `keys('ggdG<Esc>')`. A literal `<` that opens no name stays itself; `<lt>` is always one. */
export function keys(notation: string): Key[] {
  const found: Key[] = []
  let rest = notation
  while (rest !== '') {
    const named = NAMED.exec(rest)
    const key = named ? named[0] : String.fromCodePoint(rest.codePointAt(0) ?? 0)
    found.push(key === '<lt>' ? '<' : key === '<Space>' ? ' ' : key === '<Bar>' ? '|' : key)
    rest = rest.slice(key.length)
  }
  return found
}

/** The character a key types, or undefined for a key that only commands. */
export function typed(key: Key): string | undefined {
  return key.length > 2 && key.startsWith('<') && key.endsWith('>') ? undefined : key
}

const NAMED = /^<(?:[CMS]-)*(?:[A-Za-z0-9]+|[^<>])>/
