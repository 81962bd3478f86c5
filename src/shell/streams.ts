/** What file descriptors point at: pipes, files, texts, nothing. */
import type { Files } from '../lib/files.ts'
import { type Input, type Output, Signal } from '../lib/process.ts'

export interface Stream {
  /** As Input.read; absent if it cannot be read. */
  read?(): string | undefined
  /** Gives back what was read too much, e.g. what follows the line that `read` took. */
  unread?(text: string): void
  /** There is something to read, or its end. */
  ready?(): boolean
  write?(text: string): void
  /** The writer should wait for its reader. */
  full?(): boolean
  /** One process more, or less, has it open. */
  retain?(): void
  release?(): void
  readonly terminal?: boolean
}

const PIPE_CAPACITY = 65_536

/** A pipe is closed when the last process that can write to it has ended. */
export function createPipe(): { reader: Stream; writer: Stream } {
  let chunks: string[] = []
  let size = 0
  let readers = 0
  let writers = 0
  const reader: Stream = {
    read() {
      if (chunks.length === 0) return writers > 0 ? '' : undefined
      const text = chunks.length === 1 ? chunks[0] : chunks.join('')
      chunks = []
      size = 0
      return text
    },
    unread(text) {
      if (text === '') return
      chunks.unshift(text)
      size += text.length
    },
    ready: () => chunks.length > 0 || writers === 0,
    retain: () => {
      readers++
    },
    release: () => {
      readers--
    },
  }
  const writer: Stream = {
    write(text) {
      if (readers === 0) throw new Signal('PIPE')
      if (text === '') return
      chunks.push(text)
      size += text.length
    },
    full: () => size >= PIPE_CAPACITY && readers > 0,
    retain: () => {
      writers++
    },
    release: () => {
      writers--
    },
  }
  return { reader, writer }
}

export function textStream(text: string): Stream {
  let rest: string | undefined = text === '' ? undefined : text
  return {
    read() {
      const all = rest
      rest = undefined
      return all
    },
    unread(more) {
      if (more !== '') rest = more + (rest ?? '')
    },
    ready: () => true,
  }
}

export const nullStream: Stream = {
  read: () => undefined,
  unread: () => {},
  ready: () => true,
  write: () => {},
}

export function fileReader(files: Files, path: string): Stream {
  let source: Stream | undefined
  const open = () => (source ??= textStream(files.readText(path)))
  return { read: () => open().read?.(), unread: text => open().unread?.(text), ready: () => true }
}

export function fileWriter(files: Files, path: string): Stream {
  return {
    write: text => {
      if (text !== '') files.write(path, text, { append: true })
    },
  }
}

export function outputStream(output: Output, terminal = false): Stream {
  return { write: text => output.write(text), terminal }
}

export function inputStream(input: Input, terminal = false): Stream {
  let back = ''
  return {
    read() {
      if (back === '') return input.read()
      const text = back
      back = ''
      return text
    },
    unread: text => {
      back = text + back
    },
    terminal,
  }
}

/** Collects what is written, for `$( … )`. */
export function captureStream(max: number): Stream & { text(): string } {
  const chunks: string[] = []
  let size = 0
  return {
    write(text) {
      size += text.length
      if (size > max) throw new Signal('PIPE')
      chunks.push(text)
    },
    text: () => chunks.join(''),
  }
}
