/** Reads single-letter options, bundled or with values, as getopt does. */

export interface Flags {
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  readonly rest: readonly string[]
  /** A letter outside `known`. */
  readonly bad?: string
}

/** `withValue`: letters that take a value; `known`: all others that are allowed, any if absent. */
export function flagsOf(args: readonly string[], withValue: string, known?: string): Flags {
  const flags = new Set<string>()
  const values = new Map<string, string>()
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') return { flags, values, rest: args.slice(at + 1) }
    if (!/^-[^-]/.test(arg) && arg !== '--') return { flags, values, rest: args.slice(at) }
    for (let index = 1; index < arg.length; index++) {
      const letter = arg[index] ?? ''
      if (withValue.includes(letter)) {
        values.set(letter, index + 1 < arg.length ? arg.slice(index + 1) : (args[++at] ?? ''))
        break
      }
      if (known !== undefined && !known.includes(letter))
        return { flags, values, rest: [], bad: letter }
      flags.add(letter)
    }
  }
  return { flags, values, rest: [] }
}
