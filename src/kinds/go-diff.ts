/** What changed between two internal objects, as the API server puts it into its refusals (apimachinery/pkg/util/diff). */
import { structuredPatch } from 'diff'
import { goDump } from './go-dump.ts'

const CONTEXT_LINES = 3

/** A unified diff of the two as indented JSON, without file names. */
export function goDiff(before: unknown, after: unknown, type: string): string {
  const text = (value: unknown): string => `${JSON.stringify(goDump(value, type), null, 1)}\n`
  const { hunks } = structuredPatch('', '', text(before), text(after), '', '', { context: CONTEXT_LINES })
  return hunks.map((hunk) => {
    const lines = hunk.lines.filter((line) => !line.startsWith('\\'))
    return `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@\n${lines.join('\n')}\n`
  }).join('')
}

const range = (start: number, lines: number): string => (lines === 1 ? String(start) : `${start},${lines}`)
