/** Breaks text at blanks so that lines stay within a width; what is longer than that stands alone. */

/** Upstream: `github.com/mitchellh/go-wordwrap`. */
export function wordWrap(text: string, limit: number): string {
  let out = ''
  let line = 0
  let word = ''
  let space = ''
  for (const char of text) {
    if (char === '\n') {
      if (word !== '' || line + space.length <= limit) out += space
      out += `${word}\n`
      line = 0
      word = space = ''
    } else if (isBlank(char)) {
      if (space === '' || word !== '') {
        line += space.length + word.length
        out += space + word
        word = space = ''
      }
      space += char
    } else {
      word += char
      if (line + space.length + word.length > limit && word.length < limit) {
        out += '\n'
        line = 0
        space = ''
      }
    }
  }
  if (word !== '' || line + space.length <= limit) out += space
  return out + word
}

const isBlank = (char: string): boolean => /\s/.test(char) && char !== '\u00a0'
