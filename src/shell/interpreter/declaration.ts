/** Prints a variable as `declare -p` does. */
import { attributeLetters } from './parameter-text.ts'
import { quoteDouble } from './quote.ts'
import { elements, type Variable } from './variables.ts'

export function declaration(name: string, variable: Variable): string {
  const letters = attributeLetters(variable)
  const flags = letters === '' ? '--' : `-${letters}`
  if (variable.map) return `declare ${flags} ${name}=${mapText(variable)}`
  if (variable.array) return `declare ${flags} ${name}=${arrayText(variable)}`
  if (variable.value === undefined) return `declare ${flags} ${name}`
  return `declare ${flags} ${name}=${quoteDouble(variable.value)}`
}

export function arrayText(variable: Variable): string {
  return `(${elements(variable)
    .map(([key, value]) => `[${key}]=${quoteDouble(value)}`)
    .join(' ')})`
}

function mapText(variable: Variable): string {
  const key = (text: string) => (/^[\w@%+,./:-]+$/.test(text) ? text : quoteDouble(text))
  return `(${elements(variable)
    .map(([name, value]) => `[${key(name)}]=${quoteDouble(value)} `)
    .join('')})`
}
