/** xargs. */
import type { Io, Running } from '../../lib/process.ts'
import { parseOptions } from './options.ts'
import { badOption, readAll, readSource } from './program.ts'
import { runOther } from './runners.ts'

/** What the kernel lets one command line be. */
const ARGUMENT_CHARS_MAX = 131_072

export function* xargs(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: '0rtpx',
    valued: 'nILdPaEs',
    stopsEarly: true,
    long: {
      null: '0',
      'no-run-if-empty': 'r',
      verbose: 't',
      'max-args': 'n',
      replace: 'I',
      'max-lines': 'L',
      delimiter: 'd',
      'max-procs': 'P',
      'arg-file': 'a',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'xargs', options.bad)
  const file = options.value('a')
  const text =
    file === undefined ? yield* readAll(io.stdin) : ((yield* readSource(io, 'xargs', file)) ?? '')
  if (options.has('I') && options.has('n'))
    io.stderr.write(
      'xargs: warning: options --max-args and --replace/-I/-i are mutually exclusive, ignoring previous --max-args value\n',
    )
  const command = options.rest.length > 0 ? options.rest : ['echo']
  const replace = options.value('I')
  const items = splitItems(
    text,
    options.has('0') ? '\0' : options.value('d')?.replace('\\n', '\n').replace('\\0', '\0'),
    replace !== undefined,
    options.value('L') !== undefined,
  )
  if (typeof items === 'string') {
    io.stderr.write(`xargs: ${items}\n`)
    return 1
  }
  const batches =
    replace !== undefined
      ? items.map(item => command.map(word => word.replaceAll(replace, () => item)))
      : chunks(
          items,
          Number(options.value('n') ?? options.value('L') ?? Number.POSITIVE_INFINITY),
          options.value('L') !== undefined,
        ).map(batch => [...command, ...batch])
  if (batches.length === 0 && replace === undefined && !options.has('r')) batches.push([...command])
  let status = 0
  for (const argv of batches) {
    if (options.has('t')) io.stderr.write(`${argv.join(' ')}\n`)
    const result = yield* runOther('xargs', argv, { ...io, stdin: { read: () => undefined } })
    if (result === 127 || result === 126) return result
    if (result === 255) {
      io.stderr.write(`xargs: ${argv[0]}: exited with status 255; aborting\n`)
      return 124
    }
    if (result !== 0) status = 123
  }
  return status
}

/** Blanks separate, quotes and backslashes protect; with -I and -L whole lines count. */
function splitItems(
  text: string,
  delimiter: string | undefined,
  byLine: boolean,
  grouped: boolean,
): string[] | string {
  if (delimiter !== undefined) {
    const items = text.split(delimiter)
    if (items.at(-1) === '') items.pop()
    return items
  }
  if (grouped) return text.split('\n').filter(line => line.trim() !== '')
  const items: string[] = []
  for (const line of byLine ? text.split('\n') : [text]) {
    let item: string | undefined
    const source = byLine ? line.trimStart() : line
    for (let at = 0; at < source.length; at++) {
      const char = source[at] ?? ''
      if (char === '\\') item = (item ?? '') + (source[++at] ?? '')
      else if (char === "'" || char === '"') {
        const end = source.indexOf(char, at + 1)
        if (end < 0)
          return `unmatched ${char === "'" ? 'single' : 'double'} quote; by default quotes are special to xargs unless you use the -0 option`
        item = (item ?? '') + source.slice(at + 1, end)
        at = end
      } else if (!byLine && /\s/.test(char)) {
        if (item !== undefined) items.push(item)
        item = undefined
      } else item = (item ?? '') + char
    }
    if (item !== undefined && !(byLine && item === '')) items.push(item)
  }
  return items
}

function chunks(items: readonly string[], most: number, lines: boolean): string[][] {
  const out: string[][] = []
  let batch: string[] = []
  let size = 0
  const words = (item: string) => (lines ? item.trim().split(/\s+/) : [item])
  let count = 0
  for (const item of items) {
    if (count > 0 && (count >= most || size + item.length > ARGUMENT_CHARS_MAX)) {
      out.push(batch)
      batch = []
      size = 0
      count = 0
    }
    batch.push(...words(item))
    size += item.length + 1
    count++
  }
  if (batch.length > 0) out.push(batch)
  return out
}
