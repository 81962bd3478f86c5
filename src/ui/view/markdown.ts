/** The story's markdown as rows of a width: headings, lists, code, bold; enough for a lab's text. */
import type { Theme } from '../theme.ts'
import { cut, wrapWords } from './rows.ts'

export function markdown(source: string, columns: number, theme: Theme): string[] {
  const rows: string[] = []
  let paragraph: string[] = []
  let code = false
  const flush = (): void => {
    if (paragraph.length > 0) rows.push(...wrapWords(inline(paragraph.join(' '), theme), columns))
    paragraph = []
  }
  for (const line of source.trim().split('\n')) {
    const item = /^(\s*)(?:[-*]|\d+\.)\s+(.*)$/.exec(line)
    const heading = /^#+\s+(.*)$/.exec(line)
    if (/^\s*```/.test(line)) {
      flush()
      code = !code
    } else if (code) rows.push(cut(theme.paint('accent', `  ${line}`), columns))
    else if (heading) {
      flush()
      rows.push(theme.paint('strong', heading[1] ?? ''))
    } else if (item) {
      flush()
      const mark = `${item[1]}• `
      rows.push(...wrapWords(mark + inline(item[2] ?? '', theme), columns, ' '.repeat(mark.length)))
    } else if (line.trim() === '') {
      flush()
      if (rows.at(-1) !== '') rows.push('')
    } else paragraph.push(line.trim())
  }
  flush()
  return rows
}

/** `code`, **bold** and *emphasis* inside a paragraph. */
export function inline(text: string, theme: Theme): string {
  return text
    .replace(/`([^`]+)`/g, (_, code: string) => paintWords(theme, 'accent', code))
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => paintWords(theme, 'strong', bold))
}

/** Each word by itself, so that a row may break between them. */
function paintWords(theme: Theme, meaning: 'accent' | 'strong', text: string): string {
  return text
    .split(' ')
    .map(word => theme.paint(meaning, word))
    .join(' ')
}
