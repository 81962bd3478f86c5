/** vim, vi, nano: they ask for the screen, and write back what they get. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'

export const editorPrograms: ProgramTable = () => ({
  vim: editor('vim'),
  vi: editor('vim'),
  nvim: editor('vim'),
  view: editor('vim', true),
  nano: editor('nano'),
  pico: editor('nano'),
})

/** What the screen gives back: the text to write, or nothing if it was left without saving. */
interface EditorResult {
  readonly text?: string
  readonly status?: number
}

const editor = (program: 'vim' | 'nano', views = false): Program =>
  function* (args, io): Running {
    const names = args.filter(arg => !/^[-+]/.test(arg))
    const name = names[0] ?? ''
    const start = args.find(arg => arg.startsWith('+'))
    const path = name === '' ? '' : resolvePath(io.cwd, name)
    if (!io.terminal) return refuse(program, io)
    let text = ''
    try {
      if (path !== '' && io.files.exists(path)) text = io.files.readText(path)
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(`${program}: ${name}: ${thrown.text}\n`)
      return 1
    }
    const answer = (yield {
      for: 'screen', program, path: path === '' ? name : path, text,
      ...(start === undefined ? {} : { start: start === '+' ? '$' : start.slice(1) }),
      ...(views || args.includes('-R') ? { readOnly: true } : {}),
    }) as
      | EditorResult
      | undefined
    if (answer?.text !== undefined && path !== '') {
      try {
        io.files.write(path, answer.text)
      } catch (thrown) {
        if (!(thrown instanceof FileError)) throw thrown
        io.stderr.write(`"${name}" E212: Can't open file for writing\n`)
        return 1
      }
    }
    return answer?.status ?? 0
  }

/** Without a terminal the real ones warn, find no commands to read, and give up. */
function refuse(program: 'vim' | 'nano', io: Io): number {
  io.stderr.write(
    program === 'nano'
      ? 'Standard input is not a terminal\n'
      : 'Vim: Warning: Output is not to a terminal\nVim: Warning: Input is not from a terminal\nVim: Error reading input, exiting...\nVim: Finished.\n',
  )
  return 1
}
