/** The grey rest of a line: what the newest history entry with the same beginning goes on with. */
import type { LineState } from './state.ts'

export function ghost(line: LineState, history: readonly string[]): string {
  if (line.text === '' || line.cursor !== line.text.length || line.menu || line.search) return ''
  if (line.text.includes('\n')) return ''
  for (let at = history.length - 1; at >= 0; at--) {
    const entry = history[at] ?? ''
    if (entry.length > line.text.length && entry.startsWith(line.text) && !entry.includes('\n')) {
      return entry.slice(line.text.length)
    }
  }
  return ''
}
