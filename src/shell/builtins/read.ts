/** read, and mapfile (readarray). */
import type { Steps } from '../kernel.ts'
import { ifsOf } from '../interpreter/expand.ts'
import { splitLine } from '../interpreter/fields.ts'
import { type Line, readLine } from '../interpreter/read-line.ts'
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import { runText } from '../interpreter/text.ts'
import { assignElement, assignVariable } from '../interpreter/values.ts'
import { quoteAlways } from '../interpreter/quote.ts'
import { flagsOf } from './flags.ts'
import type { Builtin, Builtins } from './index.ts'

const mapfile: Builtin = function* (sh, args): Steps<number> {
  const { flags, values, rest } = flagsOf(args, 'dnOsuCc')
  const name = rest[0] ?? 'MAPFILE'
  const delimiter = values.get('d') === '' ? '\0' : (values.get('d')?.[0] ?? '\n')
  const fd = Number(values.get('u') ?? 0)
  const most = Number(values.get('n') ?? 0) || Number.POSITIVE_INFINITY
  let skip = Number(values.get('s') ?? 0)
  const first = Number(values.get('O') ?? 0)
  if (!values.has('O')) {
    sh.variables.unset(name)
    sh.variables.put(name, { array: new Map() })
  }
  for (let count = 0; count < most; ) {
    const line = yield* readLine(sh, fd, delimiter)
    if (!line) break
    if (skip-- > 0) continue
    assignElement(
      sh,
      name,
      String(first + count),
      flags.has('t') || !line.whole ? line.text : line.text + delimiter,
    )
    if (values.has('C') && (count + 1) % Number(values.get('c') ?? 5000) === 0)
      yield* runText(sh, `${values.get('C')} ${first + count} ${quoteAlways(line.text)}`, {
        nested: true,
      })
    count++
  }
  return 0
}

export const readBuiltins: Builtins = {
  mapfile,
  readarray: mapfile,
  *read(sh, args) {
    const { flags, values, rest, bad } = flagsOf(args, 'adinNptu')
    if (bad !== undefined) {
      complain(sh, `read: -${bad}: invalid option`)
      fdOf(sh, 2).write?.(
        'read: usage: read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]\n',
      )
      return 2
    }
    const fd = Number(values.get('u') ?? 0)
    if (!sh.fds.has(fd)) {
      complain(sh, `read: ${fd}: invalid file descriptor: Bad file descriptor`)
      return 1
    }
    if (values.has('p') && fdOf(sh, fd).terminal) fdOf(sh, 2).write?.(values.get('p') ?? '')
    const delimiter = values.get('d') === '' ? '\0' : (values.get('d')?.[0] ?? '\n')
    const limit = Number(values.get('n') ?? values.get('N') ?? Number.POSITIVE_INFINITY)
    const timeout = values.get('t')
    const line = yield* readWithin(
      sh,
      fd,
      values.has('N') ? '\0\0' : delimiter,
      limit,
      flags.has('r'),
      timeout === undefined ? undefined : Number(timeout) * 1000,
    )
    if (line === 'late') return 142
    const ended = !line?.whole
    store(
      sh,
      rest,
      values.get('a'),
      line ?? { text: '', whole: false },
      flags.has('r'),
      values.has('N'),
    )
    return ended ? 1 : 0
  },
}

/** A line, joined with the next one where a backslash ends it. */
function* readWithin(
  sh: Shell,
  fd: number,
  delimiter: string,
  limit: number,
  raw: boolean,
  timeoutMs: number | undefined,
): Steps<Line | undefined | 'late'> {
  const stream = fdOf(sh, fd)
  const deadline = timeoutMs === undefined ? undefined : sh.host.now() + timeoutMs
  if (deadline !== undefined && stream.ready === undefined) {
    const chunk = stream.read?.()
    if (chunk === '') {
      yield { for: 'input', ms: timeoutMs ?? 0 }
      if (sh.host.now() >= deadline) return 'late'
    } else if (chunk !== undefined) stream.unread?.(chunk)
  }
  let line = yield* readLine(sh, fd, delimiter, limit)
  while (!raw && line?.whole && /(^|[^\\])(\\\\)*\\$/.test(line.text)) {
    const more = yield* readLine(sh, fd, delimiter, limit)
    line = { text: line.text.slice(0, -1) + (more?.text ?? ''), whole: more?.whole ?? false }
  }
  return line
}

function store(
  sh: Shell,
  names: readonly string[],
  array: string | undefined,
  line: Line,
  raw: boolean,
  exact: boolean,
): void {
  const { text, escaped } = raw
    ? { text: line.text, escaped: new Set<number>() }
    : unescape(line.text)
  if (array !== undefined) {
    sh.variables.unset(array)
    sh.variables.put(array, {
      array: new Map(
        splitLine(text, ifsOf(sh), Number.POSITIVE_INFINITY, escaped).map((word, index) => [
          index,
          word,
        ]),
      ),
    })
    return
  }
  if (names.length === 0) {
    assignVariable(sh, 'REPLY', text)
    return
  }
  const words = exact ? [text] : splitLine(text, ifsOf(sh), names.length, escaped)
  for (const [index, name] of names.entries()) {
    const element = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(name)
    if (element?.[1]) assignElement(sh, element[1], element[2] ?? '0', words[index] ?? '')
    else assignVariable(sh, name, words[index] ?? '')
  }
}

function unescape(line: string): { text: string; escaped: Set<number> } {
  const escaped = new Set<number>()
  let text = ''
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\' && at + 1 < line.length) {
      at++
      escaped.add(text.length)
    } else if (line[at] === '\\') continue
    text += line[at] ?? ''
  }
  return { text, escaped }
}
