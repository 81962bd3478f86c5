/** Cuts an awk program into tokens. */
import { ansiText } from '../../syntax/ansi.ts'

export interface Token {
  readonly type:
    | 'number'
    | 'string'
    | 'regexp'
    | 'name'
    | 'call'
    | 'keyword'
    | 'builtin'
    | 'operator'
    | 'newline'
    | 'end'
  readonly text: string
  readonly line: number
  /** A blank stood before it. */
  readonly spaced: boolean
}

export class AwkSyntaxError extends Error {}

const KEYWORDS = new Set([
  'BEGIN',
  'END',
  'function',
  'func',
  'if',
  'else',
  'while',
  'for',
  'do',
  'break',
  'continue',
  'next',
  'nextfile',
  'exit',
  'return',
  'delete',
  'in',
  'getline',
  'print',
  'printf',
])
export const BUILTINS = new Set([
  'length',
  'substr',
  'index',
  'split',
  'sub',
  'gsub',
  'gensub',
  'match',
  'sprintf',
  'sin',
  'cos',
  'atan2',
  'exp',
  'log',
  'sqrt',
  'int',
  'rand',
  'srand',
  'tolower',
  'toupper',
  'system',
  'close',
  'fflush',
  'systime',
  'strftime',
  'and',
  'or',
  'xor',
  'lshift',
  'rshift',
  'compl',
  'asort',
  'asorti',
])
const OPERATOR =
  /^(?:\*\*=|\*\*|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|&&|\|\||>>|[-+*/%^!<>|?:~$=,;(){}[\]])/

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  for (let at = 0; ; ) {
    const blank = /^(?:[ \t\r]|\\\n|#[^\n]*)*/.exec(text.slice(at))?.[0] ?? ''
    at += blank.length
    line += blank.split('\n').length - 1
    const rest = text.slice(at)
    const push = (type: Token['type'], raw: string, value = raw) => {
      tokens.push({ type, text: value, line, spaced: blank !== '' })
      at += raw.length
    }
    if (rest === '') {
      push('end', '')
      return tokens
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest)?.[0]
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0]
    const string = /^"((?:\\[\s\S]|[^"\\\n])*)"/.exec(rest)
    if (rest[0] === '\n') {
      push('newline', '\n')
      line++
    } else if (number !== undefined) push('number', number)
    else if (name !== undefined) {
      const call = rest[name.length] === '('
      push(
        KEYWORDS.has(name) ? 'keyword' : BUILTINS.has(name) ? 'builtin' : call ? 'call' : 'name',
        name,
      )
    } else if (string) push('string', string[0], unescape(string[1] ?? ''))
    else if (rest[0] === '"') throw new AwkSyntaxError(`unterminated string at source line ${line}`)
    else if (rest[0] === '/' && regexpMayStand(tokens.at(-1))) {
      const source = regexpAt(rest)
      if (source === undefined)
        throw new AwkSyntaxError(`unterminated regexp at source line ${line}`)
      push('regexp', `/${source}/`, source.replace(/\\\//g, '/'))
    } else {
      const operator = OPERATOR.exec(rest)?.[0]
      if (operator === undefined) throw new AwkSyntaxError(`syntax error at source line ${line}`)
      push('operator', operator)
    }
  }
}

function regexpMayStand(before: Token | undefined): boolean {
  if (!before) return true
  if (before.type === 'operator') return !/^[)\]$]$|^\+\+$|^--$/.test(before.text)
  return before.type === 'newline' || before.type === 'keyword'
}

function regexpAt(text: string): string | undefined {
  let bracket = false
  for (let at = 1; at < text.length && text[at] !== '\n'; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '[') bracket = true
    else if (char === ']') bracket = false
    else if (char === '/' && !bracket) return text.slice(1, at)
  }
  return undefined
}

function unescape(text: string): string {
  return text.replace(/\\(?:[0-7]{1,3}|[\s\S])/g, escape =>
    /^\\["/]$/.test(escape)
      ? escape.slice(1)
      : /^\\[0-7abfnrtv\\]/.test(escape)
        ? ansiText(escape)
        : escape,
  )
}
