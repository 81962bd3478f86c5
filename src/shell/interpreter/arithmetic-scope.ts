/** Lets arithmetic read and write a shell's variables. */
import { type ArithmeticScope, evaluate } from './arithmetic.ts'
import { assignElement, assignVariable, parameterValue } from './values.ts'
import { ExpansionFailure } from './flow.ts'
import type { Shell } from './shell.ts'

const scopes = new WeakMap<Shell, ArithmeticScope>()

export function arithmetic(sh: Shell, text: string): bigint {
  let scope = scopes.get(sh)
  if (!scope) scopes.set(sh, (scope = scopeOf(sh)))
  return evaluate(text, scope)
}

function scopeOf(sh: Shell): ArithmeticScope {
  return {
    get(name, subscript) {
      if (subscript === undefined) {
        const value = parameterValue(sh, name)
        if (value === undefined && sh.options.has('nounset'))
          throw new ExpansionFailure(`${name}: unbound variable`, true)
        return value
      }
      const variable = sh.variables.get(name)
      if (variable?.map) return variable.map.get(unquoted(subscript))
      const index = Number(arithmetic(sh, subscript))
      if (!variable?.array) return index === 0 ? variable?.value : undefined
      return variable.array.get(
        index < 0 ? Math.max(-1, ...variable.array.keys()) + 1 + index : index,
      )
    },
    set(name, subscript, value) {
      if (subscript === undefined) assignVariable(sh, name, value)
      else
        assignElement(
          sh,
          name,
          sh.variables.get(name)?.map ? unquoted(subscript) : subscript,
          value,
        )
    },
  }
}

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2')
