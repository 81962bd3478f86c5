/** Turns what node:readline decodes from the keyboard into the editors' keys, and a bracketed paste into one text. */
import type { Key } from '../lib/editor/key.ts'

/** What readline's `keypress` event hands over beside the characters. */
export interface Keypress {
  readonly sequence?: string | undefined
  readonly name?: string | undefined
  readonly ctrl?: boolean | undefined
  readonly meta?: boolean | undefined
  readonly shift?: boolean | undefined
}

export type Typed = { readonly key: Key } | { readonly paste: string }

/** Collects keypress events; calls back once a key, once a paste. */
export function keyboard(
  onTyped: (typed: Typed) => void,
): (text: string | undefined, press: Keypress) => void {
  let pasted: string | undefined
  return (text, press) => {
    if (press.name === 'paste-start') pasted = ''
    else if (press.name === 'paste-end') {
      const whole = pasted
      pasted = undefined
      if (whole) onTyped({ paste: whole.replace(/\r\n?/g, '\n') })
    } else if (pasted !== undefined) pasted += press.sequence ?? text ?? ''
    else for (const key of keyOf(text, press)) onTyped({ key })
  }
}

/** One keypress as keys; Escape and a character in one breath are two keys where no Alt chord is known. */
function keyOf(text: string | undefined, press: Keypress): readonly Key[] {
  const sequence = press.sequence ?? text ?? ''
  const control = CONTROL[sequence]
  if (control) return [control]
  const special = press.name === undefined ? undefined : NAMES[press.name]
  if (special) return [chord(special, press)]
  if (/^\x1b[^\x1b]$/u.test(sequence)) return [metaKey(sequence.slice(1))]
  if (press.ctrl && press.name !== undefined && press.name.length === 1) {
    return [press.meta ? `<M-C-${press.name}>` : `<C-${press.name}>`]
  }
  if (/^\x1b/.test(sequence) || sequence === '') return []
  return [sequence]
}

function metaKey(character: string): Key {
  if (character === '<') return '<M-lt>'
  if (character === '>') return '<M-gt>'
  if (character === '\r') return '<M-CR>'
  if (character === '\x7f') return '<M-BS>'
  if (character < ' ') return `<M-C-${String.fromCharCode(character.charCodeAt(0) + 96)}>`
  return `<M-${character}>`
}

function chord(name: string, press: Keypress): Key {
  const held = `${press.ctrl ? 'C-' : ''}${press.meta ? 'M-' : ''}${press.shift ? 'S-' : ''}`
  return `<${held}${name}>`
}

const CONTROL: Readonly<Record<string, Key>> = {
  '\r': '<CR>',
  '\n': '<C-j>',
  '\t': '<Tab>',
  '\x7f': '<BS>',
  '\b': '<C-h>',
  '\x1b': '<Esc>',
  '\x1b\x1b': '<Esc>',
  '\x1f': '<C-_>',
  '\x1e': '<C-^>',
  '\x1d': '<C-]>',
  '\x1c': '<C-\\>',
  '\0': '<C-Space>',
  ' ': ' ',
  '\x1b[Z': '<S-Tab>',
}

const NAMES: Readonly<Record<string, string>> = {
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  delete: 'Del',
  insert: 'Insert',
  backspace: 'BS',
  tab: 'Tab',
  return: 'CR',
  escape: 'Esc',
  f1: 'F1',
  f2: 'F2',
  f3: 'F3',
  f4: 'F4',
  f5: 'F5',
  f6: 'F6',
  f7: 'F7',
  f8: 'F8',
  f9: 'F9',
  f10: 'F10',
  f11: 'F11',
  f12: 'F12',
}
