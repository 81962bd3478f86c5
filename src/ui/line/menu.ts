/** Tab: completes as far as it is certain, then opens a menu to choose from. */
import { typed, type Key } from '../../lib/editor/key.ts'
import type { Candidate } from '../session.ts'
import type { LineContext } from './press.ts'
import { remember, splice, type LineState, type Menu } from './state.ts'

export function openMenu(line: LineState, context: LineContext): void {
  const { from, candidates } = context.complete(line.text, line.cursor)
  line.did = 'other'
  if (candidates.length === 0) return
  const word = line.text.slice(from, line.cursor)
  const only = candidates.length === 1 ? candidates[0] : undefined
  remember(line)
  if (only) {
    splice(line, from, line.cursor, finished(line, only))
    return
  }
  const shared = commonStart(candidates.map(candidate => candidate.text))
  const grows = shared.length > word.length && shared.toLowerCase().startsWith(word.toLowerCase())
  if (grows) splice(line, from, line.cursor, shared)
  else line.undos.pop()
  line.menu = { candidates, from, typed: grows ? shared : word, selected: undefined }
}

/** 'through' means the menu is closed or narrowed and the key is still to be handled. */
export function pressInMenu(
  line: LineState,
  key: Key,
  context: LineContext,
): 'handled' | 'through' {
  const menu = line.menu as Menu
  const text = typed(key)
  switch (key) {
    case '<Tab>':
    case '<Down>':
    case '<C-n>':
      select(line, menu, 1)
      return 'handled'
    case '<S-Tab>':
    case '<Up>':
    case '<C-p>':
      select(line, menu, -1)
      return 'handled'
    case '<Right>':
      if (menu.selected !== undefined) {
        select(line, menu, 1)
        return 'handled'
      }
      break
    case '<Left>':
      if (menu.selected !== undefined) {
        select(line, menu, -1)
        return 'handled'
      }
      break
    case '<CR>':
      if (menu.selected !== undefined) {
        acceptMenu(line)
        return 'handled'
      }
      break
    case '<Esc>':
    case '<C-g>':
      splice(line, menu.from, line.cursor, menu.typed)
      line.menu = undefined
      return 'handled'
  }
  if (text !== undefined && text > ' ' && menu.selected === undefined) {
    splice(line, line.cursor, line.cursor, text)
    narrow(line, context)
    return 'handled'
  }
  closeMenu(line)
  return 'through'
}

/** Takes the selected candidate with what belongs behind it. */
export function acceptMenu(line: LineState): void {
  const menu = line.menu
  const candidate = menu?.selected === undefined ? undefined : menu.candidates[menu.selected]
  if (menu && candidate) splice(line, menu.from, line.cursor, finished(line, candidate))
  line.menu = undefined
  line.did = 'other'
}

export function closeMenu(line: LineState): void {
  line.menu = undefined
}

function select(line: LineState, menu: Menu, step: number): void {
  const count = menu.candidates.length
  const at =
    menu.selected === undefined
      ? step > 0
        ? 0
        : count - 1
      : (menu.selected + step + count) % count
  if (menu.selected === undefined) remember(line)
  menu.selected = at
  splice(line, menu.from, line.cursor, menu.candidates[at]?.text ?? '')
}

function narrow(line: LineState, context: LineContext): void {
  const { from, candidates } = context.complete(line.text, line.cursor)
  const typedWord = line.text.slice(from, line.cursor)
  line.menu =
    candidates.length > 0 && candidates[0]?.text !== typedWord
      ? { candidates, from, typed: typedWord, selected: undefined }
      : undefined
}

/** A finished word is followed by a space, unless the rest of it is still to come (`dir/`, `--flag=`). */
function finished(line: LineState, candidate: Candidate): string {
  const suffix = candidate.suffix ?? (/[/=:]$/.test(candidate.text) ? '' : ' ')
  return candidate.text + (line.text.startsWith(suffix, line.cursor) ? '' : suffix)
}

function commonStart(texts: readonly string[]): string {
  let shared = texts[0] ?? ''
  for (const text of texts) {
    while (!text.startsWith(shared)) shared = shared.slice(0, -1)
  }
  return shared
}
