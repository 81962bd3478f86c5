/** Keys as node:readline decodes them from a terminal's bytes: chords, names, pastes. */
import { PassThrough } from 'node:stream'
import { emitKeypressEvents } from 'node:readline'
import { expect, it } from 'vitest'
import { keyboard, type Keypress, type Typed } from '../../src/ui/keypress.ts'

async function typed(bytes: string): Promise<(string | { paste: string })[]> {
  const stream = new PassThrough()
  const found: Typed[] = []
  const onKeypress = keyboard(each => found.push(each))
  emitKeypressEvents(stream, { escapeCodeTimeout: 5 } as never)
  stream.on('keypress', (text: string | undefined, press: Keypress) => onKeypress(text, press))
  stream.write(bytes)
  await new Promise(resolve => setTimeout(resolve, 40))
  return found.map(each => ('key' in each ? each.key : each))
}

it.each<[string, (string | { paste: string })[]]>([
  ['aZ é日', ['a', 'Z', ' ', 'é', '日']],
  ['\r\n\t\x7f\b', ['<CR>', '<C-j>', '<Tab>', '<BS>', '<C-h>']],
  ['\x01\x05\x12\x17\x1f\x0c', ['<C-a>', '<C-e>', '<C-r>', '<C-w>', '<C-_>', '<C-l>']],
  [
    '\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1b[3~\x1b[5~\x1b[6~',
    ['<Up>', '<Down>', '<Right>', '<Left>', '<Home>', '<End>', '<Del>', '<PageUp>', '<PageDown>'],
  ],
  ['\x1b[1;5C\x1b[1;5D\x1b[Z\x1bOP', ['<C-Right>', '<C-Left>', '<S-Tab>', '<F1>']],
  ['\x1bb\x1bf\x1b.\x1b\x7f', ['<M-b>', '<M-f>', '<M-.>', '<M-BS>']],
  ['\x1b', ['<Esc>']],
  ['a\x1b[200~two\rlines\x1b[201~b', ['a', { paste: 'two\nlines' }, 'b']],
])('%j', async (bytes, keys) => {
  expect(await typed(bytes)).toEqual(keys)
})
