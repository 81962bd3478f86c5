/** What a result format is: how one graded submission is written down. */
import type { Grade } from '../grade.ts'

export interface Graded {
  readonly lab: string
  /** Path or name of the hand-in. */
  readonly submission?: string
  readonly grade?: Grade
  /** Why it could not be graded. */
  readonly error?: string
}

export interface Format {
  readonly name: string
  one(graded: Graded): string
}
