/** What has been printed: finished lines for the scroll-back, the newest ones still on show, and the unfinished one. */
import { width } from '../lib/editor/width.ts'
import { uncoloured } from './theme.ts'

export interface Output {
  /** Finished for good, in portions; grows only. */
  readonly blocks: readonly Block[]
  /** Finished lines that still stand beside the panel. */
  readonly tail: readonly string[]
  /** The line that has no end yet. */
  readonly partial: string
  write(text: string): void
  /** A picture that is drawn anew again and again, as `watch` does; it never scrolls away. */
  readonly picture: string | undefined
  paint(picture: string | undefined): void
  /** Ends the unfinished line, if there is one. */
  endLine(): void
  /** Moves into the scroll-back whatever doesn't fit beside the panel; a line too wide takes all above it along. */
  settle(columnsMax: number, rowsMax: number): void
  /** Forgets what is on show; the scroll-back stays. */
  clear(): void
}

interface Block {
  readonly id: number
  readonly text: string
  /** How wide the widest line is. */
  readonly columns: number
}

export function createOutput(): Output {
  let blocks: Block[] = []
  let tail: string[] = []
  let partial = ''
  let count = 0
  let picture: string | undefined
  return {
    get blocks() {
      return blocks
    },
    get tail() {
      return tail
    },
    get partial() {
      return partial
    },
    get picture() {
      return picture
    },
    paint(next) {
      picture = next
    },
    write(text) {
      const lines = (partial + text).split('\n')
      partial = overwritten(lines.pop() ?? '')
      for (const line of lines) tail.push(finish(line))
    },
    endLine() {
      if (partial === '') return
      tail.push(finish(partial))
      partial = ''
    },
    settle(columnsMax, rowsMax) {
      let keep = 0
      while (
        keep < rowsMax &&
        keep < tail.length &&
        width(uncoloured(tail.at(-1 - keep) ?? '')) <= columnsMax
      )
        keep++
      const gone = tail.length - keep
      if (gone === 0) return
      const lines = tail.slice(0, gone)
      const columns = lines.reduce((widest, line) => Math.max(widest, width(uncoloured(line))), 1)
      blocks = [...blocks, { id: count++, text: lines.join('\n'), columns }]
      tail = tail.slice(gone)
      // What was drawn long ago is never asked for again.
      const old = blocks.length - BLOCKS_KEPT
      const block = blocks[old]
      if (block) blocks[old] = { ...block, text: '' }
    },
    clear() {
      tail = []
    },
  }
}

/** A line as a terminal leaves it: tabs on their stops, what a carriage return wrote over, no foreign control codes. */
function finish(line: string): string {
  const clean = overwritten(line.endsWith('\r') ? line.slice(0, -1) : line)
  return clean.includes('\t') ? expandTabs(clean) : clean
}

function overwritten(line: string): string {
  const clean = STRANGE.test(line) ? line.replace(STRANGE_ALL, '') : line
  const at = clean.lastIndexOf('\r')
  if (at < 0 || at === clean.length - 1) return clean
  const over = clean.slice(at + 1)
  const under = clean.slice(clean.lastIndexOf('\r', at - 1) + 1, at)
  return over + under.slice(over.length)
}

function expandTabs(line: string): string {
  let out = ''
  for (const part of line.split(/(\t)/)) {
    out += part === '\t' ? ' '.repeat(8 - (width(uncoloured(out)) % 8)) : part
  }
  return out
}

const BLOCKS_KEPT = 64

// Everything but colour (SGR) that could move the cursor or change the terminal.
const STRANGE_SOURCE =
  '\\x1b\\[[0-9;?]*[@-ln-~]|\\x1b\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)|\\x1b[^\\[\\]]|[\\0-\\x08\\x0b\\x0c\\x0e-\\x1a\\x7f]'
const STRANGE = new RegExp(STRANGE_SOURCE)
const STRANGE_ALL = new RegExp(STRANGE_SOURCE, 'g')
