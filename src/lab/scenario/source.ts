/** A YAML file that remembers where each of its values stands, so that a complaint can name line and column. */
import { EVENT_ID, YAMLException, constructFromEvents, getScalarValue, parseEvents } from 'js-yaml'

export interface Position {
  /** Both from 1. */
  readonly line: number
  readonly column: number
}

export interface Source {
  readonly file: string
  readonly value: unknown
  /** Where a value stands, by its path: ['tasks', 0, 'points']; the nearest enclosing one when it is not written. */
  at(path: readonly (string | number)[]): Position
}

/** What is wrong with a file of the author's: where, what, and what to do. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  constructor(readonly file: string, readonly position: Position, readonly problem: string) {
    super(`${file}:${position.line}:${position.column}: ${problem}`)
  }
}

/** Throws SourceError when the text is not YAML. */
export function parseSource(file: string, text: string): Source {
  try {
    const events = parseEvents(text, { filename: file })
    const value = constructFromEvents(events, { source: text })[0]
    const places = placesOf(text, events)
    return {
      file, value,
      at(path) {
        for (let length = path.length; length >= 0; length--) {
          const offset = places.get(keyOf(path.slice(0, length)))
          if (offset !== undefined) return positionOf(text, offset)
        }
        return { line: 1, column: 1 }
      },
    }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const mark = error.mark as { line?: number; column?: number } | undefined
    throw new SourceError(file, { line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1 }, error.reason)
  }
}

const keyOf = (path: readonly (string | number)[]): string => path.join('\u0000')

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/** Offsets of keys (for members) and values (for items) by path. */
function placesOf(text: string, events: ReturnType<typeof parseEvents>): Map<string, number> {
  const places = new Map<string, number>()
  const open: { kind: 'document' | 'list' | 'map'; path: (string | number)[]; index: number; key?: string | undefined }[] = []
  const enter = (offset: number): (string | number)[] => {
    const parent = open.at(-1)
    if (parent === undefined || parent.kind === 'document') return []
    const step = parent.kind === 'list' ? parent.index++ : parent.key!
    const path = [...parent.path, step]
    if (parent.kind === 'list') places.set(keyOf(path), offset)
    parent.key = undefined
    return path
  }
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) open.push({ kind: 'document', path: [], index: 0 })
    else if (event.type === EVENT_ID.POP) open.pop()
    else if (event.type === EVENT_ID.SEQUENCE) open.push({ kind: 'list', path: enter(event.start), index: 0 })
    else if (event.type === EVENT_ID.MAPPING) open.push({ kind: 'map', path: enter(event.start), index: 0 })
    else if (event.type === EVENT_ID.SCALAR) {
      const parent = open.at(-1)
      if (parent?.kind === 'map' && parent.key === undefined) {
        parent.key = getScalarValue(text, event)
        places.set(keyOf([...parent.path, parent.key]), event.valueStart)
      } else enter(event.valueStart)
    } else enter(event.anchorStart)
  }
  return places
}
