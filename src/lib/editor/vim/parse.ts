/** Takes a normal-mode command apart: `"a2d3w`, `ci"`, `gUU`, `3fx`. */
import type { Key } from '../key.ts'
import type { Command } from './state.ts'

/** 'more' while keys are missing, 'bad' when no command begins so. In visual mode operators take no motion. */
export function parse(keys: readonly Key[], visual: boolean): Command | 'more' | 'bad' {
  const reader = { at: 0 }
  let register: string | undefined
  let count = number(keys, reader)
  while (keys[reader.at] === '"') {
    register = keys[reader.at + 1]
    if (register === undefined) return 'more'
    reader.at += 2
    count = times(count, number(keys, reader))
  }
  let name = word(keys, reader)
  if (name === undefined) return 'more'
  let operator: string | undefined
  let force: string | undefined
  if (!visual && OPERATORS.has(name)) {
    operator = name
    count = times(count, number(keys, reader))
    if (/^(?:v|V|<C-v>)$/.test(keys[reader.at] ?? '')) force = keys[reader.at++]
    name = word(keys, reader)
    if (name === undefined) return 'more'
    if (name === operator || (operator.length === 2 && name === operator[1])) name = LINE
  }
  if ((visual || operator !== undefined) && (name === 'i' || name === 'a')) {
    const object = keys[reader.at++]
    if (object === undefined) return 'more'
    name += object
  }
  let argument: Key | undefined
  if (WITH_ARGUMENT.has(name)) {
    argument = keys[reader.at++]
    if (argument === undefined) return 'more'
  }
  return {
    name,
    ...(operator === undefined ? {} : { operator }),
    ...(register === undefined ? {} : { register }),
    ...(count === undefined ? {} : { count }),
    ...(argument === undefined ? {} : { argument }),
    ...(force === undefined ? {} : { force }),
  }
}

/** The name of the motion of an operator typed twice (`dd`). */
export const LINE = 'line'

const OPERATORS: ReadonlySet<string> = new Set([
  'd',
  'c',
  'y',
  '>',
  '<',
  '=',
  'g~',
  'gu',
  'gU',
  'g?',
])
const PREFIXES: ReadonlySet<string> = new Set(['g', 'z', 'Z', '[', ']', '<C-w>'])
const WITH_ARGUMENT: ReadonlySet<string> = new Set([
  'f',
  'F',
  't',
  'T',
  'r',
  'm',
  "'",
  '`',
  'q',
  '@',
])

function number(keys: readonly Key[], reader: { at: number }): number | undefined {
  let digits = ''
  while (/^[0-9]$/.test(keys[reader.at] ?? '') && !(digits === '' && keys[reader.at] === '0'))
    digits += keys[reader.at++]
  return digits === '' ? undefined : Math.min(COUNT_MAX, Number(digits))
}

function times(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : Math.min(COUNT_MAX, one * other)
}

function word(keys: readonly Key[], reader: { at: number }): string | undefined {
  const key = keys[reader.at++]
  if (key === undefined || !PREFIXES.has(key)) return key
  const second = keys[reader.at++]
  return second === undefined ? undefined : key + second
}

/** A count beyond this is a slip of the finger. */
const COUNT_MAX = 99_999
