/** Text work of awk: printf's formats, field splitting, text as standard input. */
import type { Io } from '../../../lib/process.ts'
import { extendedRegExp } from '../../posix-regexp.ts'
import { formatText } from '../printf.ts'
import { toNumber } from './values.ts'

/** awk's %d takes any number, and %c a code; the format is used once. */
export function formatOnce(format: string, values: readonly string[]): string {
  let next = 0
  return format.replace(
    /%(?:%|([-+ #0']*)(\*|\d+)?(\.(?:\*|\d*))?([hlL]*)([A-Za-z]))/g,
    (all, flags = '', width = '', precision = '', _, letter: string) => {
      if (all === '%%') return '%'
      const star = (part: string) => part.replace('*', () => values[next++] ?? '0')
      const directive = `%${flags}${star(width)}${star(precision)}`
      const value = values[next++] ?? ''
      if (letter === 'c')
        return formatText(
          `${directive}s`,
          [/^\d+$/.test(value) ? String.fromCodePoint(Number(value)) : value.slice(0, 1)],
          0,
        ).text
      if (/[di]/.test(letter))
        return formatText(`${directive}d`, [String(Math.trunc(toNumber(value)))], 0).text
      if (/[ouxX]/.test(letter))
        return formatText(`${directive}${letter}`, [String(Math.trunc(toNumber(value)))], 0).text
      if (/[eEfFgG]/.test(letter))
        return formatText(`${directive}${letter}`, [String(toNumber(value))], 0).text
      return formatText(`${directive}s`, [value], 0).text
    },
  )
}

export function pipedIo(io: Io, text: string): Io {
  let rest: string | undefined = text
  return {
    ...io,
    stdin: {
      read() {
        const all = rest
        rest = undefined
        return all
      },
    },
  }
}

export function splitText(text: string, separator: string): string[] {
  if (text === '') return []
  if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/[ \t\n]+/)
  if (separator === '') return [...text]
  if (separator.length === 1 && separator !== '\\')
    return text.split(separator === '\t' ? '\t' : separator)
  return text.split(new RegExp(extendedRegExp(separator).source.replace(/\((?!\?)/g, '(?:')))
}
