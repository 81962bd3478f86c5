/** What an editor wants on the screen: rows of styled pieces and where the cursor stands. */

export type Style =
  | 'plain'
  | 'key'
  | 'string'
  | 'number'
  | 'comment'
  | 'punctuation'
  | 'constant'
  | 'special'
  | 'search'
  | 'visual'
  | 'lineNumber'
  | 'nonText'
  | 'status'
  | 'message'
  | 'error'
  | 'title'

export interface Span {
  readonly text: string
  readonly style: Style
}

export interface Frame {
  readonly rows: readonly (readonly Span[])[]
  readonly cursor: { readonly row: number; readonly column: number }
  readonly cursorShape: 'block' | 'bar' | 'underline'
}

/** An editor as a machine: keys in, a frame out, until it is done. */
export interface Editor {
  press(key: string): void
  resize(columns: number, rows: number): void
  frame(): Frame
  /** Every file written, in order. */
  readonly writes: readonly { readonly path: string; readonly text: string }[]
  /** The exit status once the learner has left. */
  readonly exit: number | undefined
}
