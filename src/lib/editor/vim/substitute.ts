/** `:s/pattern/replacement/flags`, at once or asking each time. */
import { compile } from './pattern.ts'
import { fail, lineAt, say, type Confirmation, type Vim } from './state.ts'
import { firstNonBlank, moveTo, setRow, spliceRows } from './text.ts'

type Found = Confirmation['found'][number]

export function substitute(vim: Vim, text: string, from: number, to: number): void {
  const parts = split(text)
  const last = vim.substitute
  if (parts === undefined && !last) return fail(vim, 'E35: No previous regular expression')
  const { pattern, replacement, flags } = parts
    ? { ...parts, pattern: parts.pattern || vim.pattern }
    : { ...(last as NonNullable<typeof last>), flags: text.trim() }
  const wanted = replacement === '~' && last ? last.replacement : replacement
  const kept = flags.startsWith('&') && last ? last.flags + flags.slice(1) : flags
  const count = /\s*(\d+)\s*$/.exec(kept)?.[1]
  const letters = kept.replace(/\s*\d+\s*$/, '').trim()
  const strange = /[^gciIne&]/.exec(letters)
  if (strange) return fail(vim, `E488: Trailing characters: ${letters.slice(strange.index)}`)
  const rows =
    count === undefined
      ? { from, to }
      : { from: to, to: Math.min(vim.lines.length - 1, to + Number(count) - 1) }
  vim.pattern = pattern
  vim.forward = true
  vim.highlight = true
  vim.substitute = { pattern, replacement: wanted, flags: letters }
  run(vim, pattern, wanted, letters, rows)
}

/** `&` and `g&`. */
export function substituteAgain(vim: Vim, range: string): void {
  const last = vim.substitute
  if (!last) return fail(vim, 'E35: No previous regular expression')
  const all = range === '%'
  run(vim, last.pattern, last.replacement, all ? last.flags : '', {
    from: all ? 0 : vim.row,
    to: all ? vim.lines.length - 1 : vim.row,
  })
}

/** The answer to `replace with … (y/n/a/q/l/^E/^Y)?`. */
export function pressConfirm(vim: Vim, key: string): void {
  const asked = vim.confirmation
  if (!asked) return
  const answers = key === 'a' ? asked.found.length - asked.at : key === 'y' || key === 'l' ? 1 : 0
  let next = asked
  for (let turn = 0; turn < answers; turn++) next = accept(vim, next)
  if (key === 'n') next = { ...asked, at: asked.at + 1 }
  else if (answers === 0 && !/^(?:q|<Esc>|<C-c>)$/.test(key)) return
  const match = next.found[next.at]
  if (match && (key === 'y' || key === 'n')) {
    vim.confirmation = next
    return moveTo(vim, match.row, match.col)
  }
  vim.confirmation = undefined
  vim.mode = 'normal'
  if (next.done > 2) say(vim, report(next.done, new Set(asked.found.map(found => found.row)).size))
  moveTo(
    vim,
    vim.row,
    key === 'a' ? firstNonBlank(lineAt(vim, vim.row)) : key === 'l' ? 0 : vim.col,
  )
}

function run(
  vim: Vim,
  pattern: string,
  replacement: string,
  flags: string,
  rows: { from: number; to: number },
): void {
  const ignore = flags.includes('I')
    ? { ignore: false }
    : flags.includes('i')
      ? { ignore: true }
      : {}
  const regexp = compile(pattern, vim.settings, ignore)
  const found: Found[] = []
  for (let row = Math.max(0, rows.from); regexp && row <= rows.to; row++) {
    const line = lineAt(vim, row)
    regexp.lastIndex = 0
    for (let match = regexp.exec(line); match; match = regexp.exec(line)) {
      found.push({
        row,
        col: match.index,
        length: match[0].length,
        insert: expand(replacement, match),
      })
      if (match[0] === '') regexp.lastIndex++
      if (!flags.includes('g') || regexp.lastIndex > line.length) break
    }
  }
  if (found.length === 0) {
    if (!flags.includes('e')) fail(vim, `E486: Pattern not found: ${pattern}`)
    return
  }
  const lines = new Set(found.map(match => match.row)).size
  if (flags.includes('n'))
    return say(
      vim,
      `${found.length} ${found.length === 1 ? 'match' : 'matches'} on ${lines} ${lines === 1 ? 'line' : 'lines'}`,
    )
  if (flags.includes('c')) {
    const first = found[0] as Found
    vim.confirmation = { found, at: 0, done: 0 }
    vim.mode = 'confirm'
    return moveTo(vim, first.row, first.col)
  }
  replaceAll(vim, found)
  if (found.length > 2) say(vim, report(found.length, lines))
}

