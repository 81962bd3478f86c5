/** The parts of a parsed Go template. */

/** Every part knows where it stands and how it prints in error messages. */
export interface Placed { readonly at: number; readonly text: string }

export type Operand =
  | (Placed & { readonly type: 'dot' })
  | (Placed & { readonly type: 'nil' })
  | (Placed & { readonly type: 'bool'; readonly value: boolean })
  | (Placed & { readonly type: 'string'; readonly value: string })
  | (Placed & { readonly type: 'number'; readonly value: number | bigint })
  | (Placed & { readonly type: 'field'; readonly names: readonly string[] })
  | (Placed & { readonly type: 'variable'; readonly name: string; readonly names: readonly string[] })
  | (Placed & { readonly type: 'chain'; readonly of: Operand; readonly names: readonly string[] })
  | (Placed & { readonly type: 'function'; readonly name: string })
  | (Placed & { readonly type: 'pipe'; readonly pipe: Pipe })

export interface Command extends Placed { readonly words: readonly Operand[] }

export interface Pipe extends Placed {
  readonly commands: readonly Command[]
  /** Variables that are set; `declares` tells := from =. */
  readonly variables: readonly string[]
  readonly declares: boolean
}

export type Node =
  | (Placed & { readonly type: 'literal'; readonly literal: string })
  | (Placed & { readonly type: 'action'; readonly pipe: Pipe })
  | (Placed & {
    readonly type: 'if' | 'with' | 'range'
    readonly pipe: Pipe
    readonly body: readonly Node[]
    readonly otherwise: readonly Node[] | undefined
  })
  | (Placed & { readonly type: 'template'; readonly name: string; readonly pipe: Pipe | undefined })
  | (Placed & { readonly type: 'break' | 'continue' })

/** All templates of one text by name. */
export type Templates = Map<string, readonly Node[]>

/** Wrong syntax; the message is Go's, "template: NAME:LINE: " included. */
export class TemplateParseError extends Error {}

/** What went wrong while it ran; Go's message. */
export class TemplateExecError extends Error {}
