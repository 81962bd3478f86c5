/** What differs from learner to learner: parameters drawn from the seed and put into every text of a lab. */
import { createRandom } from '../../lib/random.ts'
import { SourceError, parseSource } from './source.ts'

/** Parameter to its value. */
export type Variant = ReadonlyMap<string, string>

/** `((name))` in any file of the lab. */
const PLACEHOLDER = /\(\(([a-z][a-zA-Z0-9]*)\)\)/g

/** Reads `variants` of a scenario.yaml and draws a value for each parameter. Throws SourceError. */
export function drawVariant(file: string, text: string, seed: number): Variant {
  const source = parseSource(file, text)
  const declared = (source.value as Record<string, unknown> | null)?.['variants'] ?? {}
  const random = createRandom(seed).fork('variant')
  const drawn = new Map<string, string>()
  for (const [name, choices] of Object.entries(declared)) {
    if (!Array.isArray(choices) || choices.length === 0) {
      throw new SourceError(file, source.at(['variants', name]), `variant "${name}" must be a list of values to draw from`)
    }
    drawn.set(name, String(choices[random.integer(choices.length)]))
  }
  return drawn
}

/** Puts the drawn values in. Throws SourceError at a name that is not declared. */
export function fillIn(file: string, text: string, variant: Variant): string {
  return text.replace(PLACEHOLDER, (whole, name: string, offset: number) => {
    const value = variant.get(name)
    if (value !== undefined) return value
    const before = text.slice(0, offset)
    const position = { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
    throw new SourceError(file, position, `there is no variant for ${whole}; declared: ${[...variant.keys()].join(', ') || 'none'}`)
  })
}

/**
 * Folders named `name=value` hold files for that value alone: `cluster/fault=port/20-service.yaml`.
 * The path without these folders, or undefined when the file is for another variant.
 */
export function pathIn(path: string, variant: Variant): string | undefined {
  const kept: string[] = []
  for (const part of path.split('/')) {
    const [, name, value] = /^([a-z][a-zA-Z0-9]*)=(.+)$/.exec(part) ?? []
    if (name === undefined) kept.push(part)
    else if (variant.get(name) !== value) return undefined
  }
  return kept.join('/')
}
