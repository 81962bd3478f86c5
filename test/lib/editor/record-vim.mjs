// Records what the real vim makes of each case in vim-cases.json: `node test/lib/editor/record-vim.mjs` on a machine with vim 9.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const file = new URL('./vim-cases.json', import.meta.url)
const recording = JSON.parse(readFileSync(file, 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'vim-'))
const SETTINGS = 'set bs=indent,eol,start nrformats=bin,hex sw=2 et noesckeys notimeout nottimeout lines=24 columns=80 noincsearch'
const NAMED = /<(?:C-([a-z])|Esc|CR|BS|Tab|Space|lt)>/g
const BYTES = { '<Esc>': '\x1b', '<CR>': '\r', '<BS>': '\x7f', '<Tab>': '\t', '<Space>': ' ', '<lt>': '<' }

function record(keys) {
  const at = name => join(folder, name)
  for (const name of ['out', 'cursor']) rmSync(at(name), { force: true })
  writeFileSync(at('a.txt'), recording.text)
  const typed = keys.replace(NAMED, (name, control) => BYTES[name] ?? String.fromCharCode(control.charCodeAt(0) - 96))
  writeFileSync(at('keys'), `${typed}\x1b\x1b:call writefile([line(".").",".col(".")],"cursor")\r:w! out\r:qa!\r`)
  const args = ['-u', 'NONE', '-N', '-n', '-i', 'NONE', '-T', 'xterm', '--not-a-term', '--cmd', SETTINGS, '-s', 'keys', 'a.txt']
  spawnSync('vim', args, { cwd: folder, timeout: 5000, stdio: 'ignore' })
  if (!existsSync(at('out')) || !existsSync(at('cursor'))) throw new Error(`vim did not come to an end: ${keys}`)
  return { keys, text: readFileSync(at('out'), 'utf8'), cursor: readFileSync(at('cursor'), 'utf8').trim() }
}

recording.cases = recording.cases.map(each => record(each.keys))
rmSync(folder, { recursive: true })
const lines = recording.cases.map(each => `  ${JSON.stringify(each.text === recording.text ? { keys: each.keys, cursor: each.cursor } : each)}`)
writeFileSync(file, `{"text": ${JSON.stringify(recording.text)},\n"cases": [\n${lines.join(',\n')}\n]}\n`)
