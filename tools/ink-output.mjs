// Stands in for Ink's grid of cells inside the terminal's bundle. The terminal hands Ink whole rows at the left edge, cut to size;
// taking each of their characters apart and putting them together again cost 10 ms a key on a wide screen.
import width from './ink-width.mjs'

export default class Output {
  constructor({ height }) {
    this.rows = new Array(height).fill('')
  }

  write(x, y, text, { transformers }) {
    if (!text) return
    for (const [at, line] of text.split('\n').entries()) {
      const row = y + at
      if (this.rows[row] === undefined) continue
      const shown = transformers.reduce((before, transform) => transform(before, at), line)
      this.rows[row] += ' '.repeat(Math.max(0, x - width(this.rows[row]))) + shown
    }
  }

  clip() {}

  unclip() {}

  get() {
    return { output: this.rows.map(row => row.trimEnd()).join('\n'), height: this.rows.length }
  }
}
