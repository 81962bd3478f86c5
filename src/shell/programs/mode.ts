/** File modes: `u+x,go-w` and `0644` to bits, bits to `-rw-r--r--`. */
import type { Stat } from '../../lib/files.ts'

const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007 }
const WHAT: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 }

/** The new mode; undefined if the text is no mode. */
export function changedMode(mode: number, text: string, directory: boolean): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8)
  let result = mode
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause)
    if (!match) return undefined
    const who = (match[1] || 'a').replaceAll('a', 'ugo')
    let mask = [...who].reduce((bits, letter) => bits | (WHO[letter] ?? 0), 0)
    // Without a letter the umask's bits stay as they are.
    if (match[1] === '' && /w/.test(match[2] ?? '')) mask = 0o755
    for (const [, operator, letters = ''] of (match[2] ?? '').matchAll(/([-+=])([rwxXst]*)/g)) {
      let bits = 0
      for (const letter of letters) {
        if (letter === 'X') bits |= directory || (mode & 0o111) !== 0 ? 0o111 : 0
        else bits |= WHAT[letter] ?? 0
      }
      bits &= mask
      if (letters.includes('s'))
        bits |= (who.includes('u') ? 0o4000 : 0) | (who.includes('g') ? 0o2000 : 0)
      if (letters.includes('t')) bits |= 0o1000
      result =
        operator === '+'
          ? result | bits
          : operator === '-'
            ? result & ~bits
            : (result & ~mask) | bits
    }
  }
  return result
}

export function modeText({ type, mode }: Stat): string {
  const letters = [0o400, 0o200, 0o100, 0o040, 0o020, 0o010, 0o004, 0o002, 0o001].map(
    (bit, index) => ((mode & bit) !== 0 ? ('rwx'[index % 3] ?? '-') : '-'),
  )
  if (mode & 0o4000) letters[2] = letters[2] === 'x' ? 's' : 'S'
  if (mode & 0o2000) letters[5] = letters[5] === 'x' ? 's' : 'S'
  if (mode & 0o1000) letters[8] = letters[8] === 'x' ? 't' : 'T'
  return (type === 'directory' ? 'd' : type === 'symlink' ? 'l' : '-') + letters.join('')
}
