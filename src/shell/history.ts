/** History expansion: `!!`, `!$`, `!-2`, `!name`, `!?text?`, word designators and `^old^new^`. */

export type HistoryExpansion = { readonly line: string } | { readonly error: string }

/** Undefined if the line asks for none of it. */
export function expandHistory(
  line: string,
  history: readonly string[],
): HistoryExpansion | undefined {
  const quick = /^\^([^^]+)\^([^^]*)\^?(.*)$/s.exec(line)
  if (quick) {
    const last = history.at(-1)
    if (last === undefined || !last.includes(quick[1] ?? ''))
      return { error: `bash: :s${line}: substitution failed` }
    return { line: last.replace(quick[1] ?? '', () => quick[2] ?? '') + (quick[3] ?? '') }
  }
  let out = ''
  let changed = false
  let quote: string | undefined
  for (let at = 0; at < line.length; ) {
    const char = line[at] ?? ''
    if (char === '\\' && quote !== "'") {
      out += line.slice(at, at + 2)
      at += 2
      continue
    }
    if (char === "'" && quote !== '"') quote = quote === "'" ? undefined : "'"
    else if (char === '"' && quote !== "'") quote = quote === '"' ? undefined : '"'
    const event = char === '!' && quote !== "'" ? eventAt(line, at, history, out) : undefined
    if (event && 'error' in event) return event
    if (event) {
      out += event.text
      at = event.end
      changed = true
    } else {
      out += char
      at++
    }
  }
  return changed ? { line: out } : undefined
}

function eventAt(
  line: string,
  at: number,
  history: readonly string[],
  before: string,
): { text: string; end: number } | { error: string } | undefined {
  const rest = line.slice(at + 1)
  if (rest === '' || /^[\s=("]/.test(rest)) return undefined
  const event = /^(?:!|-?\d+|#|\?[^?\n]*\??|[$^*](?!\w)|:|[^\s:;&|()<>"'$^*!]+)/.exec(rest)?.[0]
  if (event === undefined) return undefined
  let end = at + 1 + event.length
  let designator = ''
  if (/^[$^*:]$/.test(event)) {
    designator = event === ':' ? '' : event
    if (event === ':') end--
  }
  const source = sourceOf(event, history, before)
  if (source === undefined) return { error: `bash: !${event}: event not found` }
  const colon =
    /^:(\d+(?:-(?:\d+|\$))?\*?|[$^*]|-\d+)/.exec(line.slice(end)) ??
    (designator === '' ? /^()([$^*])/.exec(line.slice(end)) : null)
  if (colon && designator === '') {
    designator = (colon[1] || colon[2]) ?? ''
    end += colon[0].length
  }
  let text = designator === '' ? source : select(source, designator)
  for (
    let modifier = /^:(?:([htrepq])|(g?)s(\W)(.*?)\3(.*?)(?:\3|$))/.exec(line.slice(end));
    modifier;
    modifier = /^:(?:([htrepq])|(g?)s(\W)(.*?)\3(.*?)(?:\3|$))/.exec(line.slice(end))
  ) {
    text = modify(text, modifier)
    end += modifier[0].length
  }
  return { text, end }
}

function sourceOf(event: string, history: readonly string[], before: string): string | undefined {
  if (event === '!' || /^[$^*:]$/.test(event)) return history.at(-1)
  if (event === '#') return before
  if (/^-\d+$/.test(event)) return history.at(Number(event))
  if (/^\d+$/.test(event)) return history[Number(event) - 1]
  if (event.startsWith('?'))
    return history.findLast(each => each.includes(event.slice(1).replace(/\?$/, '')))
  return history.findLast(each => each.startsWith(event))
}

function select(source: string, designator: string): string {
  const words = source.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? []
  const last = words.length - 1
  if (designator === '$') return words[last] ?? ''
  if (designator === '^') return words[1] ?? ''
  if (designator === '*') return words.slice(1).join(' ')
  const range = /^(\d*)(-?)(\d+|\$)?(\*?)$/.exec(designator)
  const from = Number(range?.[1] || 0)
  if (range?.[4] === '*') return words.slice(from).join(' ')
  if (range?.[2] !== '-') return words[from] ?? ''
  return words
    .slice(from, (range[3] === '$' || range[3] === undefined ? last : Number(range[3])) + 1)
    .join(' ')
}

function modify(text: string, modifier: RegExpExecArray): string {
  switch (modifier[1]) {
    case 'h':
      return text.replace(/\/[^/]*$/, '')
    case 't':
      return text.replace(/^.*\//, '')
    case 'r':
      return text.replace(/\.[^./]*$/, '')
    case 'e':
      return /\.[^./]*$/.exec(text)?.[0] ?? ''
    case 'p':
    case 'q':
      return text
    default: {
      const [, , all, , from = '', to = ''] = modifier
      return all === 'g' ? text.replaceAll(from, () => to) : text.replace(from, () => to)
    }
  }
}
