/** What a jq filter is made of, and the values it works on. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export type Filter =
  | { readonly type: 'identity' | 'recurse' }
  | { readonly type: 'literal'; readonly value: Json }
  | {
      readonly type: 'text'
      readonly parts: readonly (string | Filter)[]
      readonly format?: string | undefined
    }
  | { readonly type: 'format'; readonly name: string }
  | {
      readonly type: 'field'
      readonly from: Filter
      readonly key: Filter
      readonly optional?: boolean
    }
  | {
      readonly type: 'slice'
      readonly from: Filter
      readonly start?: Filter
      readonly end?: Filter
      readonly optional?: boolean
    }
  | { readonly type: 'each'; readonly from: Filter; readonly optional?: boolean }
  | {
      readonly type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative'
      readonly left: Filter
      readonly right: Filter
    }
  | { readonly type: 'binary'; readonly op: string; readonly left: Filter; readonly right: Filter }
  | { readonly type: 'update'; readonly op: string; readonly left: Filter; readonly right: Filter }
  | { readonly type: 'negate'; readonly value: Filter }
  | { readonly type: 'array'; readonly value?: Filter }
  | {
      readonly type: 'object'
      readonly entries: readonly { readonly key: Filter; readonly value: Filter }[]
    }
  | { readonly type: 'if'; readonly test: Filter; readonly yes: Filter; readonly no?: Filter }
  | { readonly type: 'try'; readonly body: Filter; readonly handler?: Filter }
  | {
      readonly type: 'bind'
      readonly source: Filter
      readonly pattern: Pattern
      readonly body: Filter
    }
  | {
      readonly type: 'reduce'
      readonly source: Filter
      readonly pattern: Pattern
      readonly start: Filter
      readonly step: Filter
    }
  | {
      readonly type: 'foreach'
      readonly source: Filter
      readonly pattern: Pattern
      readonly start: Filter
      readonly step: Filter
      readonly extract?: Filter
    }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Filter[] }
  | {
      readonly type: 'define'
      readonly name: string
      readonly parameters: readonly string[]
      readonly body: Filter
      readonly rest: Filter
    }

export type Pattern =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'array'; readonly items: readonly Pattern[] }
  | {
      readonly type: 'object'
      readonly entries: readonly {
        readonly key: Filter
        readonly value?: Pattern
        readonly name?: string
      }[]
    }

export class JqError extends Error {
  readonly value: Json
  constructor(value: Json) {
    super(typeof value === 'string' ? value : JSON.stringify(value))
    this.value = value
  }
}
export class JqSyntaxError extends Error {}
