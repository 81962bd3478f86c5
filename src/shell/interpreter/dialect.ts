/** Errors in the words of the other shells: dash is `sh` on Debian and Ubuntu, ash in busybox and Alpine. */

export type Dialect = 'bash' | 'dash' | 'ash'

/** bash's sentence, what it becomes in dash, and in ash. */
const SENTENCES: readonly (readonly [bash: RegExp, dash: string, ash: string])[] = [
  [/^(.*): command not found$/, '$1: not found', '$1: not found'],
  [/^(.*\/.*): No such file or directory$/, '$1: not found', '$1: not found'],
  [
    /^redirect: <(.*): No such file or directory$/,
    'cannot open $1: No such file',
    "can't open $1: no such file",
  ],
  [
    /^redirect: >(.*): No such file or directory$/,
    'cannot create $1: Directory nonexistent',
    "can't create $1: nonexistent directory",
  ],
  [/^redirect: [<>](.*)$/, 'cannot create $1', "can't create $1"],
  [
    /^cd: (.*): (No such file or directory|Not a directory)$/,
    "cd: can't cd to $1",
    "cd: can't cd to $1: $2",
  ],
  [/^(\[|test): (.*): integer expression expected$/, '$1: Illegal number: $2', '$2: bad number'],
  [
    /^(\[|test): (.*): unary operator expected$/,
    '$1: $2: unexpected operator',
    '$2: unknown operand',
  ],
  [/^(.*): unbound variable$/, '$1: parameter not set', '$1: parameter not set'],
  [/^(.*): readonly variable$/, '$1: is read only', '$1: is read only'],
  [/^(.*): bad substitution$/, 'Bad substitution', 'syntax error: bad substitution'],
  [/^(.*): division by 0 .*$/, 'arithmetic expression: division by zero: "$1"', 'divide by zero'],
]

export function dialectText(dialect: Dialect, text: string): string {
  if (dialect === 'bash') return text.replace(/^redirect: [<>]/, '')
  const found = SENTENCES.find(
    ([bash]) =>
      (text.startsWith('redirect: ') ? bash.source.startsWith('^redirect') : true) &&
      bash.test(text),
  )
  return found
    ? text.replace(found[0], found[dialect === 'dash' ? 1 : 2])
    : text.replace(/^redirect: [<>]/, '')
}

/** `sh: 3: `, `x.sh: line 3: `; ash names no line of `-c`. */
export function dialectPrefix(
  dialect: Dialect,
  label: string,
  line: number,
  fromCommand: boolean,
): string {
  if (dialect === 'dash') return `${label}: ${line}: `
  return dialect === 'ash' && fromCommand ? `${label}: ` : `${label}: line ${line}: `
}

/** An unexpected token, an unfinished command. */
export function dialectSyntax(dialect: 'dash' | 'ash', kind: string, token: string): string {
  const name = token === 'newline' ? 'newline' : `"${token}"`
  if (dialect === 'dash') {
    if (kind === 'token') return `Syntax error: ${name} unexpected`
    return kind === 'matching'
      ? `Syntax error: ${/["']/.test(token) ? 'Unterminated quoted string' : 'end of file unexpected'}`
      : 'Syntax error: end of file unexpected'
  }
  if (kind === 'token') return `syntax error: unexpected ${name}`
  return kind === 'matching' && /["']/.test(token)
    ? 'syntax error: unterminated quoted string'
    : 'syntax error: unexpected end of file'
}
