/** Nano and less, driven by keys: what is written, what is shown. */
import { describe, expect, it } from 'vitest'
import type { Editor } from '../../../src/lib/editor/frame.ts'
import { keys } from '../../../src/lib/editor/key.ts'
import { createLess } from '../../../src/lib/editor/less.ts'
import { createNano } from '../../../src/lib/editor/nano.ts'

function type(editor: Editor, notation: string): Editor {
  for (const key of keys(notation)) editor.press(key)
  return editor
}
const screen = (editor: Editor): string[] =>
  editor.frame().rows.map(row =>
    row
      .map(span => span.text)
      .join('')
      .trimEnd(),
  )

describe('nano', () => {
  const open = (text = 'one\ntwo\nthree\n'): Editor =>
    createNano({ path: 'a.txt', text, columns: 80, rows: 10 })
  it.each([
    ['zero <C-o><CR>', 'zero one\ntwo\nthree\n'],
    ['<C-k><C-k><C-e><CR><C-u><C-s>', 'three\none\ntwo\n'],
    ['<Down><Down><C-k><Up><Up><C-u><C-s>', 'three\none\ntwo\n'],
    ['<C-w>thr<CR>x<C-s>', 'one\ntwo\nxthree\n'],
    ['<Down><BS><C-s>', 'onetwo\nthree\n'],
    ['<Del><C-d>X<M-u><M-u><C-s>', 'ne\ntwo\nthree\n'],
    ['x<C-x>y<CR>', 'xone\ntwo\nthree\n'],
  ])('%s', (typed, text) => {
    expect(type(open(), typed).writes.at(-1)).toEqual({ path: 'a.txt', text })
  })
  it('leaves at once when nothing changed, asks when something did', () => {
    expect(type(open(), '<C-x>').exit).toBe(0)
    expect(type(open(), 'x<C-x>').exit).toBeUndefined()
    const left = type(open(), 'x<C-x>n')
    expect([left.exit, left.writes]).toEqual([0, []])
  })
  it('shows title, text, message and keys', () => {
    expect(screen(type(open(), 'x<C-s>'))).toEqual([
      '  GNU nano 6.2                       a.txt',
      'xone',
      'two',
      'three',
      '',
      '',
      '',
      `${' '.repeat(31)}[ Wrote 3 lines ]`,
      '^G Help      ^O Write Out ^W Where Is  ^K Cut       M-U Undo     ^C Location',
      '^X Exit      ^S Save      M-W Next     ^U Paste     M-E Redo     ^_ Go To Line',
    ])
  })
})

describe('less', () => {
  const open = (): Editor =>
    createLess({
      path: 'a.txt',
      text: Array.from({ length: 30 }, (_, at) => `line ${at + 1}\n`).join(''),
      columns: 80,
      rows: 6,
    })
  it.each([
    ['', 'line 1', 'a.txt'],
    ['<Space>', 'line 6', ':'],
    ['<Space>b', 'line 1', ':'],
    ['G', 'line 26', '(END)'],
    ['Gg', 'line 1', ':'],
    ['/20<CR>', 'line 20', ':'],
    ['/2<CR>n', 'line 12', ':'],
    ['/2<CR>nN', 'line 2', ':'],
    ['G?5<CR>', 'line 25', ':'],
    ['/none<CR>', 'line 1', 'Pattern not found'],
    ['jj', 'line 3', ':'],
    ['10j', 'line 11', ':'],
    ['15g', 'line 15', ':'],
    ['d', 'line 3', ':'],
  ])('%s shows %s', (typed, first, status) => {
    const shown = screen(type(open(), typed))
    expect([shown[0], shown[5]]).toEqual([first, status])
  })
  it('ends with q', () => {
    expect(type(open(), 'q').exit).toBe(0)
    expect(type(open(), ':q').exit).toBe(0)
  })
})
