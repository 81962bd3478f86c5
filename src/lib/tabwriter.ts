/** Aligns tab-separated cells into columns, as Go's text/tabwriter does. */

export interface TabLayout {
  readonly minWidth: number
  readonly padding: number
}

/** kubectl's tables (`staging/src/k8s.io/cli-runtime/pkg/printers/tabwriter.go`). */
export const TABLE_LAYOUT: TabLayout = { minWidth: 6, padding: 3 }
/** kubectl describe (`staging/src/k8s.io/kubectl/pkg/describe/describe.go` tabbedString). */
export const DESCRIBE_LAYOUT: TabLayout = { minWidth: 0, padding: 2 }

/**
 * A column is a run of neighbouring lines that all have a tab-terminated cell at that place; the last cell
 * of a line belongs to no column. With `remember`, widths only grow from one call to the next (kubectl get -w).
 */
export const alignLines = (
  lines: readonly (readonly string[])[], layout: TabLayout, remember?: number[],
): string => {
  const out: string[] = []
  const widths: number[] = []
  const writeLines = (from: number, to: number): void => {
    for (let at = from; at < to; at++) out.push(writeLine(lines[at]!, widths))
  }
  const format = (from: number, to: number): void => {
    const column = widths.length
    let start = from
    for (let at = from; at < to; at++) {
      if (column >= lines[at]!.length - 1) continue
      writeLines(start, at)
      start = at
      let width = layout.minWidth
      for (; at < to; at++) {
        const line = lines[at]!
        if (column >= line.length - 1) break
        const cell = cellWidth(line[column]!) + layout.padding
        if (cell > width) width = cell
      }
      if (remember) width = remember[column] = Math.max(width, remember[column] ?? 0)
      widths.push(width)
      format(start, at)
      widths.pop()
      start = at
    }
    writeLines(start, to)
  }
  format(0, lines.length)
  return out.join('')
}

/** Aligns a text whose lines end in a newline and whose cells are separated by tabs. */
export const alignText = (text: string, layout: TabLayout, remember?: number[]): string => {
  if (text === '') return ''
  const ended = text.endsWith('\n')
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map(line => line.split('\t'))
  const aligned = alignLines(lines, layout, remember)
  return ended ? aligned : aligned.slice(0, -1)
}

const writeLine = (line: readonly string[], widths: readonly number[]): string => {
  let text = ''
  for (let at = 0; at < line.length; at++) {
    const cell = line[at]!
    text += cell
    const width = widths[at]
    if (width !== undefined && at < line.length - 1) text += ' '.repeat(width - cellWidth(cell))
  }
  return `${text}\n`
}

const cellWidth = (text: string): number => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0xd800 && code < 0xdc00) return [...text].length
  }
  return text.length
}
