/** Vim: the real one's recordings replayed, then what a recording cannot show: undo, messages, settings, screens. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keys } from '../../../src/lib/editor/key.ts'
import { textOf } from '../../../src/lib/editor/vim/files.ts'
import { openVim, press, type VimSettings } from '../../../src/lib/editor/vim/vim.ts'
import { frameOf } from '../../../src/lib/editor/vim/view.ts'
import type { Vim } from '../../../src/lib/editor/vim/state.ts'

interface Recording {
  text: string
  cases: { keys: string; text?: string; cursor: string }[]
}
const recording = JSON.parse(
  readFileSync(new URL('./vim-cases.json', import.meta.url), 'utf8'),
) as Recording

function open(text: string, more: Partial<VimSettings> = {}): Vim {
  return openVim({ path: 'a.txt', text, columns: 80, rows: 24, ...more })
}
function type(vim: Vim, notation: string): Vim {
  return keys(notation).reduce(press, vim)
}
const screen = (vim: Vim): string[] =>
  frameOf(vim).rows.map(row =>
    row
      .map(span => span.text)
      .join('')
      .trimEnd(),
  )
const message = (vim: Vim): string =>
  screen(vim)
    .at(-1)
    ?.replace(/ {2,}\S+ +\S+$/, '') ?? ''

describe('as the real vim does', () => {
  it.each(recording.cases)('$keys', each => {
    const opened = open(recording.text)
    const settings = {
      ...opened.settings,
      expandtab: true,
      shiftwidth: 2,
      scrolloff: 0,
      incsearch: false,
    }
    const vim = type({ ...opened, settings }, `${each.keys}<Esc><Esc>`)
    expect({ text: textOf(vim.lines), cursor: `${vim.row + 1},${vim.col + 1}` }).toEqual({
      text: each.text ?? recording.text,
      cursor: each.cursor,
    })
  })
})

describe('undo and redo', () => {
  it.each([
    ['xxxu', 'cd\n'],
    ['xxxuu', 'bcd\n'],
    ['xxxuuu<C-r>', 'bcd\n'],
    ['xxx3u2<C-r>', 'cd\n'],
    ['ixy<CR>z<Esc>u', 'abcd\n'],
    ['3xu', 'abcd\n'],
    ['xu.', 'bcd\n'],
    ['yyPPuu', 'abcd\n'],
    ['qaxq2@au', 'bcd\n'],
    ['ox<Esc>uu', 'abcd\n'],
  ])('%s', (typed, text) => {
    expect(textOf(type(open('abcd\n'), typed).lines)).toBe(text)
  })
  it('says how it went', () => {
    expect(message(type(open('a\nb\n'), 'ddu'))).toBe('1 more line; before #1')
    expect(message(type(open('a\nb\n'), 'u'))).toBe('Already at oldest change')
    expect(message(type(open('a\nb\n'), 'xu<C-r><C-r>'))).toBe('Already at newest change')
  })
})

describe('files', () => {
  it('opens, writes and leaves in vim’s words', () => {
    const vim = open('a\nb\n')
    expect(message(vim)).toBe('"a.txt" 2L, 4B')
    expect(message(open('', { isNew: true }))).toBe('"a.txt" [New]')
    expect(message(open('a'))).toBe('"a.txt" [noeol] 1L, 1B')
    const written = type(vim, 'Aé<Esc>:w<CR>')
    expect(message(written)).toBe('"a.txt" 2L, 6B written')
    expect(written.writes).toEqual([{ path: 'a.txt', text: 'aé\nb\n' }])
    expect(message(type(vim, 'x:q<CR>'))).toBe(
      'E37: No write since last change (add ! to override)',
    )
    expect(message(type(vim, ':w b.txt<CR>'))).toBe('"b.txt" [New] 2L, 4B written')
    expect(message(type(open('a\n', { readOnly: true }), ':w<CR>'))).toBe(
      "E45: 'readonly' option is set (add ! to override)",
    )
  })
  it.each([
    [':q<CR>', 0, 0],
    ['x:q!<CR>', 0, 0],
    ['x:wq<CR>', 0, 1],
    ['x:x<CR>', 0, 1],
    [':x<CR>', 0, 0],
    ['xZZ', 0, 1],
    ['xZQ', 0, 0],
    [':cq<CR>', 1, 0],
    ['xu:q<CR>', 0, 0],
  ])('%s ends with %i after %i writes', (typed, exit, writes) => {
    const vim = type(open('ab\n'), typed)
    expect([vim.exit, vim.writes.length]).toEqual([exit, writes])
  })
  it('reads others and starts again', () => {
    const read = (path: string): string | undefined => (path === 'b.txt' ? 'x\ny\n' : undefined)
    expect(textOf(type(open('a\n', { read }), ':r b.txt<CR>').lines)).toBe('a\nx\ny\n')
    expect(message(type(open('a\n', { read }), ':r c.txt<CR>'))).toBe("E484: Can't open file c.txt")
    expect(textOf(type(open('a\n'), 'x:e!<CR>').lines)).toBe('a\n')
  })
})

describe('where it begins', () => {
  it.each([
    ['2', 1],
    ['$', 2],
    ['/three', 2],
    ['/two', 1],
  ])('+%s', (start, row) => {
    expect(open('one\ntwo\nthree\n', { start }).row).toBe(row)
  })
  it('says what it cannot find', () => {
    expect(message(open('one\n', { start: '/two' }))).toBe('E486: Pattern not found: two')
  })
})

describe('messages', () => {
  const text = 'one\ntwo one\nthree\nfour one\n'
  it.each([
    [':foo<CR>', 'E492: Not an editor command: foo'],
    ['/nope<CR>', 'E486: Pattern not found: nope'],
    [':%s/o/0/g<CR>', '5 substitutions on 3 lines'],
    ['3dd', '3 fewer lines'],
    ['3yy', '3 lines yanked'],
    ['G$/one<CR>', 'search hit BOTTOM, continuing at TOP'],
    [':set nope<CR>', 'E518: Unknown option: nope'],
    [':set ts?<CR>', '  tabstop=8'],
    [':9d<CR>', 'E16: Invalid range'],
    ["'zx", 'E20: Mark not set'],
    ['n', 'E35: No previous regular expression'],
    [':%s/one/x/n<CR>', ''],
    ['i', '-- INSERT --'],
    ['R', '-- REPLACE --'],
    ['v', '-- VISUAL --'],
    ['V', '-- VISUAL LINE --'],
    ['<C-v>', '-- VISUAL BLOCK --'],
    [':set paste<CR>i', '-- INSERT (paste) --'],
    ['qa', 'recording @a'],
    ['3>>', '3 lines >ed 1 time'],
    [':%s/one/x/gn<CR>', '3 matches on 3 lines'],
  ])('%s', (typed, said) => {
    expect(message(type(open(text), typed))).toBe(said === '' ? '3 matches on 3 lines' : said)
  })
})

describe('YAML', () => {
  const yaml = (typed: string, text = 'spec:\n  containers:\n  - name: web\n'): string =>
    textOf(type(open(text, { path: 'a.yaml' }), typed).lines)
  it('indents as its file type does', () => {
    expect(yaml('Goimage: nginx<CR>ports:<CR>- containerPort: 80<Esc>')).toBe(
      'spec:\n  containers:\n  - name: web\n    image: nginx\n    ports:\n      - containerPort: 80\n',
    )
    expect(yaml('ggoreplicas: 1<Esc>')).toBe('spec:\n  replicas: 1\n  containers:\n  - name: web\n')
  })
  it('types blanks for tabs and takes a level away with one backspace', () => {
    expect(yaml('Go<Tab>x<Esc>')).toBe('spec:\n  containers:\n  - name: web\n      x\n')
    expect(yaml('Go<BS>x<Esc>')).toBe('spec:\n  containers:\n  - name: web\n  x\n')
  })
  it('pastes as it is after :set paste', () => {
    expect(yaml(':set paste<CR>Goa:<CR>  b: 1<Esc>')).toBe(
      'spec:\n  containers:\n  - name: web\na:\n  b: 1\n',
    )
  })
  it('reads the vimrc of the learner', () => {
    const vim = open('a:\n', {
      path: 'a.yaml',
      rc: '" mine\nset number\nautocmd FileType yaml setlocal ts=4 sw=4 sts=4 et\n',
    })
    expect(textOf(type(vim, '>>ob: 1<Esc>').lines)).toBe('    a:\n        b: 1\n')
    expect(screen(vim)[0]).toBe('  1 a:')
  })
})

describe('the screen', () => {
  it('shows text, rows without text, message and ruler', () => {
    expect(screen(type(open('kind: Pod\n', { columns: 60, rows: 5 }), 'wix'))).toEqual([
      'kindx: Pod',
      '~',
      '~',
      '~',
      '-- INSERT --                             1,6           All',
    ])
  })
  it('scrolls with the cursor in sight', () => {
    const vim = type(
      open(Array.from({ length: 50 }, (_, at) => `line ${at + 1}\n`).join(''), { rows: 11 }),
      '20Gzt',
    )
    expect([screen(vim)[0], screen(vim)[9]]).toEqual(['line 16', 'line 25'])
  })
})

it('never breaks, whatever is typed', () => {
  const vocabulary = keys(
    ':w/nvVdycpPxXu.<C-r><C-v>iaoO<Esc><CR><BS><Tab>0$^wbeWBE{}()[]"\'`%;,fFtTmqg@GHMLzJ~>=r1234jjkkhhll<C-d><C-u><C-a><C-o>s*#NIAR:s&<lt>',
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...vocabulary), { maxLength: 60 }), typed => {
      let vim = open('one two\n  three: "four"\n\n- five (six)\n', {
        columns: 40,
        rows: 8,
        path: 'a.yaml',
      })
      for (const key of typed) {
        vim = press(vim, key)
        const line = vim.lines[vim.row]
        const frame = frameOf(vim)
        expect(line).toBeDefined()
        expect(vim.col).toBeLessThanOrEqual(line?.length ?? 0)
        expect([frame.rows.length, frame.cursor.row < 8, frame.cursor.column < 40]).toEqual([
          8,
          true,
          true,
        ])
      }
    }),
    { numRuns: 300 },
  )
})
