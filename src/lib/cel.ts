/** Common Expression Language as Kubernetes uses it: its library of functions, and JSON values whose whole numbers are ints. */
import { Environment } from '@marcbachmann/cel-js'
import { QuantityError, parseQuantity, Quantity, quantityOrUndefined } from './quantity.ts'

export type CelProgram = (variables: Readonly<Record<string, unknown>>) => unknown

export class CelError extends Error {}

const programs = new Map<string, CelProgram | CelError>()
const PROGRAMS_MAX = 5_000

/** Throws CelError when the expression is wrong; evaluating it throws CelError too. */
export function compileCel(expression: string): CelProgram {
  const known = programs.get(expression)
  if (known instanceof CelError) throw known
  if (known !== undefined) return known
  if (programs.size >= PROGRAMS_MAX) programs.clear()
  try {
    const parsed = environment().parse(expression)
    const program: CelProgram = (variables) => {
      try {
        return parsed(variables as never)
      } catch (error) {
        throw new CelError(firstLine(error))
      }
    }
    programs.set(expression, program)
    return program
  } catch (error) {
    const failure = new CelError(firstLine(error))
    programs.set(expression, failure)
    throw failure
  }
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0]!

let made: Environment | undefined

/** apiserver/pkg/cel/library: strings, lists, regex, quantities, URLs. */
function environment(): Environment {
  if (made !== undefined) return made
  const env = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false, enableOptionalTypes: true })
  const add = (signature: string, handler: (...args: any[]) => unknown): void => {
    try {
      env.registerFunction(signature, handler as never)
    } catch {
      // the library brings this one along already
    }
  }
  env.registerType('Quantity', Quantity as never)
  add('quantity(string): Quantity', (text: string) => quantity(text))
  add('isQuantity(string): bool', (text: string) => quantityOrUndefined(text) !== undefined)
  add('Quantity.isGreaterThan(Quantity): bool', (a: Quantity, b: Quantity) => a.compare(b) > 0)
  add('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.compare(b) < 0)
  add('Quantity.compareTo(Quantity): int', (a: Quantity, b: Quantity) => BigInt(a.compare(b)))
  add('Quantity.asInteger(): int', (a: Quantity) => BigInt(a.value()))
  add('Quantity.asApproximateFloat(): double', (a: Quantity) => a.asNumber())
  add('Quantity.isInteger(): bool', (a: Quantity) => Number.isInteger(a.asNumber()))
  add('Quantity.sign(): int', (a: Quantity) => BigInt(a.sign()))
  add('Quantity.add(Quantity): Quantity', (a: Quantity, b: Quantity) => a.add(b))
  add('Quantity.sub(Quantity): Quantity', (a: Quantity, b: Quantity) => a.subtract(b))
  add('string.find(string): string', (text: string, pattern: string) => new RegExp(pattern).exec(text)?.[0] ?? '')
  add('string.findAll(string): list', (text: string, pattern: string) => text.match(new RegExp(pattern, 'g')) ?? [])
  add('string.lowerAscii(): string', (text: string) => text.toLowerCase())
  add('string.upperAscii(): string', (text: string) => text.toUpperCase())
  add('string.trim(): string', (text: string) => text.trim())
  add('string.split(string): list', (text: string, by: string) => text.split(by))
  add('string.replace(string, string): string', (text: string, from: string, to: string) => text.replaceAll(from, to))
  add('string.substring(int): string', (text: string, from: bigint) => text.slice(Number(from)))
  add('string.substring(int, int): string', (text: string, from: bigint, to: bigint) => text.slice(Number(from), Number(to)))
  add('string.indexOf(string): int', (text: string, part: string) => BigInt(text.indexOf(part)))
  add('string.lastIndexOf(string): int', (text: string, part: string) => BigInt(text.lastIndexOf(part)))
  add('string.charAt(int): string', (text: string, at: bigint) => text.charAt(Number(at)))
  add('list.join(): string', (list: string[]) => list.join(''))
  add('list.join(string): string', (list: string[], by: string) => list.join(by))
  add('list.isSorted(): bool', (list: any[]) => list.every((v, i) => i === 0 || list[i - 1] <= v))
  add('list.sum(): dyn', (list: any[]) => list.reduce((a, b) => a + b, typeof list[0] === 'number' ? 0 : 0n))
  add('list.min(): dyn', (list: any[]) => list.reduce((a, b) => (b < a ? b : a)))
  add('list.max(): dyn', (list: any[]) => list.reduce((a, b) => (b > a ? b : a)))
  add('list.indexOf(dyn): int', (list: unknown[], value: unknown) => BigInt(list.indexOf(value)))
  add('isURL(string): bool', (text: string) => URL.canParse(text))
  return (made = env)
}

function quantity(text: string): Quantity {
  try {
    return parseQuantity(text)
  } catch (error) {
    if (error instanceof QuantityError) throw new CelError(error.message)
    throw error
  }
}

/** JSON for an expression: whole numbers become ints, as a schema's integers are. */
export function celValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(celValue)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) copy[key] = celValue((value as Record<string, unknown>)[key])
  return copy
}
