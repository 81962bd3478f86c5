/** Collects what a word expands to: fields that can be split, text, or a pattern in which quoted characters are plain. */
import { escapePattern, escapeRegExp } from '../pattern.ts'

/** What the word is expanded for. Only 'fields' splits. */
export type Purpose = 'fields' | 'text' | 'pattern' | 'regexp'

interface Field {
  text: string
  /** The text with its quoted characters escaped. */
  pattern: string
  /** It came, in part, from unquoted text that may hold a pattern. */
  open: boolean
}

const GLOB = /[*?[]|[+@!]\(/

export class Fields {
  readonly purpose: Purpose
  readonly ifs: string
  readonly done: Field[] = []
  #current: Field | undefined

  constructor(purpose: Purpose, ifs: string) {
    this.purpose = purpose
    this.ifs = ifs
  }

  /** There is a field here, even if it stays empty. */
  touch(): Field {
    return (this.#current ??= { text: '', pattern: '', open: false })
  }

  add(text: string, quoted: boolean): void {
    const field = this.touch()
    field.text += text
    if (this.purpose === 'text') return
    if (this.purpose === 'regexp') field.pattern += quoted ? escapeRegExp(text) : text
    else field.pattern += quoted ? escapePattern(text) : text
    if (!quoted && GLOB.test(text)) field.open = true
  }

  /** Ends the field, if one has begun. */
  next(): void {
    if (!this.#current || this.purpose !== 'fields') return
    this.done.push(this.#current)
    this.#current = undefined
  }

  finish(): readonly Field[] {
    this.next()
    return this.done
  }

  get text(): string {
    return this.#current?.text ?? ''
  }

  get pattern(): string {
    return this.#current?.pattern ?? ''
  }

  /** The result of an unquoted expansion: cut at the characters of IFS. */
  addSplit(value: string): void {
    const { ifs } = this
    if (this.purpose !== 'fields' || ifs === '') {
      if (value !== '' || this.purpose !== 'fields') this.add(value, false)
      return
    }
    for (let at = 0; at < value.length; ) {
      if (!ifs.includes(value[at] ?? '')) {
        let end = at + 1
        while (end < value.length && !ifs.includes(value[end] ?? '')) end++
        this.add(value.slice(at, end), false)
        at = end
        continue
      }
      const blank = (index: number) =>
        index < value.length &&
        /[ \t\n]/.test(value[index] ?? '') &&
        ifs.includes(value[index] ?? '')
      while (blank(at)) at++
      if (at < value.length && ifs.includes(value[at] ?? '')) {
        this.touch()
        at++
        while (blank(at)) at++
      }
      this.next()
    }
  }
}

/** Splits as `read` does: at most `count` fields, the last takes the rest. */
export function splitLine(
  line: string,
  ifs: string,
  count: number,
  escaped: ReadonlySet<number>,
): string[] {
  const separates = (at: number) =>
    at < line.length && ifs.includes(line[at] ?? '') && !escaped.has(at)
  const blank = (at: number) => separates(at) && /[ \t\n]/.test(line[at] ?? '')
  const out: string[] = []
  let at = 0
  while (blank(at)) at++
  while (at < line.length) {
    if (out.length === count - 1) {
      out.push(lastField(line.slice(at), at, separates, blank))
      break
    }
    const start = at
    while (at < line.length && !separates(at)) at++
    out.push(line.slice(start, at))
    while (blank(at)) at++
    if (separates(at) && !blank(at)) {
      at++
      while (blank(at)) at++
    } else if (at >= line.length) break
  }
  return out
}

function lastField(
  rest: string,
  offset: number,
  separates: (at: number) => boolean,
  blank: (at: number) => boolean,
): string {
  let end = rest.length
  while (end > 0 && blank(offset + end - 1)) end--
  if (end > 0 && separates(offset + end - 1)) {
    let inner = end - 1
    while (inner > 0 && !separates(offset + inner - 1)) inner--
    if (inner === 0) end--
  }
  return rest.slice(0, end)
}
