/** GNU's way with options: bundled letters, long names and their abbreviations, options after operands, `--`. */

export interface OptionSpec {
  /** Letters without a value. */
  readonly flags?: string
  /** Letters that take one; long names without a letter stand in angle brackets. */
  readonly valued?: string
  /** Long names and the letter each stands for (any text, if there is no such letter). */
  readonly long?: Readonly<Record<string, string>>
  /** Long names whose value is optional: `--color[=WHEN]`. */
  readonly optional?: readonly string[]
  /** Options end at the first operand, as with `timeout` and `xargs`. */
  readonly stopsEarly?: boolean
}

export interface Options {
  has(letter: string): boolean
  value(letter: string): string | undefined
  /** All values of an option that may be repeated. */
  values(letter: string): readonly string[]
  /** Which of these letters came last. */
  last(letters: string): string | undefined
  readonly rest: readonly string[]
  readonly bad?: string
}

export function parseOptions(args: readonly string[], spec: OptionSpec): Options {
  const given: { letter: string; value?: string }[] = []
  const rest: string[] = []
  let bad: string | undefined
  const short = (spec.valued ?? '').replace(/<[^>]*>/g, '')
  const valued = (letter: string) =>
    letter.length === 1 ? short.includes(letter) : (spec.valued ?? '').includes(`<${letter}>`)
  for (let at = 0; at < args.length && bad === undefined; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      rest.push(...args.slice(at + 1))
      break
    }
    if (arg.startsWith('--')) {
      const [name = '', value] = splitOnce(arg.slice(2), '=')
      const letter = longLetter(name, spec)
      if (letter === undefined) bad = arg
      else if (valued(letter) && value === undefined && !spec.optional?.includes(letter))
        given.push({ letter, value: args[++at] ?? '' })
      else given.push({ letter, ...(value !== undefined && { value }) })
    } else if (/^-./.test(arg)) {
      for (let index = 1; index < arg.length; index++) {
        const letter = arg[index] ?? ''
        if (valued(letter)) {
          given.push({
            letter,
            value: index + 1 < arg.length ? arg.slice(index + 1) : (args[++at] ?? ''),
          })
          break
        }
        if (!(spec.flags ?? '').includes(letter)) {
          bad = `-${letter}`
          break
        }
        given.push({ letter })
      }
    } else if (spec.stopsEarly) {
      rest.push(...args.slice(at))
      break
    } else rest.push(arg)
  }
  return {
    has: letter => given.some(each => each.letter === letter),
    value: letter => given.findLast(each => each.letter === letter)?.value,
    values: letter =>
      given.flatMap(each =>
        each.letter === letter && each.value !== undefined ? [each.value] : [],
      ),
    last: letters => given.findLast(each => letters.includes(each.letter))?.letter,
    rest,
    ...(bad !== undefined && { bad }),
  }
}

function longLetter(name: string, spec: OptionSpec): string | undefined {
  const long = spec.long ?? {}
  if (Object.hasOwn(long, name)) return long[name]
  const matches = Object.keys(long).filter(each => each.startsWith(name))
  return matches.length === 1 ? long[matches[0] ?? ''] : undefined
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}
