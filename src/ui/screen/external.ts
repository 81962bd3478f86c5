/** Opens a file in the learner's own editor, outside the cluster's world, and brings the text back. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { ScreenRequest, ScreenResult } from '../session.ts'

export function externalEditor(
  request: ScreenRequest,
  editor: string,
  stdin: NodeJS.ReadStream,
): ScreenResult {
  const folder = mkdtempSync(join(tmpdir(), 'kubedrill-'))
  const file = join(folder, basename(request.path) || 'text')
  stdin.setRawMode(false)
  stdin.pause()
  try {
    writeFileSync(file, request.text)
    const [program = 'vi', ...args] = editor.split(/\s+/)
    const exit = spawnSync(program, [...args, file], { stdio: 'inherit' }).status ?? 1
    const text = readFileSync(file, 'utf8')
    if (text === request.text) return { writes: [], exit }
    return { text, writes: [{ path: request.path, text }], exit }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    stdin.setRawMode(true)
    stdin.resume()
  }
}
