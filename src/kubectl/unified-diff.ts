/** Unified diffs as GNU diff -u prints them. */
import { structuredPatch } from 'diff'

const CONTEXT = 3

/** The hunks, or '' when the texts are the same. */
export const unifiedHunks = (before: string, after: string): string => {
  const patch = structuredPatch('a', 'b', before, after, undefined, undefined, { context: CONTEXT })
  return patch.hunks.map(hunk => {
    const range = (start: number, lines: number): string => lines === 1 ? String(start) : `${lines === 0 ? start : start},${lines}`
    const oldRange = range(before === '' ? 0 : hunk.oldStart, hunk.oldLines)
    const newRange = range(after === '' ? 0 : hunk.newStart, hunk.newLines)
    return `@@ -${oldRange} +${newRange} @@\n${hunk.lines.map(line => `${line}\n`).join('')}`
  }).join('')
}
