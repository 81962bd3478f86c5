/** Colours by what they mean; without colour every meaning is also said in words or signs. */

export type Meaning =
  | 'good'
  | 'bad'
  | 'warning'
  | 'muted'
  | 'strong'
  | 'accent'
  | 'command'
  | 'flag'
  | 'string'
  | 'operator'
  | 'variable'
  | 'comment'
  | 'key'
  | 'number'
  | 'selected'
  | 'match'
  | 'border'
  | 'title'

export interface Theme {
  readonly colour: boolean
  paint(meaning: Meaning, text: string): string
}

/** Colour stays off under NO_COLOR and on terminals that have none. */
export function themeFrom(env: Readonly<Record<string, string | undefined>>): Theme {
  const off = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  return off ? PLAIN : COLOURED
}

/** A text without its colour codes. */
export function uncoloured(text: string): string {
  return text.includes('\x1b') ? text.replace(SGR, '') : text
}

export const PLAIN: Theme = {
  colour: false,
  // What is only told apart by its background must stay visible: reverse video is no colour.
  paint: (meaning, text) =>
    (meaning === 'selected' || meaning === 'match') && text !== ''
      ? `\x1b[7m${text}\x1b[27m`
      : text,
}

const COLOURED: Theme = {
  colour: true,
  paint: (meaning, text) => {
    const [on, off] = CODES[meaning]
    return text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`
  },
}

const CODES: Readonly<Record<Meaning, readonly [string, string]>> = {
  good: ['32', '39'],
  bad: ['31', '39'],
  warning: ['33', '39'],
  muted: ['2', '22'],
  strong: ['1', '22'],
  accent: ['36', '39'],
  command: ['32', '39'],
  flag: ['36', '39'],
  string: ['33', '39'],
  operator: ['35', '39'],
  variable: ['34', '39'],
  comment: ['2', '22'],
  key: ['36', '39'],
  number: ['35', '39'],
  selected: ['7', '27'],
  match: ['30;43', '39;49'],
  border: ['2', '22'],
  title: ['1;36', '22;39'],
}

const SGR = /\x1b\[[0-9;]*m/g
