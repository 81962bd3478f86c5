/** What an awk program is made of. */

export type Expr =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regexp'; readonly source: string }
  | Target
  | { readonly type: 'assign'; readonly op: string; readonly target: Target; readonly value: Expr }
  | {
      readonly type: 'step'
      readonly by: 1 | -1
      readonly before: boolean
      readonly target: Target
    }
  | { readonly type: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly type: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'match'; readonly negated: boolean; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'in'; readonly keys: readonly Expr[]; readonly array: string }
  | { readonly type: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'concat'; readonly left: Expr; readonly right: Expr }
  | { readonly type: 'unary'; readonly op: '-' | '+' | '!'; readonly value: Expr }
  | { readonly type: 'group'; readonly value: Expr }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expr[] }
  | {
      readonly type: 'getline'
      readonly target?: Target
      readonly file?: Expr
      readonly command?: Expr
    }

export type Target =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'element'; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly type: 'field'; readonly index: Expr }

export type Statement =
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'if'; readonly test: Expr; readonly yes: Statement; readonly no?: Statement }
  | { readonly type: 'while'; readonly test: Expr; readonly body: Statement }
  | { readonly type: 'do'; readonly test: Expr; readonly body: Statement }
  | {
      readonly type: 'for'
      readonly start?: Statement
      readonly test?: Expr
      readonly step?: Statement
      readonly body: Statement
    }
  | {
      readonly type: 'each'
      readonly name: string
      readonly array: string
      readonly body: Statement
    }
  | {
      readonly type: 'print'
      readonly format: boolean
      readonly args: readonly Expr[]
      readonly redirect?: { readonly op: '>' | '>>' | '|'; readonly to: Expr }
    }
  | { readonly type: 'expression'; readonly value: Expr }
  | { readonly type: 'delete'; readonly name: string; readonly keys?: readonly Expr[] }
  | { readonly type: 'exit' | 'return'; readonly value?: Expr }
  | { readonly type: 'next' | 'nextfile' | 'break' | 'continue' }

export interface Rule {
  readonly when: 'BEGIN' | 'END' | { readonly from?: Expr; readonly to?: Expr }
  /** Absent: print the record. */
  readonly body?: Statement
}

export interface AwkFunction {
  readonly parameters: readonly string[]
  readonly body: Statement
}

export interface AwkProgram {
  readonly rules: readonly Rule[]
  readonly functions: ReadonlyMap<string, AwkFunction>
}
