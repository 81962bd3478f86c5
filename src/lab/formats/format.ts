/** What a result format is: how graded submissions are written down. */
import type { CheckResult, Grade, TaskResult } from '../grade.ts'

export interface Graded {
  readonly lab: string
  readonly title: string
  /** Path or name of the hand-in. */
  readonly submission: string
  readonly grade?: Grade
  /** Why it could not be graded. */
  readonly error?: string
  /** When it was graded, milliseconds since the epoch, and how long that took. */
  readonly at: number
  readonly tookMs: number
}

export interface Format {
  readonly name: string
  /** Ending of a file of it, without the dot. */
  readonly extension: string
  /** One submission as a document of its own. */
  one?(graded: Graded): string
  /** The whole class in one document. */
  all?(graded: readonly Graded[]): string
}

/** All checks of a grade, each with its task, in the lab's order. */
export function checksOf(grade: Grade | undefined): { task: TaskResult; check: CheckResult }[] {
  return (grade?.tasks ?? []).flatMap((task) => task.checks.map((check) => ({ task, check })))
}

/** Why a check failed, on one line. */
export const evidence = (check: CheckResult): string => `expected ${check.expected}; saw ${check.saw}`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For XML and HTML; characters that XML 1.0 cannot hold are dropped. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (c) => ENTITIES[c]!)
