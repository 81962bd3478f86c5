/** Ctrl-R and Ctrl-S: looking through the history while typing, the match shown at once. */
import { typed, type Key } from '../../lib/editor/key.ts'
import type { LineState, Search } from './state.ts'

export function startSearch(line: LineState, history: readonly string[], forward: boolean): void {
  line.menu = undefined
  line.search = {
    query: '',
    at: history.length,
    failed: false,
    forward,
    saved: { text: line.text, cursor: line.cursor },
  }
}

/** 'through' means the search ended and the key is still to be handled. */
export function pressInSearch(
  line: LineState,
  key: Key,
  history: readonly string[],
): 'handled' | 'through' {
  const search = line.search as Search
  const text = typed(key)
  if (key === '<C-r>' || key === '<C-s>') {
    search.forward = key === '<C-s>'
    if (search.query === '') search.query = line.lastQuery
    find(line, search, history, true)
    return 'handled'
  }
  if (key === '<BS>' || key === '<C-h>') {
    search.query = search.query.slice(0, -1)
    search.at = history.length
    search.failed = false
    if (search.query === '') Object.assign(line, search.saved)
    else find(line, search, history, false)
    return 'handled'
  }
  if (text !== undefined && text >= ' ') {
    search.query += text
    find(line, search, history, false)
    return 'handled'
  }
  return end(line, search, key, history)
}

function end(
  line: LineState,
  search: Search,
  key: Key,
  history: readonly string[],
): 'handled' | 'through' {
  line.lastQuery = search.query || line.lastQuery
  line.search = undefined
  line.did = 'other'
  if (key === '<C-g>' || key === '<C-c>') {
    Object.assign(line, search.saved)
    return key === '<C-g>' ? 'handled' : 'through'
  }
  if (search.at < history.length) line.recalled = search.at
  return key === '<Esc>' ? 'handled' : 'through'
}

/** Goes to the next match; `further` leaves the one that is shown. */
function find(line: LineState, search: Search, history: readonly string[], further: boolean): void {
  if (search.query === '') return
  const step = search.forward ? 1 : -1
  let at = search.at + (further || search.at === history.length ? step : 0)
  if (search.forward && search.at === history.length) at = history.length
  for (; at >= 0 && at < history.length; at += step) {
    const entry = history[at] ?? ''
    const column = entry.lastIndexOf(search.query)
    if (column < 0 || (further && entry === line.text)) continue
    search.at = at
    search.failed = false
    line.text = entry
    line.cursor = column
    return
  }
  search.failed = true
}
