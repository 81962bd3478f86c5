/** The line editor, key by key: what stands in the line, where the cursor is, what is asked of the terminal. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keys } from '../../src/lib/editor/key.ts'
import { ghost } from '../../src/ui/line/ghost.ts'
import { press, type LineContext } from '../../src/ui/line/press.ts'
import { emptyLine, type Effect, type LineState } from '../../src/ui/line/state.ts'
import type { TerminalState } from '../../src/ui/terminal.ts'
import { PLAIN, uncoloured } from '../../src/ui/theme.ts'
import { inputRows } from '../../src/ui/view/input.ts'

const history = [
  'kubectl get pods -n shop',
  'curl http://shop',
  'kubectl describe pod web -n "my ns"',
]
const words = ['deployment', 'deployments', 'describe', 'delete', 'pods']
const context: LineContext = {
  history,
  isIncomplete: text => (text.split("'").length - 1) % 2 === 1,
  complete: (text, cursor) => {
    const from = text.slice(0, cursor).lastIndexOf(' ') + 1
    const word = text.slice(from, cursor)
    return {
      from,
      candidates: words.filter(each => each.startsWith(word)).map(each => ({ text: each })),
    }
  },
}

function after(notation: string, vi = false) {
  let line = emptyLine()
  const effects: Effect[] = []
  for (const key of keys(notation)) {
    const pressed = press(line, key, { ...context, vi })
    line = pressed.line
    if (pressed.effect) effects.push(pressed.effect)
  }
  return {
    line,
    effects,
    shown: `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`,
  }
}

describe('moving and changing', () => {
  it.each([
    ['hello world<M-b>big ', 'hello big |world'],
    ['abc<C-a><C-f>X', 'aX|bc'],
    ['one two three<C-w><C-w>', 'one |'],
    ['one two three<C-w><C-w><C-y>', 'one two three|'],
    ['one two<C-a><M-d><C-e>-<C-y>', ' two-one|'],
    ['a b<C-u>x<C-u><C-y><M-y>', 'a b|'],
    ['ab cd<C-a><C-k>z<C-y>', 'zab cd|'],
    ['abcd<C-t>', 'abdc|'],
    ['one two<M-t>', 'two one|'],
    ['hello world<M-b><M-u>', 'hello WORLD|'],
    ['hello<C-a><M-c>', 'Hello|'],
    ['kubectl get po<C-_>', 'kubectl get|'],
    ['a日本<BS>', 'a日|'],
    ['x👩‍👩‍👧é<BS><BS>', 'x|'],
    ['ab<Home><Del>', '|b'],
    ['echo <M-.>', 'echo "my ns"|'],
    ['echo <M-.><M-.>', 'echo http://shop|'],
    ['a-b/c<C-Left><C-Left>', 'a-|b/c'],
  ])('%s', (typed, shown) => {
    expect(after(typed).shown).toBe(shown)
  })
})

describe('history', () => {
  it('goes up and comes back to what was being typed', () => {
    expect(after('dra<Up><Up>').line.text).toBe('curl http://shop')
    expect(after('dra<Up><Up><Down><Down>').shown).toBe('dra|')
    expect(after('<M-lt>').line.text).toBe(history[0])
  })
  it('searches backwards, further and back, and accepts or gives up', () => {
    expect(after('<C-r>kube').shown).toBe('|kubectl describe pod web -n "my ns"')
    expect(after('<C-r>kube<C-r>').line.text).toBe('kubectl get pods -n shop')
    expect(after('x<C-r>kube<C-g>').shown).toBe('x|')
    expect(after('<C-r>nothing').line.search?.failed).toBe(true)
    expect(after('<C-r>curl<CR>').effects).toEqual([{ do: 'submit', line: 'curl http://shop' }])
    expect(after('<C-r>shop<Esc>!').shown).toBe('curl http://!|shop')
  })
  it('suggests the newest entry that begins so', () => {
    expect(ghost(after('kubectl ').line, history)).toBe('describe pod web -n "my ns"')
    expect(after('kubectl g<Right>').shown).toBe('kubectl get pods -n shop|')
    expect(after('kubectl g<M-f>').shown).toBe('kubectl get|')
  })
})

describe('lines', () => {
  it('submits what is complete and goes on when it is not', () => {
    expect(after("echo 'a<CR>b'<CR>").effects).toEqual([{ do: 'submit', line: "echo 'a\nb'" }])
  })
  it('moves between the rows of one line', () => {
    expect(after("echo 'ab<CR>cd<Up>X").line.text).toBe("ecXho 'ab\ncd")
  })
  it('asks for help, end, interrupt and a clear screen', () => {
    expect(after('?<C-d><C-c><C-l><F1><C-x><C-e>').effects.map(effect => effect.do)).toEqual([
      'help',
      'eof',
      'interrupt',
      'clear',
      'help',
      'edit',
    ])
    expect(after('a?').shown).toBe('a?|')
  })
})

describe('set -o vi', () => {
  it.each([
    ['one two three<Esc>', 'one two thre|e'],
    ['one two three<Esc>bx', 'one two |hree'],
    ['one two three<Esc>0dw', '|two three'],
    ['one two three<Esc>bcwfour', 'one two four|'],
    ['one two<Esc>0fwDAx', 'one tx|'],
    ['one<Esc>xu', 'on|e'],
    ['<Esc>k', '|kubectl describe pod web -n "my ns"'],
    ['<Esc>kkA!', 'curl http://shop!|'],
    ['one<Esc>0~A<C-w>two', 'two|'],
    ['abc<M-h>x', 'a|c'],
  ])('%s', (typed, shown) => {
    expect(after(typed, true).shown).toBe(shown)
  })
  it('submits from either mode', () => {
    expect(after('one<Esc>0<CR>', true).effects).toEqual([{ do: 'submit', line: 'one' }])
  })
})

describe('Tab', () => {
  it('finishes the only one and the certain part of many', () => {
    expect(after('get po<Tab>').shown).toBe('get pods |')
    expect(after('dep<Tab>').shown).toBe('deployment|')
    expect(after('dep<Tab>').line.menu?.candidates.length).toBe(2)
  })
  it('chooses from the menu, narrows it and gives it back', () => {
    expect(after('de<Tab><Tab><Tab><CR>').shown).toBe('deployments |')
    expect(after('de<Tab><S-Tab>').shown).toBe('delete|')
    expect(after('de<Tab><Tab><Esc>').shown).toBe('de|')
    expect(after('de<Tab>s').line.menu?.candidates.map(each => each.text)).toEqual(['describe'])
    expect(after('de<Tab><Tab> x').shown).toBe('deployment x|')
  })
})

it('never breaks, whatever is typed', () => {
  const vocabulary = keys(
    'ab c"\'日👩‍👩‍👧-/|<CR><Tab><S-Tab><BS><Del><Up><Down><Left><Right><Home><End><Esc><C-a><C-e><C-k><C-u><C-w><C-y><M-y><C-r><C-s><C-g><C-t>' +
      '<M-b><M-f><M-d><M-BS><M-t><M-u><M-l><M-c><M-.><C-_><C-x><C-p><C-n><M-lt><M-gt><C-d><C-c><M-CR>',
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...vocabulary), { maxLength: 80 }), typed => {
      let line = emptyLine()
      for (const key of typed) {
        line = press(line, key, context).line
        expect(line.cursor).toBeGreaterThanOrEqual(0)
        expect(line.cursor).toBeLessThanOrEqual(line.text.length)
        const shown = inputRows(stateOf(line), 40, 10, PLAIN)
        expect([shown.cursor.x < 40, shown.cursor.y < Math.max(1, shown.rows.length)]).toEqual([
          true,
          true,
        ])
        // what is shown is what is there, as far as the screen is wide enough
        if (!line.search && line.text.length < 20 && !line.text.includes('\n'))
          expect(uncoloured(shown.rows[0] ?? '')).toContain(`$ ${line.text}`.trimEnd())
      }
    }),
    { numRuns: 300 },
  )
})

function stateOf(line: LineState): TerminalState {
  const board = {
    lab: '',
    title: '',
    story: '',
    tasks: [],
    score: 0,
    max: 0,
    hintsUsed: 0,
    hintsLeft: 0,
  }
  return {
    line,
    running: undefined,
    panel: false,
    view: 0,
    shown: undefined,
    help: false,
    board,
    prompt: '$ ',
    continuation: '> ',
    history,
    columns: 40,
    rows: 10,
    printed: 0,
    ended: false,
  }
}
