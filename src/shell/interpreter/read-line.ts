/** Reads one line from a descriptor and leaves the rest there. */
import type { Steps } from '../kernel.ts'
import { fdOf, type Shell } from './shell.ts'

export interface Line {
  readonly text: string
  /** The delimiter came; false: the input ended first. */
  readonly whole: boolean
}

/** Undefined at the end of input. */
export function* readLine(
  sh: Shell,
  fd: number,
  delimiter = '\n',
  limit = Number.POSITIVE_INFINITY,
): Steps<Line | undefined> {
  const stream = fdOf(sh, fd)
  let text = ''
  for (;;) {
    const chunk = stream.read?.()
    if (chunk === undefined) return text === '' ? undefined : { text, whole: false }
    if (chunk === '') {
      yield stream.ready
        ? { for: 'ready', ready: () => stream.ready?.() ?? true }
        : { for: 'input' }
      continue
    }
    text += chunk
    const end = text.indexOf(delimiter)
    if (end >= 0 && end < limit) {
      stream.unread?.(text.slice(end + delimiter.length))
      return { text: text.slice(0, end), whole: true }
    }
    if (text.length >= limit) {
      stream.unread?.(text.slice(limit))
      return { text: text.slice(0, limit), whole: true }
    }
  }
}
