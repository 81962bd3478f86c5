/** A syntax error, with what bash says about it. */

export type FaultKind =
  /** An unexpected token. */
  | 'token'
  /** The text ends inside a command. */
  | 'end'
  /** The text ends inside quotes or brackets. */
  | 'matching'
  /** Its own sentence. */
  | 'message'
  /** Nested too deeply. */
  | 'depth'

export class SyntaxFault extends Error {
  readonly kind: FaultKind
  readonly token: string
  readonly line: number
  constructor(kind: FaultKind, token: string, line: number) {
    super(`${kind} ${token}`)
    this.kind = kind
    this.token = token
    this.line = line
  }

  /** More lines could mend it: the terminal asks for them with PS2. */
  get incomplete(): boolean {
    return this.kind === 'end' || this.kind === 'matching'
  }
}

/** The lines bash prints. `where` is `bash: -c: line 1: `, `./x.sh: line 3: ` or `bash: `, made by the caller for a line. */
export function faultText(
  fault: SyntaxFault,
  where: (line: number) => string,
  text: string,
  firstLine = 1,
  interactive = false,
): string {
  const at = where(fault.line)
  switch (fault.kind) {
    case 'matching':
      return `${at}unexpected EOF while looking for matching \`${fault.token}'\n`
    case 'end':
      return `${at}syntax error: unexpected end of file\n`
    case 'depth':
      return `${at}syntax error: commands are nested too deeply\n`
    case 'message':
      return `${at}${fault.token}\n`
    case 'token': {
      const line = text.split('\n')[fault.line - firstLine] ?? ''
      const first = `${at}syntax error near unexpected token \`${fault.token}'\n`
      return interactive ? first : `${first}${at}\`${line}'\n`
    }
  }
}
