/** Something the user of our own commands did that we cannot do: what is wrong, and what to do next. */
import { parseArgs } from 'node:util'

export class Complaint extends Error {
  constructor(message: string, readonly advice = '', readonly status = 1) {
    super(message)
  }
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options']

/** Flags and positional arguments; an unknown flag is a Complaint that shows the usage. */
export function parseFlags<O extends NonNullable<Options>>(args: readonly string[], options: O, usage: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new Complaint((error as Error).message.split('. ')[0]!, `Usage: ${usage}`, 2)
  }
}

/** A whole number of at least 0. */
export function wholeNumber(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Complaint(`${flag} takes a whole number, not ${JSON.stringify(text)}`, '', 2)
  return Number(text)
}
