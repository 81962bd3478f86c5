/** What the parser makes of shell text: commands made of words, words made of parts. */

export interface Word {
  readonly parts: readonly Part[]
  /** The whole word, if it is plain text on which no expansion can work. */
  readonly literal?: string
  /** As written; error messages and `declare -f` show it. */
  readonly source: string
}

export type Part =
  /** Unquoted text: subject to braces, tilde and globs. */
  | { readonly type: 'text'; readonly text: string }
  /** From '…', $'…' or a backslash. */
  | { readonly type: 'quoted'; readonly text: string }
  | { readonly type: 'double'; readonly parts: readonly Part[] }
  | ParameterPart
  | { readonly type: 'command'; readonly script: string; readonly lists: readonly List[] }
  | { readonly type: 'arithmetic'; readonly expression: Word }
  | { readonly type: 'process'; readonly direction: '<' | '>'; readonly lists: readonly List[] }

export interface ParameterPart {
  readonly type: 'parameter'
  readonly name: string
  readonly source: string
  /** `@` and `*` stand as literal words. */
  readonly subscript?: Word
  readonly length?: boolean
  readonly indirect?: boolean
  /** ${!prefix*} */
  readonly prefix?: '@' | '*'
  readonly operation?: ParameterOperation
}

export type ParameterOperation =
  | {
      readonly op: 'default' | 'assign' | 'error' | 'alternative'
      readonly colon: boolean
      readonly word: Word
    }
  | { readonly op: '#' | '##' | '%' | '%%'; readonly pattern: Word }
  | { readonly op: '/' | '//' | '/#' | '/%'; readonly pattern: Word; readonly replacement: Word }
  | { readonly op: 'slice'; readonly offset: Word; readonly length?: Word }
  | { readonly op: '^' | '^^' | ',' | ',,' | '~' | '~~'; readonly pattern?: Word }
  | { readonly op: '@'; readonly letter: string }

export interface ArrayElement {
  readonly subscript?: Word
  readonly append: boolean
  readonly value: Word
}

export interface Assignment {
  readonly name: string
  readonly subscript?: Word
  readonly append: boolean
  readonly value: Word | readonly ArrayElement[]
  readonly source: string
}

export interface Redirect {
  /** The number (or {variable}) before the operator. */
  readonly fd?: number | string
  readonly op: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<' | '<<-' | '<<<'
  readonly target: Word
  /** Body of a here-document; it is filled in when its lines have been read. */
  body?: Word
  /** Line of a here-document's start, and its delimiter without quotes. */
  readonly delimiter?: string
}

export interface SimpleCommand {
  readonly type: 'simple'
  readonly line: number
  readonly assignments: readonly Assignment[]
  /** An assignment among the words is an argument of declare, export, local … */
  readonly words: readonly (Word | Assignment)[]
  readonly redirects: readonly Redirect[]
}

export type CompoundBody =
  | {
      readonly type: 'if'
      readonly branches: readonly {
        readonly test: readonly List[]
        readonly then: readonly List[]
      }[]
      readonly otherwise?: readonly List[]
    }
  | {
      readonly type: 'while' | 'until'
      readonly test: readonly List[]
      readonly body: readonly List[]
    }
  | {
      readonly type: 'for' | 'select'
      readonly name: string
      readonly words?: readonly Word[]
      readonly body: readonly List[]
    }
  | {
      readonly type: 'loop'
      readonly start: Word
      readonly test: Word
      readonly step: Word
      readonly body: readonly List[]
    }
  | { readonly type: 'case'; readonly word: Word; readonly clauses: readonly CaseClause[] }
  | { readonly type: 'group' | 'subshell'; readonly body: readonly List[] }
  | { readonly type: 'arithmetic'; readonly expression: Word }
  | { readonly type: 'test'; readonly test: TestNode }
  | {
      readonly type: 'function'
      readonly name: string
      readonly body: Command
      readonly source: string
    }

export interface CaseClause {
  readonly patterns: readonly Word[]
  readonly body: readonly List[]
  readonly end: ';;' | ';&' | ';;&'
}

export type Compound = CompoundBody & {
  readonly line: number
  readonly redirects: readonly Redirect[]
}
export type Command = SimpleCommand | Compound

/** What stands inside [[ ]]. */
export type TestNode =
  | { readonly type: 'not'; readonly test: TestNode }
  | { readonly type: 'and' | 'or'; readonly left: TestNode; readonly right: TestNode }
  | { readonly type: 'unary'; readonly op: string; readonly word: Word }
  | { readonly type: 'binary'; readonly op: string; readonly left: Word; readonly right: Word }
  | { readonly type: 'word'; readonly word: Word }

export interface Pipeline {
  readonly negated: boolean
  /** `time` stands before it; 'posix' with -p. */
  readonly timed?: 'bash' | 'posix'
  readonly commands: readonly Command[]
  /** For each `|` whether it was `|&`. */
  readonly withStderr: readonly boolean[]
}

/** One and-or list with what ends it. */
export interface List {
  readonly first: Pipeline
  readonly rest: readonly { readonly op: '&&' | '||'; readonly pipeline: Pipeline }[]
  readonly background: boolean
  readonly source: string
}

export function isAssignment(word: Word | Assignment): word is Assignment {
  return 'append' in word
}