/** From the end to the beginning, so that the places found stay right. */
function replaceAll(vim: Vim, found: readonly Found[]): void {
  let extra = 0
  const lastRow = found.at(-1)?.row ?? vim.row
  for (const match of found.toReversed()) {
    const line = lineAt(vim, match.row)
    const rows = (
      line.slice(0, match.col) +
      match.insert +
      line.slice(match.col + match.length)
    ).split('\r')
    extra += rows.length - 1
    if (rows.length === 1) setRow(vim, match.row, rows[0] ?? '')
    else spliceRows(vim, match.row, 1, rows)
  }
  const row = lastRow + extra
  moveTo(vim, row, firstNonBlank(lineAt(vim, row)))
}

function accept(vim: Vim, asked: Confirmation): Confirmation {
  const match = asked.found[asked.at]
  if (!match) return asked
  const line = lineAt(vim, match.row)
  const rows = (
    line.slice(0, match.col) +
    match.insert +
    line.slice(match.col + match.length)
  ).split('\r')
  spliceRows(vim, match.row, 1, rows)
  moveTo(vim, match.row, match.col)
  const moved = rows.at(-1) ?? ''
  const found = asked.found.map((other, at) => {
    if (at <= asked.at) return other
    if (other.row === match.row) {
      return {
        ...other,
        row: other.row + rows.length - 1,
        col: moved.length - (line.length - other.col),
      }
    }
    return { ...other, row: other.row + rows.length - 1 }
  })
  return { found, at: asked.at + 1, done: asked.done + 1 }
}

function report(count: number, lines: number): string {
  return `${count} ${count === 1 ? 'substitution' : 'substitutions'} on ${lines} ${lines === 1 ? 'line' : 'lines'}`
}

/** Cuts `/pattern/replacement/flags` at its own separator; undefined repeats the last one. */
function split(text: string): { pattern: string; replacement: string; flags: string } | undefined {
  const mark = text[0]
  if (mark === undefined || /[\w\s&"|]/.test(mark)) return undefined
  const parts: string[] = ['']
  for (let at = 1; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === '\\' && at + 1 < text.length) {
      const next = text[++at] ?? ''
      parts[parts.length - 1] += next === mark && parts.length < 3 ? next : `\\${next}`
    } else if (character === mark && parts.length < 3) parts.push('')
    else parts[parts.length - 1] += character
  }
  return { pattern: parts[0] ?? '', replacement: parts[1] ?? '', flags: parts[2] ?? '' }
}

/** What a match is replaced with; a carriage return stands for a new line. */
function expand(replacement: string, match: RegExpExecArray): string {
  let out = ''
  let once: 'u' | 'l' | undefined
  let until: 'U' | 'L' | undefined
  const add = (text: string): void => {
    let cased = until === 'U' ? text.toUpperCase() : until === 'L' ? text.toLowerCase() : text
    if (once && cased !== '') {
      cased =
        (once === 'u' ? cased.slice(0, 1).toUpperCase() : cased.slice(0, 1).toLowerCase()) +
        cased.slice(1)
      once = undefined
    }
    out += cased
  }
  for (const token of replacement.match(/\\[\s\S]|[\s\S]/g) ?? []) {
    if (token === '&') add(match[0])
    else if (/^\\\d$/.test(token)) add(match[Number(token[1])] ?? '')
    else if (token === '\\u' || token === '\\l') once = token === '\\u' ? 'u' : 'l'
    else if (token === '\\U' || token === '\\L') until = token === '\\U' ? 'U' : 'L'
    else if (/^\\[eE]$/.test(token)) until = undefined
    else if (token === '\\r') add('\r')
    else if (token === '\\n') add('\0')
    else if (token === '\\t') add('\t')
    else add(token.length === 2 ? token.slice(1) : token)
  }
  return out
}
