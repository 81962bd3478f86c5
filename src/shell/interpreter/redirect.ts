/** Opens and closes file descriptors for redirections. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Steps } from '../kernel.ts'
import { fileReader, fileWriter, nullStream, type Stream, textStream } from '../streams.ts'
import type { Redirect, Word } from '../syntax/ast.ts'
import { openSocket } from './dev-tcp.ts'
import { expandText, expandWords } from './expand.ts'
import { processStream } from './substitute.ts'
import { complain, type Shell } from './shell.ts'
import { assignVariable } from './values.ts'

const FIRST_FREE_FD = 10

class RedirectFailure {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Runs something with redirections in force; 1 if one of them fails. */
export function* withRedirects(
  sh: Shell,
  redirects: readonly Redirect[],
  body: () => Steps<number>,
): Steps<number> {
  const saved = new Map(sh.fds)
  const opened: Stream[] = []
  try {
    if (!(yield* applyRedirects(sh, redirects, opened))) return sh.dialect === 'dash' ? 2 : 1
    return yield* body()
  } finally {
    for (const stream of opened) stream.release?.()
    sh.fds.clear()
    for (const [fd, stream] of saved) sh.fds.set(fd, stream)
  }
}

/** Changes the shell's descriptors for good (`exec`), or until the caller restores them. Says what went wrong. */
export function* applyRedirects(
  sh: Shell,
  redirects: readonly Redirect[],
  opened: Stream[] = [],
): Steps<boolean> {
  for (const redirect of redirects) {
    try {
      yield* apply(sh, redirect, opened)
    } catch (thrown) {
      if (thrown instanceof FileError)
        complain(
          sh,
          `redirect: ${redirect.op[0] === '<' ? '<' : '>'}${yield* targetText(sh, redirect.target)}: ${thrown.text}`,
        )
      else if (thrown instanceof RedirectFailure) complain(sh, thrown.text)
      else throw thrown
      return false
    }
  }
  return true
}

function* apply(sh: Shell, redirect: Redirect, opened: Stream[]): Steps<void> {
  const { op } = redirect
  const inward = op[0] === '<'
  const fd =
    typeof redirect.fd === 'string' ? freeFd(sh, redirect.fd) : (redirect.fd ?? (inward ? 0 : 1))
  if (op === '<<' || op === '<<-') {
    sh.fds.set(fd, textStream(redirect.body ? yield* expandText(sh, redirect.body) : ''))
    return
  }
  if (op === '<<<') {
    sh.fds.set(fd, textStream(`${yield* expandText(sh, redirect.target)}\n`))
    return
  }
  const process = redirect.target.parts.length === 1 ? redirect.target.parts[0] : undefined
  if (process?.type === 'process') {
    const stream = processStream(sh, process.direction, process.lists)
    opened.push(stream)
    sh.fds.set(fd, stream)
    return
  }
  const target = yield* targetText(sh, redirect.target)
  if (op === '<&' || (op === '>&' && (/^(\d+-?|-)$/.test(target) || redirect.fd !== undefined)))
    return duplicate(sh, fd, target)
  const socket = target.startsWith('/dev/') ? yield* openSocket(sh, target) : undefined
  if (socket && 'failed' in socket) throw new RedirectFailure(`${target}: ${socket.failed}`)
  if (socket) {
    sh.fds.set(fd, socket)
    return
  }
  if (op === '&>' || op === '&>>' || op === '>&') {
    const stream = openForWriting(sh, target, op === '&>>')
    sh.fds.set(1, stream)
    sh.fds.set(2, stream)
    return
  }
  sh.fds.set(
    fd,
    op === '<'
      ? openForReading(sh, target)
      : openForWriting(sh, target, op === '>>', op === '>', op === '<>'),
  )
}

function* targetText(sh: Shell, target: Word): Steps<string> {
  if (target.literal !== undefined) return target.literal
  const words = yield* expandWords(sh, [target])
  if (words.length !== 1) throw new RedirectFailure(`${target.source}: ambiguous redirect`)
  return words[0] ?? ''
}

function freeFd(sh: Shell, name: string): number {
  let fd = FIRST_FREE_FD
  while (sh.fds.has(fd)) fd++
  assignVariable(sh, name, String(fd))
  return fd
}

function duplicate(sh: Shell, fd: number, target: string): void {
  if (target === '-') {
    sh.fds.delete(fd)
    return
  }
  const from = Number(target.replace(/-$/, ''))
  if (!/^\d+-?$/.test(target)) throw new RedirectFailure(`${target}: ambiguous redirect`)
  const stream = sh.fds.get(from)
  if (!stream) throw new RedirectFailure(`${from}: Bad file descriptor`)
  sh.fds.set(fd, stream)
  if (target.endsWith('-')) sh.fds.delete(from)
}

function deviceStream(sh: Shell, path: string): Stream | undefined {
  const number =
    path === '/dev/stdin'
      ? '0'
      : path === '/dev/stdout'
        ? '1'
        : path === '/dev/stderr'
          ? '2'
          : /^\/dev\/fd\/(\d+)$/.exec(path)?.[1]
  if (number !== undefined) return sh.fds.get(Number(number))
  if (path === '/dev/null') return nullStream
  if (path === '/dev/tty') return sh.fds.get(2)
  return undefined
}

function openForReading(sh: Shell, target: string): Stream {
  const path = resolvePath(sh.cwd, target)
  const device = deviceStream(sh, path)
  if (device) return device
  if (target === '') throw new FileError('ENOENT', target)
  const { files } = sh.host
  files.stat(path)
  return files.stat(path).type === 'directory'
    ? {
        read: () => {
          throw new FileError('EISDIR', path)
        },
        ready: () => true,
      }
    : fileReader(files, path)
}

function openForWriting(
  sh: Shell,
  target: string,
  append: boolean,
  checks = false,
  keeps = false,
): Stream {
  const path = resolvePath(sh.cwd, target)
  const device = deviceStream(sh, path)
  if (device) return device
  if (target === '') throw new FileError('ENOENT', target)
  const { files } = sh.host
  if (checks && sh.options.has('noclobber') && files.exists(path))
    throw new RedirectFailure(`${target}: cannot overwrite existing file`)
  if (target.endsWith('/')) throw new FileError('EISDIR', target)
  files.write(path, '', { append: append || keeps })
  return keeps
    ? { ...fileReader(files, path), ...fileWriter(files, path) }
    : fileWriter(files, path)
}
